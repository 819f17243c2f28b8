// SPDX-License-Identifier: Apache-2.0
// The keys with which a callback and REST v0.2 describe a job.
#ifndef IEC_LIB_COLLECT_JOB_FIELD_H_
#define IEC_LIB_COLLECT_JOB_FIELD_H_

#include <string_view>

#include "lib/base/result.h"
#include "lib/record/run_record.h"

namespace iec {

// Bytes of a name or a message of a job that are kept.
inline constexpr size_t kMaxJobText = 1000;

// Puts the value where it belongs; a key that says nothing of interest is
// fine.
void TakeJobField(std::string_view key, std::string_view value, JobRecord& job);

// What is told only after everything else: a job that ends before it began.
// The moment that cannot be is dropped. Empty: all is well.
std::string CheckJobTimes(JobRecord& job);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_JOB_FIELD_H_
