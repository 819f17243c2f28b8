// SPDX-License-Identifier: Apache-2.0
// html_sections: the parts of the page that html.h is, in its order.
#ifndef IEC_LIB_REPORT_HTML_SECTIONS_H_
#define IEC_LIB_REPORT_HTML_SECTIONS_H_

#include <string>
#include <string_view>

#include "lib/report/assessment.h"
#include "lib/report/html_page.h"

namespace iec {

// The head: what was assessed, how it ended, what casts doubt on it.
std::string HtmlOverview(const Assessment& assessment);

HtmlSection HtmlFindings(const Assessment& assessment);
HtmlSection HtmlLevels(const Assessment& assessment);
HtmlSection HtmlMatrix(const Assessment& assessment);
HtmlSection HtmlRequirements(const Assessment& assessment);
HtmlSection HtmlTests(const Assessment& assessment);
HtmlSection HtmlWaivers(const Assessment& assessment);
HtmlSection HtmlManualEvidence(const Assessment& assessment);
HtmlSection HtmlGaps(const Assessment& assessment);
HtmlSection HtmlRemarks(const Assessment& assessment);
HtmlSection HtmlProvenance(const Assessment& assessment);
HtmlSection HtmlLegend();

// "#t-CR_1_1_x" and "#r-CR_1_1" are where the two stand.
std::string HtmlTestAnchor(const AssessedTest& test);
std::string HtmlRequirementAnchor(std::string_view token);

// A link to the requirement with its shape, for readers its verdict too.
std::string HtmlRequirementLink(const AssessedRequirement& row);

// "lines 12 to 20 of console.log", or the name of the input alone.
std::string HtmlPlace(const AssessedTest& test, const Assessment& assessment);

// "SL 3", or that no plan and no profile says it.
std::string HtmlTarget(const Assessment& assessment, int level);

// "2026-11-23 18:00:00 UTC" in an element that programs can read.
std::string HtmlMoment(int64_t milliseconds_since_epoch);

// "0.25 s", "3 min 20 s"
std::string HtmlDuration(double seconds);

// "1 test", "2 tests"
std::string HtmlCounted(size_t number, std::string_view noun);

// Null where the catalogue does not have it.
const AssessedRequirement* RequirementOf(const AssessedTest& test,
                                         const Assessment& assessment);

// Whether somebody has to look at it; the test also where it left a change.
bool IsTrouble(Verdict verdict);
bool IsFinding(const AssessedTest& test);

// A table in a box of its own; each head a column, `rows` the body.
class HtmlTable {
 public:
  // The caption is for readers of the page that cannot see where it stands.
  HtmlTable(std::string_view kind, std::string_view caption,
            const std::vector<std::string>& heads);
  // HTML cells; the first one names the row.
  void AddRow(const std::vector<std::string>& cells);
  bool empty() const { return rows_.empty(); }
  std::string Render() const;

 private:
  std::string head_;
  std::vector<std::string> heads_;
  std::string rows_;
};

}  // namespace iec

#endif  // IEC_LIB_REPORT_HTML_SECTIONS_H_
