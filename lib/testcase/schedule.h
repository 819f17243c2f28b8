// SPDX-License-Identifier: Apache-2.0
// Which test starts next. Tests that need a resource which one of them uses
// alone never run side by side; those that wait longest start first, so that
// the others run meanwhile.
#ifndef IEC_LIB_TESTCASE_SCHEDULE_H_
#define IEC_LIB_TESTCASE_SCHEDULE_H_

#include <chrono>
#include <list>
#include <vector>

#include "lib/profile/profile.h"
#include "lib/testcase/test_case.h"

namespace iec {

// Whether two tests must not run at the same time.
bool Collide(const TestCase& a, const TestCase& b);

// What is longer a test shows in a shorter way unless it is to wait in full
// (--slow).
inline constexpr std::chrono::seconds kLongestWait{60};

// What the test is expected to wait with this profile: never more than its
// time limit. `slow`: in full.
std::chrono::seconds ExpectedWait(const TestCase& test, const Profile& profile,
                                  bool slow = false);

// Twice that of its declaration; with `slow` ten times that, and one and a half
// times what it waits for.
std::chrono::seconds TimeLimit(const TestCase& test, const Profile& profile,
                               bool slow);

// How many tests run at the same time.
struct Slots {
  int working = 1;
  // So many more that mostly wait: they need no processor meanwhile and must
  // not keep the others from theirs. 0: those count like all others.
  int waiting = 0;
};

// For a device with so many processors: a test that works keeps one busy with
// starting programs, so more of them only make each other late, and a device
// goes on with its own work beside them.
Slots DefaultSlots(unsigned processors);

class Schedule {
 public:
  using Clock = std::chrono::steady_clock;

  Schedule(const std::vector<const TestCase*>& tests, const Profile& profile,
           Slots slots, bool slow = false);

  // Takes the next test that may start now; null where one that runs has to
  // end first, or none is left. Whoever takes it says when it has ended.
  const TestCase* Start(Clock::time_point now);
  void End(const TestCase& test);

  bool empty() const { return waiting_.empty(); }
  // Takes all that have not started.
  std::vector<const TestCase*> TakeRest();

 private:
  struct Entry {
    const TestCase* test;
    std::chrono::seconds wait;  // expected
    bool mostly_waits = false;
    int overtaken = 0;              // by tests that collide with it
    Clock::time_point wait_ends{};  // of one that runs
  };

  bool HasSlotFor(const Entry& entry) const;
  // When the last of those that block it has waited its time.
  Clock::time_point EndOfWait(const Entry& blocked) const;

  Slots slots_;
  std::list<Entry> waiting_;  // in the order of their turn
  std::list<Entry> running_;
};

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_SCHEDULE_H_
