// SPDX-License-Identifier: Apache-2.0
#include "lib/report/waiver.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

// 2026-11-23T00:00:00Z and the last millisecond of that day.
constexpr int64_t kMidnight = 1795392000000;
constexpr int64_t kEndOfDay = kMidnight + 86400000 - 1;

Waiver Until(const std::string& expires) {
  return {"CR 1.7", "by design", "A. Person", expires};
}

TEST(Waiver, IsValidToTheEndOfItsLastDay) {
  EXPECT_EQ(FaultOf(Until("2026-11-23"), kMidnight), "");
  EXPECT_EQ(FaultOf(Until("2026-11-23"), kEndOfDay), "");
  EXPECT_NE(FaultOf(Until("2026-11-23"), kEndOfDay + 1), "");
  EXPECT_NE(FaultOf(Until("2026-11-22"), kMidnight), "");
  EXPECT_EQ(FaultOf(Until("2030-01-01"), kMidnight), "");
}

TEST(Waiver, WithoutAProperDateIsNeverValid) {
  for (const std::string date :
       {"", "never", "2030-1-1", "2030-02-30", "2030-13-01", "2030-00-10",
        "2030/01/01", "2030-01-01T00:00", " 2030-01-01", "9999-99-99",
        "2030-+1-01", "-030-01-01"}) {
    EXPECT_NE(FaultOf(Until(date), kMidnight), "") << date;
  }
  EXPECT_TRUE(IsExpiryDate("2028-02-29"));
  EXPECT_FALSE(IsExpiryDate("2027-02-29"));
}

// A board that starts in 1970 must not make an old waiver good again.
TEST(Waiver, IsNotValidByAClockThatIsWrong) {
  EXPECT_TRUE(ClockIsWrong(0));
  EXPECT_FALSE(ClockIsWrong(kMidnight));
  EXPECT_NE(FaultOf(Until("2026-11-23"), 0), "");
}

// Whoever forges a record must not waive without a name and a reason either.
TEST(Waiver, IsNotValidWithoutApproverAndJustification) {
  EXPECT_NE(FaultOf({"CR 1.7", "by design", " ", "2030-01-01"}, kMidnight), "");
  EXPECT_NE(FaultOf({"CR 1.7", "", "A. Person", "2030-01-01"}, kMidnight), "");
}

TEST(Waiver, OfNothingNamesNothing) {
  EXPECT_FALSE(Names({"", "", "", ""}, "", "CR_1_7"));
}

TEST(Waiver, NamesATestOrARequirementInAnySpelling) {
  for (const std::string target :
       {"CR 1.7", "cr1.7", "CR_1_7", "CR_1_7_weak"}) {
    EXPECT_TRUE(Names({target, "", "", ""}, "CR_1_7_weak", "CR_1_7")) << target;
  }
  for (const std::string target :
       {"", "CR 1.7 RE(1)", "CR 1.1", "CR_1_7_wea", "CR_1_7_weaker"}) {
    EXPECT_FALSE(Names({target, "", "", ""}, "CR_1_7_weak", "CR_1_7"))
        << target;
  }
}

}  // namespace
}  // namespace iec
