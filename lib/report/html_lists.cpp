// SPDX-License-Identifier: Apache-2.0
// What no test can show: waivers, the work of people, gaps, remarks.
#include <fmt/format.h>

#include "lib/report/html_icons.h"
#include "lib/report/html_sections.h"
#include "lib/report/html_text.h"

namespace iec {
namespace {

// What became of a waiver, with the shape of the verdict that it is most like.
std::string StateOf(AssessedWaiver::State state) {
  switch (state) {
    case AssessedWaiver::State::kApplied:
      return fmt::format("<span class=\"badge v-waived\">{}applied</span>",
                         HtmlIcon(Verdict::kWaived));
    case AssessedWaiver::State::kNotNeeded:
      return fmt::format(
          "<span class=\"badge v-not_applicable\">{}not needed</span>",
          HtmlIcon(Verdict::kNotApplicable));
    case AssessedWaiver::State::kExpired:
      return fmt::format("<span class=\"badge v-fail\">{}expired</span>",
                         HtmlIcon(Verdict::kFail));
    case AssessedWaiver::State::kUnmatched:
      break;
  }
  return fmt::format("<span class=\"badge v-missing\">{}names nothing</span>",
                     HtmlIcon(Verdict::kMissing));
}

std::string List(std::string_view id, std::string_view title,
                 const std::vector<std::string>& items, std::string_view none) {
  std::string out = fmt::format("<h3 id=\"{}\">{}</h3>\n", id, title);
  if (items.empty()) return out + fmt::format("<p>{}</p>\n", none);
  out += "<ul class=\"list\">\n";
  for (const std::string& item : items) out += "<li>" + item + "</li>\n";
  return out + "</ul>\n";
}

std::vector<std::string> Texts(const std::vector<std::string>& items) {
  std::vector<std::string> out;
  for (const std::string& item : items) out.push_back(HtmlText(item));
  return out;
}

std::vector<std::string> Problems(const Assessment& assessment) {
  std::vector<std::string> out;
  for (const auto& [input, problem] : assessment.problems) {
    out.push_back(
        fmt::format("<code>{}{}</code> {}", HtmlText(input),
                    problem.line == 0 ? "" : fmt::format(":{}", problem.line),
                    HtmlText(problem.what)));
  }
  return out;
}

}  // namespace

HtmlSection HtmlWaivers(const Assessment& assessment) {
  HtmlTable table(
      "waivers", "Waivers",
      {"Waives", "State", "Justification", "Approved by", "Last day"});
  for (const auto& [waiver, state] : assessment.waivers) {
    table.AddRow({HtmlText(waiver.target), StateOf(state),
                  HtmlText(waiver.justification), HtmlText(waiver.approver),
                  HtmlText(waiver.expires)});
  }
  return {"waivers", "Waivers", assessment.waivers.size(),
          table.empty() ? "<p class=\"lead\">None.</p>\n"
                        : "<p class=\"lead\">A waived test still runs. Its "
                          "failure raises no level; after the last day (UTC) "
                          "it is a failure again.</p>\n" +
                              table.Render()};
}

HtmlSection HtmlManualEvidence(const Assessment& assessment) {
  HtmlTable table("manual", "Evidence that people have to bring",
                  {"Requirement", "Verdict", "Title", "Reason"});
  size_t number = 0;
  for (const AssessedRequirement& row : assessment.requirements) {
    if (row.verdict != Verdict::kManual) continue;
    ++number;
    table.AddRow(
        {fmt::format("<a href=\"#{}\">{}</a>", HtmlRequirementAnchor(row.token),
                     HtmlText(row.id)),
         HtmlBadge(row.verdict), HtmlText(row.title), HtmlText(row.reason)});
  }
  for (const AssessedConstraint& row : assessment.constraints) {
    if (row.verdict != Verdict::kManual) continue;
    ++number;
    table.AddRow({HtmlText(row.id), HtmlBadge(row.verdict), HtmlText(row.title),
                  "a common constraint: by people only"});
  }
  return {"manual", "Manual evidence outstanding", number,
          table.empty() ? "<p class=\"lead\">None.</p>\n" : table.Render()};
}

HtmlSection HtmlGaps(const Assessment& assessment) {
  HtmlTable table("gaps", "What has no result",
                  {"What", "State", "Title", "Reason"});
  size_t number = 0;
  for (const AssessedRequirement& row : assessment.requirements) {
    if (row.verdict != Verdict::kNotCovered) continue;
    ++number;
    table.AddRow(
        {fmt::format("<a href=\"#{}\">{}</a>", HtmlRequirementAnchor(row.token),
                     HtmlText(row.id)),
         HtmlBadge(row.verdict), HtmlText(row.title), HtmlText(row.reason)});
  }
  for (const AssessedTest& test : assessment.tests) {
    if (test.verdict != Verdict::kMissing) continue;
    ++number;
    table.AddRow({fmt::format("<a href=\"#{}\"><code>{}</code></a>",
                              HtmlTestAnchor(test), HtmlText(test.plan.id)),
                  HtmlBadge(test.verdict), HtmlText(test.plan.title),
                  HtmlText(test.reason)});
  }
  for (const LeftOut& test : assessment.left_out) {
    ++number;
    table.AddRow(
        {"<code>" + HtmlText(test.id) + "</code>",
         fmt::format("<span class=\"badge v-not_covered\">{}left out</span>",
                     HtmlIcon(Verdict::kNotCovered)),
         HtmlText(test.requirement), HtmlText(test.reason)});
  }
  return {"gaps", "Not covered, missing, left out", number,
          table.empty() ? "<p class=\"lead\">Nothing.</p>\n" : table.Render()};
}

HtmlSection HtmlRemarks(const Assessment& assessment) {
  std::string body = List("deviations", "Deviations: how the tests got in",
                          Texts(assessment.deviations),
                          "None: the profile declares no access of "
                          "the test harness.");
  body += List("warnings", "Warnings", Texts(assessment.warnings), "None.");
  body += List("problems", "Problems of the input", Problems(assessment),
               "None: each line of each record was as a runner writes it.");
  if (!assessment.notes.empty()) {
    body += List("notes", "Notes", Texts(assessment.notes), "");
  }
  return {"remarks", "Deviations and warnings", std::nullopt, body};
}

}  // namespace iec
