// SPDX-License-Identifier: Apache-2.0
// `iec-collector report`, and the reading of inputs that other commands share.
#ifndef IEC_CI_IEC_COLLECTOR_REPORT_H_
#define IEC_CI_IEC_COLLECTOR_REPORT_H_

#include <string>
#include <vector>

#include "ci/iec_collector_options.h"
#include "lib/base/result.h"
#include "lib/record/run_record.h"
#include "lib/report/assessment.h"

namespace iec {

struct Inputs {
  std::vector<RecordInput> readable;
  bool all_readable = true;
};

// Names on stderr what cannot be read, and reads the others.
Inputs ReadInputs(const std::vector<std::string>& paths);

// The profile that is given decides over the one that the runner read.
Status UseProfile(const std::string& path, AssessmentOptions& options);

// The exit status.
int Report(const ReportOptions& options);

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_REPORT_H_
