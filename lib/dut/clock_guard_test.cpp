// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/clock_guard.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <string>

#include "lib/base/file.h"
#include "lib/dut/undo_handlers.h"

namespace iec {
namespace {

TEST(ClockGuardTest, LeavesAClockAloneThatIsRight) {
  char directory[] = "/tmp/iec-clock-XXXXXX";
  ASSERT_NE(mkdtemp(directory), nullptr);
  {
    UndoJournal journal(directory, "run", "test");
    ASSERT_TRUE(KeepClock(journal, std::chrono::microseconds(1000)).ok());
  }
  const auto before = std::chrono::system_clock::now();
  const UndoReport report =
      Replay(UndoJournal::PathFor(directory, "run", "test"));
  EXPECT_TRUE(report.failures.empty());
  EXPECT_EQ(report.undone, 1);
  EXPECT_LT(std::chrono::system_clock::now() - before,
            std::chrono::seconds(30));
  (void)RemoveTree(directory);
}

TEST(ClockGuardTest, LeavesTheClockOfAnotherBootAlone) {
  const UndoOutcome outcome = UndoClock(
      {std::string(kClockKind), {{"boot", "another"}, {"start", "1"}}}, {});
  EXPECT_TRUE(outcome.failures.empty());
  EXPECT_TRUE(outcome.notices.empty());
}

TEST(ClockGuardTest, SaysWhatIsMissing) {
  const UndoOutcome outcome = UndoClock({std::string(kClockKind), {}}, {});
  EXPECT_EQ(outcome.notices.size(), 1U);
}

}  // namespace
}  // namespace iec
