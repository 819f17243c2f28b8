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
  std::vector<RecordInput> unreadable;  // each with its one problem
  bool all_readable() const { return unreadable.empty(); }
};

// Names on stderr what cannot be read, and reads the others. Where the paths
// begin in a `directory`, it is left out of the names of the inputs.
Inputs ReadInputs(const std::vector<std::string>& paths,
                  const std::string& directory = "");

// `text` without the directory before the names of files.
std::string WithoutDirectory(std::string text, const std::string& directory);

// The profile that is given decides over the one that the runner read. An
// error has a line for each fault of the file.
Status UseProfile(const std::string& path, AssessmentOptions& options);

// The exit status.
int Report(const ReportOptions& options);

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_REPORT_H_
