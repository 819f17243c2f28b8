// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/unpack.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/evidence/bundle_sample_test.h"
#include "lib/evidence/tar.h"

namespace iec {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class Unpacking : public Bundle {};

// Two readers of one tar unpack the same: there is one way to write it.
TEST_F(Unpacking, ATarThatAnotherProgramPackedIsRefused) {
  Make("bundle");
  for (const char* format : {"ustar", "gnu"}) {
    ASSERT_EQ(Shell("cd " + Path("bundle") + " && tar --format=" + format +
                    " --mtime=@1 -cf ../b.tar manifest.json "
                    "statement.dsse.json inputs/* reports/*"),
              0);
    EXPECT_THAT(Problems("b.tar"),
                Contains(HasSubstr("verified as a directory")))
        << format;
  }
}

TEST_F(Unpacking, WhatTarUnpackedHolds) {
  Make("bundle.tar");
  ASSERT_EQ(Shell("mkdir " + Path("d") + " && tar -C " + Path("d") + " -xf " +
                  Path("bundle.tar")),
            0);
  EXPECT_TRUE(Verify("d").ok());
}

TEST_F(Unpacking, HostileDirectoriesAreRefused) {
  Make("link");
  ASSERT_EQ(symlink("/etc/passwd", Path("link/inputs/x").c_str()), 0);
  EXPECT_THAT(Problems("link"), Contains(HasSubstr("inputs/x is a link")));
  Make("pipe");
  ASSERT_EQ(mkfifo(Path("pipe/reports/x").c_str(), 0600), 0);
  EXPECT_THAT(Problems("pipe"), Contains(HasSubstr("neither a file")));
  Make("name");
  Write("name/inputs/a b", "x");
  EXPECT_THAT(Problems("name"), Contains(HasSubstr("none that a bundle")));
  Make("deep");
  ASSERT_EQ(Shell("mkdir -p " + Path("deep/a/b/c/d") + " && touch " +
                  Path("deep/a/b/c/d/e")),
            0);
  EXPECT_THAT(Problems("deep"), Contains(HasSubstr("too deep")));
  Make("huge");
  Write("huge/inputs/x", "");
  ASSERT_EQ(truncate(Path("huge/inputs/x").c_str(), int64_t{5} << 30), 0);
  EXPECT_THAT(Problems("huge"), Contains(HasSubstr("too large")));
  Make("empty");
  ASSERT_EQ(mkdir(Path("empty/inputs/all-passed").c_str(), 0700), 0);
  EXPECT_THAT(Problems("empty"), Contains(HasSubstr("inputs/all-passed/ is a "
                                                    "directory without")));
}

TEST_F(Unpacking, HostileTarsAreRefused) {
  Make("bundle");
  const auto packed = [&](const std::string& name, const std::string& command) {
    EXPECT_EQ(
        Shell("cd " + Path("bundle") + " && " + command + " -f " + Path(name)),
        0)
        << command;
    const auto problems = Problems(name);
    return problems.empty() ? "" : problems[0];
  };
  EXPECT_EQ(symlink("/etc/passwd", Path("bundle/l").c_str()), 0);
  EXPECT_THAT(packed("link.tar", "tar --format=ustar -c l"),
              HasSubstr("l is no regular file"));
  unlink(Path("bundle/l").c_str());
  EXPECT_THAT(packed("directory.tar", "tar --format=ustar -c inputs"),
              HasSubstr("inputs/ is no regular file"));
  EXPECT_THAT(packed("gnu.tar",
                     "tar --format=gnu --transform "
                     "'s,^,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,' -c "
                     "manifest.json"),
              HasSubstr("is no regular file"));
}

// One file in a tar as bundle writes it, after `change` of its header, whose
// sum is made again.
TEST_F(Unpacking, EachByteOfAHeaderIsGiven) {
  Write("x", "x");
  const auto tar = [this](const std::string& name) {
    std::string out = Path("one.tar");
    const UniqueFd fd(
        open(out.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    EXPECT_TRUE(WriteTar(Path(""), {name}, fd.get()).ok());
    return *ReadFile(out);
  };
  const auto with = [&](size_t at, const std::string& bytes) {
    std::string block = tar("x").substr(0, kTarBlock);
    block.replace(at, bytes.size(), bytes);
    block.replace(148, 8, 8, ' ');
    unsigned sum = 0;
    for (const unsigned char c : block) sum += c;
    block.replace(148, 7, fmt::format("{:06o}", sum) + '\0');
    const auto entry = ParseTarHeader(block);
    return entry.ok() ? "" : entry.error().message;
  };
  EXPECT_EQ(with(0, "x"), "");
  const std::string nul(1, '\0');
  EXPECT_THAT(with(1, nul + "y"), HasSubstr("not as a bundle")) << "name";
  EXPECT_THAT(with(100, "0006777"), HasSubstr("not as a bundle")) << "mode";
  EXPECT_THAT(with(108, "0000001"), HasSubstr("not as a bundle")) << "owner";
  EXPECT_THAT(with(124, nul + "0000000001"), HasSubstr("not as")) << "size";
  EXPECT_THAT(with(136, "00000000001"), HasSubstr("not as")) << "time";
  EXPECT_THAT(with(156, nul), HasSubstr("no regular file")) << "old type";
  EXPECT_THAT(with(156, "5"), HasSubstr("no regular file")) << "directory";
  EXPECT_THAT(with(157, "/etc/x"), HasSubstr("not as a bundle")) << "link";
  EXPECT_THAT(with(257, "ustar  " + nul), HasSubstr("not as")) << "GNU";
  EXPECT_THAT(with(345, "inputs"), HasSubstr("not as a bundle")) << "prefix";
  EXPECT_THAT(with(511, "x"), HasSubstr("not as a bundle")) << "the rest";
}

TEST_F(Unpacking, HostileNamesInTarsAreRefused) {
  const auto problem = [&](const std::vector<std::string>& names) {
    {
      const UniqueFd fd(open(Path("hostile.tar").c_str(),
                             O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
      EXPECT_TRUE(WriteTar(Path("."), names, fd.get()).ok());
    }
    const auto problems = Problems("hostile.tar");
    return problems.empty() ? "" : problems[0];
  };
  EXPECT_THAT(problem({"../" + Path("run.txt").substr(5)}),
              HasSubstr("none that a bundle"));
  EXPECT_THAT(problem({"./run.txt"}), HasSubstr("none that a bundle"));
  EXPECT_THAT(problem({"/run.txt"}), HasSubstr("none that a bundle"));
  EXPECT_THAT(problem({"run.txt", "run.txt"}), HasSubstr("twice"));
}

TEST_F(Unpacking, NothingHidesBehindAFileInATar) {
  Make("bundle.tar");
  std::string tar = *ReadFile(Path("bundle.tar"));
  const size_t size = std::stoul(tar.substr(124, 11), nullptr, 8);
  ASSERT_NE(size % kTarBlock, 0u);
  tar[kTarBlock + size] = 'E';
  Write("padded.tar", tar);
  EXPECT_THAT(Problems("padded.tar"),
              Contains("something stands behind statement.dsse.json"));
}

TEST_F(Unpacking, ADamagedTarIsRefusedWhereverItIsCut) {
  Make("bundle.tar");
  const std::string whole = *ReadFile(Path("bundle.tar"));
  for (size_t size = 0; size + 2 * kTarBlock < whole.size(); size += 509) {
    Write("cut.tar", whole.substr(0, size));
    EXPECT_THAT(Problems("cut.tar"), testing::Not(IsEmpty())) << size;
  }
  std::string damaged = whole;
  damaged[3] ^= 1;
  Write("sum.tar", damaged);
  EXPECT_THAT(Problems("sum.tar"), Contains(HasSubstr("checksum")));
  // `tar --ignore-zeros` would unpack what stands there.
  Write("more.tar", whole + whole);
  EXPECT_THAT(Problems("more.tar"), Contains(HasSubstr("behind its end")));
  Write("zeros.tar", whole + std::string(9000, '\0'));
  EXPECT_THAT(Problems("zeros.tar"), IsEmpty());
  Write("no.tar", std::string(4096, 'x'));
  EXPECT_THAT(Problems("no.tar"), Contains(HasSubstr("no tar")));
}

TEST_F(Unpacking, ItsBytesAreCounted) {
  Make("bundle");
  EXPECT_THAT(
      VerifyBundle(Path("bundle"), *EvidenceKey::Public(key_.public_pem),
                   AssessFiles, 100)
          .problems,
      Contains(HasSubstr("too large")));
}

}  // namespace
}  // namespace iec
