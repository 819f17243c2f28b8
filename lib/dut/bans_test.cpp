// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/bans.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "lib/base/file.h"

namespace iec {
namespace {

using std::chrono::seconds;

TEST(BansTest, ReadsForHowLong) {
  constexpr char kText[] =
      "10.62.0.3 \t2026-11-28 12:00:00 + 600 = 2026-11-28 12:10:00\n"
      "10.62.0.33 \t2026-11-28 12:00:00 + 60 = 2026-11-28 12:01:00\n"
      "2001:db8::1 \t2026-11-28 12:00:00 + -1 = 9999-12-31 23:59:59\n";
  EXPECT_EQ(TimeOfBanIn(kText, "10.62.0.3"), seconds(600));
  EXPECT_EQ(TimeOfBanIn(kText, "10.62.0.33"), seconds(60));
  EXPECT_EQ(TimeOfBanIn(kText, "2001:db8::1"), seconds(-1));
  EXPECT_EQ(TimeOfBanIn(kText, "10.62.0.2"), std::nullopt);
  EXPECT_EQ(TimeOfBanIn("10.62.0.3", "10.62.0.3"), std::nullopt);
  EXPECT_EQ(TimeOfBanIn("10.62.0.3 x + y = z", "10.62.0.3"), std::nullopt);
}

TEST(BansTest, WhatIsNotInstalledHasBannedNobody) {
  EXPECT_TRUE(EndBan({"iec-no-such-program", "{address}"}, "192.0.2.1").ok());
  EXPECT_TRUE(EndBan({}, "192.0.2.1").ok());
  const auto failed = EndBan({"false", "{address}"}, "192.0.2.1");
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.error().message.find("192.0.2.1"), std::string::npos);
}

class UndoBanTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/tmp/iec-bans-XXXXXX";
    directory_ = mkdtemp(path);
  }
  void TearDown() override { (void)RemoveTree(directory_); }

  // Whether the undo of a ban that is `late` lets the address in.
  bool LetsIn(seconds late) {
    {
      UndoJournal journal(directory_ + "/undo", "run", "test");
      EXPECT_TRUE(ExpectBan(journal, {"touch", directory_ + "/{address}"},
                            "192.0.2.1", late)
                      .ok());
    }
    const UndoReport report =
        Replay(UndoJournal::PathFor(directory_ + "/undo", "run", "test"));
    EXPECT_TRUE(report.failures.empty());
    return report.undone == 1 && ReadFile(directory_ + "/192.0.2.1").ok();
  }

  std::string directory_;
};

TEST_F(UndoBanTest, LetsTheAddressIn) { EXPECT_TRUE(LetsIn(seconds(0))); }
TEST_F(UndoBanTest, WaitsForABanThatIsToCome) {
  EXPECT_TRUE(LetsIn(seconds(2)));
}
TEST_F(UndoBanTest, DoesNotWaitForAWrongClock) {
  EXPECT_TRUE(LetsIn(std::chrono::hours(24)));
}

}  // namespace
}  // namespace iec
