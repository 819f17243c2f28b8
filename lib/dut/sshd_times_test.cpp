// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sshd_times.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

using std::chrono::seconds;

TEST(SshdTime, IsASumOfTimesWithUnits) {
  EXPECT_EQ(SshdTime("90"), seconds(90));
  EXPECT_EQ(SshdTime("15m"), seconds(900));
  EXPECT_EQ(SshdTime("1h30m"), seconds(5400));
  EXPECT_EQ(SshdTime("1W2D"), seconds(777600));
  EXPECT_EQ(SshdTime("1m30"), seconds(90));
  EXPECT_EQ(SshdTime("0"), seconds(0));
}

TEST(SshdTime, IsNothingElse) {
  for (const char* text : {"", "none", "m", "15mm", "-1", "1.5h", "15 m",
                           "99999999999999999999", "1h99999999999"}) {
    EXPECT_EQ(SshdTime(text), std::nullopt) << text;
  }
  std::string long_one;
  for (int i = 0; i < 1000; ++i) long_one += "99999999w";
  EXPECT_EQ(SshdTime(long_one), std::nullopt);
}

TEST(HurriedTimeouts, KeepTheNamesAndWhatIsTooLong) {
  EXPECT_EQ(HurriedTimeouts("session:*=15m x11=0 session:shell=2h",
                            seconds(900), seconds(2)),
            " session:*=2 x11=0 session:shell=0");
  EXPECT_EQ(HurriedTimeouts("none", seconds(900), seconds(2)), "");
  EXPECT_EQ(HurriedTimeouts("", seconds(900), seconds(2)), "");
}

}  // namespace
}  // namespace iec
