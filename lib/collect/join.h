// SPDX-License-Identifier: Apache-2.0
// join: what belongs to one LAVA job becomes one thing: its log, its results
// and its description may be three files.
#ifndef IEC_LIB_COLLECT_JOIN_H_
#define IEC_LIB_COLLECT_JOIN_H_

#include <vector>

#include "lib/collect/collected.h"
#include "lib/record/run_record.h"

namespace iec {

// A planned test whose record is torn is completed from what LAVA kept of it,
// where the two do not contradict each other; results of a job without any
// record become a run that is not `recorded`, and each says so. With `keyed`
// only records are trusted: LAVA's results are not signed, and such a test
// ends as an error. A result that nobody planned, or that differs from its
// record, is a problem, as is a page of results that is not here. What LAVA
// expected and never got is missing.
std::vector<RecordInput> JoinJobs(std::vector<Collected> collected, bool keyed);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_JOIN_H_
