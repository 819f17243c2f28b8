// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sudo_record.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

using std::chrono::seconds;

// As sudo 1.9.13 writes it: a lock, then the record of a terminal.
std::string RecordOf(char type, char second) {
  std::string bytes(56, '\0');
  bytes[0] = 2;
  bytes[2] = 56;
  bytes[4] = type;
  bytes[32] = second;
  return bytes;
}

TEST(AgedSudoRecords, MakesProofsOlderAndLeavesTheLock) {
  const auto aged =
      AgedSudoRecords(RecordOf(4, 9) + RecordOf(2, 100), seconds(40));
  ASSERT_TRUE(aged);
  EXPECT_EQ(*aged, RecordOf(4, 9) + RecordOf(2, 60));
}

TEST(AgedSudoRecords, LeavesProofsAloneThatWouldBeOlderThanTheDevice) {
  EXPECT_TRUE(AgedSudoRecords(RecordOf(2, 41), seconds(40)));
  EXPECT_FALSE(AgedSudoRecords(RecordOf(2, 40), seconds(40)));
}

TEST(AgedSudoRecords, LeavesDisabledProofsAlone) {
  std::string disabled = RecordOf(3, 0);
  disabled[6] = 1;
  EXPECT_FALSE(AgedSudoRecords(disabled, seconds(40)));
  const auto aged = AgedSudoRecords(disabled + RecordOf(3, 100), seconds(40));
  ASSERT_TRUE(aged);
  EXPECT_EQ(*aged, disabled + RecordOf(3, 60));
}

TEST(AgedSudoRecords, KnowsWhatItDoesNotKnow) {
  EXPECT_FALSE(AgedSudoRecords("", seconds(1)));
  EXPECT_FALSE(AgedSudoRecords(RecordOf(4, 0), seconds(1))) << "only a lock";
  EXPECT_FALSE(AgedSudoRecords(RecordOf(2, 0).substr(1), seconds(1)));
  std::string newer = RecordOf(2, 0);
  newer[0] = 3;
  EXPECT_FALSE(AgedSudoRecords(newer, seconds(1)));
}

}  // namespace
}  // namespace iec
