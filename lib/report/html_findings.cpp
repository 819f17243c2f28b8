// SPDX-License-Identifier: Apache-2.0
// What somebody has to look at, the most urgent first: what was expected, what
// was found, and where.
#include <fmt/format.h>

#include <algorithm>

#include "lib/report/html_icons.h"
#include "lib/report/html_sections.h"
#include "lib/report/html_text.h"

namespace iec {
namespace {

size_t Urgency(const AssessedTest& test) {
  const auto order = VerdictsByUrgency();
  return static_cast<size_t>(
      std::find(order.begin(), order.end(), test.verdict) - order.begin());
}

// The runner often takes what was expected for the reason.
bool IsAFailedExpectation(const AssessedTest& test) {
  return std::any_of(test.record.checks.begin(), test.record.checks.end(),
                     [&](const Check& check) {
                       return !check.holds && check.expected == test.reason;
                     });
}

std::string Item(std::string_view term, const std::string& html,
                 std::string_view kind = "") {
  return fmt::format("<div{}><dt>{}</dt><dd>{}</dd></div>\n",
                     kind.empty() ? "" : fmt::format(" class=\"{}\"", kind),
                     term, html);
}

std::string FailedCheck(const Check& check) {
  std::string out =
      Item(check.kind == Check::Kind::kControl ? "Control" : "Expected",
           HtmlText(check.expected));
  out += Item("Found", HtmlText(check.found), "evidence");
  if (!check.where.empty()) {
    out += Item("Where", "<code>" + HtmlText(check.where) + "</code>");
  }
  return "<dl>\n" + out + "</dl>\n";
}

std::string Finding(const AssessedTest& test, const Assessment& assessment) {
  const AssessedRequirement* row = RequirementOf(test, assessment);
  const bool undone = test.record.undo_failures.empty();
  std::string out = fmt::format(
      "<article class=\"finding {}\">\n<h3>{}{} <span class=\"req\">{}</span> "
      "{}</h3>\n",
      HtmlVerdictClass(IsTrouble(test.verdict) ? test.verdict
                                               : Verdict::kError),
      HtmlBadge(test.verdict),
      undone ? ""
             : fmt::format(" <span class=\"badge v-error\">{}not undone</span>",
                           HtmlIcon(Verdict::kError)),
      HtmlText(row == nullptr ? test.plan.requirement : row->id),
      HtmlText(test.plan.title));
  std::string facts;
  if (!test.reason.empty() && !IsAFailedExpectation(test)) {
    facts += Item("Why", HtmlText(test.reason));
  }
  if (!test.waiver.empty()) facts += Item("Waiver", HtmlText(test.waiver));
  for (const std::string& failure : test.record.undo_failures) {
    facts += Item("Not undone", HtmlText(failure));
  }
  if (!facts.empty()) out += "<dl>\n" + facts + "</dl>\n";
  for (const Check& check : test.record.checks) {
    if (check.holds || check.kind == Check::Kind::kNote) continue;
    out += FailedCheck(check);
  }
  return out + fmt::format(
                   "<p class=\"meta\"><a href=\"#{0}\">All evidence<span "
                   "class=\"spoken\"> of {1}</span></a> <code>{1}</code>, "
                   "{2}</p>\n</article>\n",
                   HtmlTestAnchor(test), HtmlText(test.plan.id),
                   HtmlPlace(test, assessment));
}

}  // namespace

HtmlSection HtmlFindings(const Assessment& assessment) {
  std::vector<const AssessedTest*> findings;
  for (const AssessedTest& test : assessment.tests) {
    if (IsFinding(test)) findings.push_back(&test);
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const AssessedTest* a, const AssessedTest* b) {
                     return Urgency(*a) < Urgency(*b);
                   });
  std::string body;
  for (const AssessedTest* test : findings) body += Finding(*test, assessment);
  if (body.empty()) {
    body =
        "<p class=\"lead\">None: no test failed, each planned test has a "
        "result, and each change was undone.</p>\n";
  }
  return {"findings", "Findings", findings.size(), body, /*alarming=*/true};
}

}  // namespace iec
