// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/failed_logins.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

namespace iec {
namespace {

std::string Failure(uint64_t time) {
  std::string bytes(64, '\0');
  bytes.replace(0, 5, "tty1x");
  std::memcpy(&bytes[56], &time, sizeof time);
  return bytes;
}

TEST(WithOlderFailures, ChangesTheTimesOnly) {
  int failures = 0;
  const auto older = WithOlderFailures(
      Failure(2'000'000) + Failure(0) + Failure(3'000'000), 900, &failures);
  ASSERT_TRUE(older.ok());
  EXPECT_EQ(*older, Failure(1'999'100) + Failure(0) + Failure(2'999'100));
  EXPECT_EQ(failures, 2);
}

TEST(WithOlderFailures, OtherFormsAreRefused) {
  int failures = 0;
  EXPECT_FALSE(WithOlderFailures("half a record", 1, &failures).ok());
}

TEST(RecentFailuresIn, CountsFromATimeOn) {
  const auto recent =
      RecentFailuresIn(Failure(100) + Failure(0) + Failure(200), 150);
  ASSERT_TRUE(recent.ok());
  EXPECT_EQ(*recent, 1);
  EXPECT_FALSE(RecentFailuresIn("half a record", 0).ok());
}

TEST(FailedLoginDirectory, IsWhatTheFileSays) {
  EXPECT_EQ(FailedLoginDirectory("deny = 3\n#dir = /a\n"), "/run/faillock");
  EXPECT_EQ(FailedLoginDirectory("dir = /var/lib/faillock\n"),
            "/var/lib/faillock");
}

TEST(AgeFailedLogins, RecordsOfPeopleAreLeftAlone) {
  EXPECT_FALSE(AgeFailedLogins("root", 1).ok());
}

}  // namespace
}  // namespace iec
