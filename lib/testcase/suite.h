// SPDX-License-Identifier: Apache-2.0
// Runs test cases: each in a process of its own, several at once where they
// share no resource; judges them, undoes what they changed.
#ifndef IEC_LIB_TESTCASE_SUITE_H_
#define IEC_LIB_TESTCASE_SUITE_H_

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/peer/peer.h"
#include "lib/profile/profile.h"
#include "lib/record/record.h"
#include "lib/testcase/schedule.h"
#include "lib/testcase/test_case.h"

namespace iec {

struct SuiteOptions {
  std::string run;                 // id of this run
  std::string undo_directory;      // where the undo journals are kept
  Slots slots;                     // tests at the same time
  bool slow = false;               // wait in full, with TimeLimit() to match
  std::optional<PeerTarget> peer;  // for tests that need one
  // Set from a signal handler: running tests are ended and undone, the others
  // do not start; each gets its record.
  const std::atomic<bool>* interrupted = nullptr;
  std::function<void(const TestCase&)> on_start = [](const TestCase&) {};
  std::function<void(const TestRecord&)> on_record = [](const TestRecord&) {};
};

// Gives every test of `tests` exactly one record through on_record, in the
// order in which they end; schedule.h says in which they start. An error means
// that no test could be run at all.
Status RunSuite(const std::vector<const TestCase*>& tests,
                const Profile& profile, const SuiteOptions& options);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_SUITE_H_
