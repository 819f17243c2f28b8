// SPDX-License-Identifier: Apache-2.0
// What LAVA itself kept of one test case, whichever of its exports it came
// from.
#ifndef IEC_LIB_COLLECT_LAVA_CASE_H_
#define IEC_LIB_COLLECT_LAVA_CASE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "lib/record/run_record.h"

namespace iec {

struct LavaCase {
  std::string suite;       // "0_iec62443"; "lava": LAVA's own
  std::string name;        // "CR_1_11_locks_account"
  std::string result;      // as LAVA spells it: pass, fail, skip, unknown
  std::string set;         // the test set: "CR_1_11"
  std::string job;         // id of the job; empty: the export does not say it
  std::string id;          // of LAVA's row; empty: not said
  std::string error_type;  // of the case `job` of the suite `lava`
  std::string error_message;
  std::string reason;     // why LAVA made the result itself
  bool measured = false;  // it has a measurement
  double seconds = 0;     // 0: not said
  int64_t logged = 0;     // ms since 1970, UTC; 0: not said
  LineRange lines;        // in the log of the job

  // Keeps the memory of its texts.
  void Clear();
};

// The case is the reader's and changes after the call.
using CaseSink = std::function<void(const LavaCase&)>;

// Cases of one document, and bytes of one name: more is no export of LAVA.
inline constexpr size_t kMaxCases = 2'000'000;
inline constexpr size_t kMaxNameBytes = 4096;

// In place of a reason: REST v0.2 has no more than the path, on the server, of
// what a result came with.
inline constexpr std::string_view kReasonElsewhere =
    "LAVA made this result; its reason is not in this export";

// Whether LAVA made the result for a test that never reported: a definition
// lists what it expects, and what does not come is a `fail`. A test's own
// result comes with nothing more.
bool IsMissing(const LavaCase& lava);

// Whether the case is the verdict of a test: not of an action of LAVA's, and
// not one that iec-collector gave back to the job. What has a measurement is a
// metric if it passed; that one failed is a verdict all the same.
bool IsVerdict(const LavaCase& lava);

// What the case `job` of the suite `lava` says, put into `job`; any other
// case leaves it as it is.
void TakeJobCase(const LavaCase& lava, JobRecord& job);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_LAVA_CASE_H_
