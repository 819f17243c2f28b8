// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/pattern.h"
#include "lib/base/result.h"
#include "lib/base/text.h"

namespace iec {
namespace {

class BaseFileTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/tmp/iec-base-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    directory_ = path;
  }
  void TearDown() override { ASSERT_TRUE(RemoveTree(directory_).ok()); }

  std::string directory_;
};

Result<int> Half(int number) {
  if (number % 2 != 0) return Error{"odd"};
  return number / 2;
}

Result<int> Quarter(int number) {
  IEC_ASSIGN_OR_RETURN(const int half, Half(number));
  return Half(half);
}

TEST(ResultTest, CarriesTheValueOrTheError) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_EQ(Quarter(6).error().message, "odd");
  EXPECT_EQ(Quarter(6).error().Within("six").message, "six: odd");
}

TEST(TextTest, SplitKeepsEmptyParts) {
  EXPECT_EQ(Split("a::b:", ':'), (std::vector<std::string>{"a", "", "b", ""}));
  EXPECT_EQ(Split("", ':'), std::vector<std::string>{""});
}

TEST(TextTest, ParsesWholeNumbersOnly) {
  EXPECT_EQ(ParseInteger("-42"), -42);
  for (const char* bad : {"", "4 2", "0x10", "1.5", "99999999999999999999"}) {
    EXPECT_FALSE(ParseInteger(bad).has_value()) << bad;
  }
}

TEST(TextTest, PrintableLeavesNothingToForgeWith) {
  EXPECT_EQ(Printable("<LAVA_SIGNAL_X>\r\n\x1b[0m"),
            "\\x3cLAVA_SIGNAL_X>\\x0d\\x0a\\x1b[0m");
  EXPECT_EQ(Printable("IEC1 test"), "IEC-1 test");
  EXPECT_EQ(Printable("\xff\x80"), "\\xff\\x80");
  EXPECT_EQ(Printable("abcdef", 3), "abc... (6 bytes in all)");
}

TEST(TextTest, SuggestsWhatIsNearAndNothingElse) {
  const std::vector<std::string> known = {"CR 1.11", "CR 2.1", "report"};
  EXPECT_EQ(Suggest("reprot", known), "report");
  EXPECT_EQ(Suggest("cr 1.1l", known), "CR 1.11");
  EXPECT_EQ(Suggest("xyzzy", known), std::nullopt);
  EXPECT_EQ(DidYouMean("reprot", known), ": did you mean 'report'?");
}

TEST(TextTest, WritesRfc3339) {
  EXPECT_EQ(Rfc3339(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(Rfc3339(1767225599007), "2025-12-31T23:59:59.007Z");
}

TEST(PatternTest, TakesLettersOfEitherCase) {
  EXPECT_TRUE(*Matches("überwacht", "Jede Tätigkeit wird ÜBERWACHT."));
  EXPECT_TRUE(*Matches("ÄNDERN|x", "ändern"));
  EXPECT_FALSE(*Matches("×", "÷"));
  EXPECT_FALSE(Matches("(", "").ok());
}

TEST(DigestTest, MatchesPublishedVectors) {
  EXPECT_EQ(Crc32("123456789"), 0xcbf43926u);
  EXPECT_EQ(Sha256Hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223"
            "b00361a396177a9cb410ff61f20015ad");
  // RFC 4231, test case 2.
  EXPECT_EQ(HmacSha256Hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c7"
            "5a003f089d2739839dec58b964ec3843");
}

TEST(DigestTest, RandomnessDiffersAndStaysInRange) {
  EXPECT_NE(RandomBytes(16), RandomBytes(16));
  std::set<uint32_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(RandomBelow(5));
  EXPECT_EQ(seen, (std::set<uint32_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(RandomFrom("x", 3), "xxx");
}

TEST_F(BaseFileTest, ReadsBackWhatItWrote) {
  const std::string path = directory_ + "/file";
  ASSERT_TRUE(WriteFileAtomically(path, "one", 0640).ok());
  ASSERT_TRUE(WriteFileAtomically(path, "two", 0600).ok());
  EXPECT_EQ(*ReadFile(path), "two");
  EXPECT_EQ(*Sha256HexOfFile(path), Sha256Hex("two"));
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777u, 0600u);
  EXPECT_FALSE(ReadFile(path, 2).ok());
  EXPECT_FALSE(ReadFile(directory_ + "/absent").ok());
}

TEST_F(BaseFileTest, WritesAFileOfTheLongestName) {
  const std::string path = directory_ + "/" + std::string(255, 'n');
  ASSERT_TRUE(WriteFileAtomically(path, "one", 0600).ok());
  EXPECT_EQ(*ReadFile(path), "one");
}

TEST_F(BaseFileTest, CreatesOnlyWhatIsNotThere) {
  const std::string path = directory_ + "/file";
  ASSERT_EQ(symlink("/etc/passwd", path.c_str()), 0);
  EXPECT_FALSE(CreateFile(path, "x", 0600).ok());
  ASSERT_EQ(unlink(path.c_str()), 0);
  EXPECT_TRUE(CreateFile(path, "x", 0600).ok());
  EXPECT_FALSE(CreateFile(path, "y", 0600).ok());
  EXPECT_EQ(*ReadFile(path), "x");
}

TEST_F(BaseFileTest, RemovesATreeButNotWhatItsLinksPointTo) {
  const std::string kept = directory_ + "/kept";
  const std::string tree = directory_ + "/a";
  ASSERT_TRUE(EnsurePrivateDirectory(tree + "/b").ok());
  ASSERT_TRUE(CreateFile(kept, "kept", 0600).ok());
  ASSERT_EQ(symlink(kept.c_str(), (tree + "/b/link").c_str()), 0);
  EXPECT_TRUE(RemoveTree(tree).ok());
  EXPECT_FALSE(Exists(tree));
  EXPECT_EQ(*ReadFile(kept), "kept");
  EXPECT_TRUE(RemoveTree(tree).ok()) << "absent is as good as removed";
}

TEST_F(BaseFileTest, RefusesADirectoryThatOthersCanWrite) {
  const std::string path = directory_ + "/shared";
  ASSERT_EQ(mkdir(path.c_str(), 0700), 0);
  EXPECT_TRUE(EnsurePrivateDirectory(path).ok());
  ASSERT_EQ(chmod(path.c_str(), 0777), 0);
  EXPECT_FALSE(EnsurePrivateDirectory(path).ok());
}

}  // namespace
}  // namespace iec
