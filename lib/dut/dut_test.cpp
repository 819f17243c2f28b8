// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/dut.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/dut/process.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

class DutTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/var/tmp/iec-dut-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    directory_ = path;
  }
  void TearDown() override {
    SetRunMarker("");
    ASSERT_TRUE(RemoveTreeSafely(directory_).ok());
  }
  void Write(const std::string& path, const std::string& bytes) {
    const std::string whole = directory_ + path;
    ASSERT_TRUE(EnsurePrivateDirectory(whole.substr(0, whole.rfind('/'))).ok());
    ASSERT_TRUE(CreateFile(whole, bytes, 0600).ok());
  }
  std::string directory_;
};

TEST_F(DutTest, GivesPrivateDirectoriesThatGoAgain) {
  const Profile profile;
  std::string journal;
  std::string made;
  {
    Dut dut(profile, "0123456789abcdef", "test", directory_ + "/undo");
    journal = dut.undo().path();
    const auto one = dut.TemporaryDirectory(directory_);
    const auto two = dut.TemporaryDirectory(directory_);
    ASSERT_TRUE(one.ok() && two.ok());
    EXPECT_NE(*one, *two);
    made = *one;
    struct stat info {};
    ASSERT_EQ(stat(made.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, 0700u);
    ASSERT_TRUE(CreateFile(made + "/file", "x", 0600).ok());
    EXPECT_FALSE(dut.TemporaryDirectory(directory_ + "/none").ok());
  }
  EXPECT_THAT(Replay(journal).failures, testing::IsEmpty());
  EXPECT_FALSE(Exists(made));
}

TEST_F(DutTest, MarksItsProcesses) {
  const Profile profile;
  Dut dut(profile, "0123456789abcdef", "test", directory_);
  const auto outcome = iec::Run({{"env"}});
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_THAT(outcome->out,
              testing::HasSubstr("IEC_RUN=0123456789abcdef.test\n"));
}

TEST_F(DutTest, KnowsTheLaneByItsMarks) {
  EXPECT_EQ(DetectLane(directory_), Lane::kBoard);
  Write("/sys/class/dmi/id/sys_vendor", "QEMU\n");
  EXPECT_EQ(DetectLane(directory_), Lane::kQemu);
  Write("/proc/1/environ", std::string("TERM=linux\0container=x\0", 23));
  EXPECT_EQ(DetectLane(directory_), Lane::kContainer);
}

TEST(LaneTest, NamesRoundTrip) {
  for (const Lane lane : {Lane::kContainer, Lane::kQemu, Lane::kBoard}) {
    EXPECT_EQ(ParseLane(Name(lane)), lane);
  }
  EXPECT_FALSE(ParseLane("moon").has_value());
}

}  // namespace
}  // namespace iec
