// SPDX-License-Identifier: Apache-2.0
// evidence: why a verdict is what it is and where it comes from, as every
// format has to say it.
#ifndef IEC_LIB_REPORT_EVIDENCE_H_
#define IEC_LIB_REPORT_EVIDENCE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/report/assessment.h"

namespace iec {

// The verdict, its reason, what does not hold and what was not undone. Each
// is one line of SafeText(), cut where it is very long.
std::vector<std::string> EvidenceLines(const AssessedTest& test);

// Facts by name: run, input, lines, image_sha256, runner_version, lava_job, ...
// In a fixed order; those that are not known are left out. As SafeText().
using Facts = std::vector<std::pair<std::string_view, std::string>>;
Facts RunFacts(const AssessedRun& run);
Facts TestFacts(const Assessment& assessment, const AssessedTest& test);

// "run 0123, LAVA job 4711, lines 12 to 20": where one test was seen.
std::string Origin(const Assessment& assessment, const AssessedTest& test);

// "FR 1 Identification and ...": `fr` of a row, which may be none.
std::string FrTitle(const Assessment& assessment, int fr);

// What every format has to say of the whole: that it is a part, whose targets
// and waivers these are, how the tests got in. Each a line of SafeText().
std::vector<std::string> Remarks(const Assessment& assessment);

// "unknown", "3" or "3, 3, 2, 3, 1, 3, 3 (FR 1 to 7)".
std::string Targets(const Assessment& assessment);

// Whether a moment of a hostile record is one that RFC 3339 can say.
bool IsMoment(int64_t milliseconds_since_epoch);

// SafeText() of at most `width` characters.
std::string Short(std::string_view text, size_t width);

}  // namespace iec

#endif  // IEC_LIB_REPORT_EVIDENCE_H_
