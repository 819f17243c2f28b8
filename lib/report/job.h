// SPDX-License-Identifier: Apache-2.0
// job: what LAVA said of the job in which a run was made, for people.
#ifndef IEC_LIB_REPORT_JOB_H_
#define IEC_LIB_REPORT_JOB_H_

#include <string>

#include "lib/record/run_record.h"

namespace iec {

// "LAVA job 4711 on qemu02 (qemu)"
std::string JobName(const JobRecord& job);

// "ended as Incomplete (Infrastructure: no overlay)"; empty where LAVA does
// not say that the job went wrong.
std::string JobFault(const JobRecord& job);

// "lines 12 to 14", "line 12"; empty where they are not known.
std::string LinesText(const LineRange& lines);

}  // namespace iec

#endif  // IEC_LIB_REPORT_JOB_H_
