// SPDX-License-Identifier: Apache-2.0
// What one run of the runner says: a plan, one record for each test, a
// summary. The wire format and the JSON of each type are in wire.h.
#ifndef IEC_LIB_RECORD_RECORD_H_
#define IEC_LIB_RECORD_RECORD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/waiver.h"
#include "lib/record/verdict.h"

namespace iec {

// One thing that a test looked at: what had to be and what was there.
struct Check {
  enum class Kind {
    kExpectation,  // its failure is a `fail`
    kControl,      // the allowed way; its failure is an `error`
    kNote,         // says what was done; never fails
  };
  Kind kind = Kind::kExpectation;
  bool holds = true;
  std::string expected;
  std::string found;
  std::string where;  // "locks_account.cpp:42"
};

// "expectation", "control", "note".
std::string_view Name(Check::Kind kind);
std::optional<Check::Kind> ParseCheckKind(std::string_view name);

// Never part of a verdict: KernelCI and SQUAD treat the two differently.
struct Measurement {
  std::string name;
  double value = 0;
  std::string unit;
};

struct TestRecord {
  std::string id;           // CR_1_11_locks_account
  std::string requirement;  // token: CR_1_11
  Verdict verdict = Verdict::kError;
  std::string reason;   // one line; why it is not `pass`
  int64_t started = 0;  // ms since 1970, UTC, clock of the device
  double seconds = 0;
  int64_t process_starts = 0;  // programs that it and its undoing started
  std::vector<Check> checks;
  std::vector<Measurement> measurements;
  std::vector<std::string> undo_failures;  // empty: everything was undone
  // What a lab kept of the test, where only that stands in for its record.
  std::string kept;
};

struct PlannedTest {
  std::string id;
  std::string requirement;
  std::string title;
};

// How the reason begins of a test that is another runner's to try.
inline constexpr std::string_view kAnotherShard = "another shard";

// A test that this run leaves out, said beforehand (lane, impact, choice).
struct LeftOut {
  std::string id;
  std::string requirement;
  std::string reason;
};

struct PlanRecord {
  std::string run;  // random for each run; 16 hex digits
  std::string runner_version;
  std::string runner_commit;
  int64_t started = 0;
  std::string lane;     // container, qemu or board
  std::string machine;  // uname -m
  std::string system;   // PRETTY_NAME of os-release
  std::string kernel;
  std::string profile_name;
  std::string profile_sha256;
  std::string component_type;          // embedded, host, network, software
  std::vector<int> target_levels;      // SL for FR 1..7
  std::vector<std::string> selection;  // as typed; empty: everything
  std::vector<PlannedTest> tests;
  std::vector<LeftOut> left_out;
  std::vector<std::string> deviations;  // harness access, as declared
  std::vector<Waiver> waivers;
};

struct SummaryRecord {
  int64_t finished = 0;
  double seconds = 0;
  std::map<std::string, int> verdicts;  // name of a verdict -> tests
  int undo_failures = 0;
  bool interrupted = false;
  int exit_status = 0;
};

}  // namespace iec

#endif  // IEC_LIB_RECORD_RECORD_H_
