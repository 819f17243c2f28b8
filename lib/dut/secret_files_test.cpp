// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/secret_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "lib/base/file.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SecretFilesTest : public testing::Test {
 protected:
  SecretFilesTest() {
    char path[] = "/tmp/iec-secrets-XXXXXX";
    directory_ = mkdtemp(path);
    chmod(path, 0755);
    canaries_.open = Make("open", 0644);
    canaries_.closed = Make("closed", 0600);
  }
  ~SecretFilesTest() override { (void)RemoveTree(directory_); }

  std::string Make(const std::string& name, mode_t mode, uid_t owner = 0,
                   gid_t group = 0, const std::string& text = "x") {
    const std::string path = directory_ + "/" + name;
    EXPECT_TRUE(CreateFile(path, text, mode).ok());
    if (geteuid() == 0) {
      EXPECT_EQ(chown(path.c_str(), owner, group), 0);
    }
    return path;
  }

  std::string directory_;
  Canaries canaries_;
  PasswdDb accounts_ = PasswdDb::Parse(
      "root:x:0:0::/root:/bin/sh\ndaemon:x:7:7::/:/bin/false\n"
      "ann:x:1000:1000::/home/ann:/bin/sh\n",
      "daemon:x:7:\nann:x:1000:\n", "");
};

TEST_F(SecretFilesTest, FindsAccountFiles) {
  const auto files = SecretFiles(accounts_);
  EXPECT_TRUE(std::any_of(files.begin(), files.end(), [](const auto& file) {
    return file.path == "/etc/shadow" &&
           file.readers == SecretFile::Readers::kNobody;
  }));
}

TEST_F(SecretFilesTest, TakesWhatTheProfileAdds) {
  ASSERT_EQ(mkdir((directory_ + "/keys").c_str(), 0700), 0);
  const std::string inside = Make("keys/a", 0600);
  const auto files = SecretFilesAt(
      {canaries_.open, directory_ + "/keys", directory_ + "/absent"});
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0].path, canaries_.open);
  EXPECT_EQ(files[1].path, inside);
}

TEST_F(SecretFilesTest, TellsWhoReadsWhat) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const std::string open = Make("a", 0644);
  const std::string closed = Make("b", 0600);
  const std::string of_service = Make("c", 0640, 0, 7);
  const std::string of_ann = Make("d", 0400, 1000);
  using Readers = SecretFile::Readers;
  const std::vector<SecretFile> files = {{open, Readers::kNobody},
                                         {closed, Readers::kNobody},
                                         {of_service, Readers::kService},
                                         {of_ann, Readers::kNobody}};
  const auto found = ReadByOthers(files, {}, accounts_, "ann", canaries_);
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_THAT(*found, ElementsAre(open + ": read by daemon, ann, nobody"));

  const std::vector<SecretFile> strict = {{of_service, Readers::kNobody}};
  const auto read = ReadByOthers(strict, {}, accounts_, "ann", canaries_);
  ASSERT_TRUE(read.ok());
  EXPECT_THAT(*read, ElementsAre(of_service + ": read by daemon"));
  const auto allowed = ReadByOthers(strict, {"daemon " + of_service}, accounts_,
                                    "ann", canaries_);
  ASSERT_TRUE(allowed.ok());
  EXPECT_THAT(*allowed, IsEmpty());
}

TEST_F(SecretFilesTest, ACanaryThatIsWrongIsAnError) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  ASSERT_EQ(chmod(canaries_.closed.c_str(), 0644), 0);
  EXPECT_FALSE(ReadByOthers({}, {}, accounts_, "ann", canaries_).ok());
}

TEST_F(SecretFilesTest, FindsASecretByItsText) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const std::string open = Make("log", 0644, 0, 0, "xx-our-secret-xx");
  Make("closed-log", 0600, 0, 0, "xx-our-secret-xx");
  const auto found = FindOpenSecrets(Nobody(), {}, {"our-secret"}, directory_);
  ASSERT_TRUE(found.ok()) << found.error().message;
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().path, open);
  EXPECT_EQ(found->front().what, "a secret of this test");
}

TEST(SecretFiles, FindsWhatWasWrittenDown) {
  const std::string root = testing::TempDir() + "/written";
  ASSERT_TRUE(EnsurePrivateDirectory(root).ok());
  const auto put = [&root](const std::string& name, const std::string& text) {
    ASSERT_TRUE(WriteFileAtomically(root + name, text, 0600).ok());
  };
  put("/log", std::string(5u << 20, 'x') + "user ann password s3cr3t\n");
  put("/other", "nothing\n");
  const time_t before = time(nullptr) - 5;
  EXPECT_EQ(FilesWith({"other", "s3cr3t"}, before, {}, root),
            std::vector<std::string>{root + "/log"});
  EXPECT_TRUE(FilesWith({"s3cr3t"}, before + 3600, {}, root).empty());
  // Wherever it lies in what is read at a time.
  for (size_t at = 65'520; at < 65'560; ++at) {
    std::string text(200'000, 'y');
    text.replace(at, 6, "s3cr3t");
    put("/log", text);
    EXPECT_EQ(
        FilesWith({"s3cr3t", "longer than that"}, before, {}, root).size(), 1U)
        << at;
  }
}

}  // namespace
}  // namespace iec
