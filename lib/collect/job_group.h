// SPDX-License-Identifier: Apache-2.0
// job_group: which documents tell of the same LAVA job.
#ifndef IEC_LIB_COLLECT_JOB_GROUP_H_
#define IEC_LIB_COLLECT_JOB_GROUP_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/collect/collected.h"
#include "lib/record/run_record.h"

namespace iec {

// Documents of one job, or a document of none.
struct JobGroup {
  std::optional<JobRecord> job;
  int64_t moment = 0;           // at which the job ran; 0: not known
  std::vector<size_t> members;  // places in what was collected
};

std::vector<JobGroup> GroupsOf(const std::vector<Collected>& collected);

// Whether it only says how some job ended, as `lava-run` writes beside a log.
bool IsJobEnd(const Collected& collected);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_JOB_GROUP_H_
