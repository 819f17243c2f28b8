// SPDX-License-Identifier: Apache-2.0
// lava_summary: the verdicts back into LAVA, for a step of a job that runs the
// collector over the log of the job.
#ifndef IEC_LIB_REPORT_LAVA_SUMMARY_H_
#define IEC_LIB_REPORT_LAVA_SUMMARY_H_

#include <string>

#include "lib/report/render.h"

namespace iec {

// A test set of one case for each requirement and one for the run as a whole,
// then one with the levels that are reached, as measurements: on cases of
// their own, since LAVA's readers drop the result of a case that has one.
std::string RenderLavaSummary(const Assessment& assessment,
                              const RenderOptions& options);

}  // namespace iec

#endif  // IEC_LIB_REPORT_LAVA_SUMMARY_H_
