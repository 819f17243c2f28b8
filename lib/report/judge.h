// SPDX-License-Identifier: Apache-2.0
// judge: the verdicts of tests and requirements and the levels reached. The
// steps of Assess(), in the order in which it takes them.
#ifndef IEC_LIB_REPORT_JUDGE_H_
#define IEC_LIB_REPORT_JUDGE_H_

#include <vector>

#include "lib/report/assessment.h"
#include "lib/report/merge.h"

namespace iec {

// Fills `tests`, with missing and waived ones.
void JudgeTests(const std::vector<MergedTest>& tests,
                const AssessmentOptions& options, Assessment& assessment);

// Fills `requirements`, `levels`, `target` and `reached` from `tests` and
// `left_out`.
void JudgeRequirements(const AssessmentOptions& options,
                       Assessment& assessment);

// Fills `waivers`, and warns of those that are expired or match nothing.
void JudgeWaivers(const AssessmentOptions& options, Assessment& assessment);

// A problem of the run itself rather than of one line.
void AddProblem(const AssessedRun& run, std::string what,
                Assessment& assessment);

}  // namespace iec

#endif  // IEC_LIB_REPORT_JUDGE_H_
