// SPDX-License-Identifier: Apache-2.0
// Each requirement with its verdict, and the controls that narrow the lists.
#include <fmt/format.h>

#include "lib/report/html_icons.h"
#include "lib/report/html_sections.h"
#include "lib/report/html_text.h"

namespace iec {
namespace {

// Shown by the script, which alone can make it work.
std::string Filter(const Assessment& assessment) {
  std::string verdicts;
  for (const Verdict verdict : VerdictsByUrgency()) {
    verdicts += fmt::format(
        "<label class=\"{0}\"><input type=\"checkbox\" class=\"v\" "
        "value=\"{1}\">{2}{3}</label>\n",
        HtmlVerdictClass(verdict), Name(verdict), HtmlIcon(verdict),
        HtmlWord(verdict));
  }
  std::string frs;
  for (const AssessedLevel& level : assessment.levels) {
    frs += fmt::format("<option value=\"{0}\">FR {0} {1}</option>\n", level.fr,
                       HtmlText(level.title));
  }
  return fmt::format(
      "<div id=\"filter\" class=\"filter\" role=\"search\" "
      "aria-label=\"Requirements and tests\" hidden>\n"
      "<p><label for=\"filter-text\">Text</label>\n"
      "<input type=\"search\" id=\"filter-text\" "
      "autocomplete=\"off\" spellcheck=\"false\"></p>\n"
      "<p><label for=\"filter-fr\">Foundational requirement</label>\n"
      "<select id=\"filter-fr\">\n"
      "<option value=\"\">all seven</option>\n{}</select></p>\n"
      "<p><label for=\"filter-sl\">Demanded at</label>\n"
      "<select id=\"filter-sl\">\n"
      "<option value=\"\">any level</option>\n"
      "<option value=\"1\">SL 1</option>\n<option value=\"2\">SL 2</option>\n"
      "<option value=\"3\">SL 3</option>\n<option value=\"4\">SL 4</option>\n"
      "</select></p>\n"
      "<fieldset>\n<legend>Verdict</legend>\n{}</fieldset>\n"
      "<p class=\"actions\">\n"
      "<button type=\"button\" id=\"clear\">Show all</button>\n"
      "<button type=\"button\" id=\"expand\">Expand evidence</button>\n"
      "<button type=\"button\" id=\"collapse\">Collapse evidence</button>\n"
      "<label><input type=\"checkbox\" id=\"print-all\" checked>Print all "
      "evidence</label></p>\n"
      "<p class=\"count\" id=\"count\" role=\"status\" aria-live=\"polite\">"
      "</p>\n</div>\n",
      frs, verdicts);
}

std::string TestsOf(const AssessedRequirement& row,
                    const Assessment& assessment) {
  std::string items;
  for (const size_t index : row.tests) {
    const AssessedTest& test = assessment.tests[index];
    items += fmt::format(
        "<li class=\"{}\">{}<a href=\"#{}\">{}</a> <span "
        "class=\"word\">{}</span></li>\n",
        HtmlVerdictClass(test.verdict), HtmlIcon(test.verdict),
        HtmlTestAnchor(test), HtmlText(test.plan.title),
        HtmlWord(test.verdict));
  }
  for (const LeftOut& test : row.left_out) {
    items += fmt::format(
        "<li class=\"{}\">{}<code>{}</code> <span class=\"word\">left out: "
        "{}</span></li>\n",
        HtmlVerdictClass(Verdict::kNotCovered), HtmlIcon(Verdict::kNotCovered),
        HtmlText(test.id), HtmlText(test.reason));
  }
  return items.empty() ? "" : "<ul class=\"tests\">\n" + items + "</ul>";
}

// The two usual reasons only repeat the verdict; the lists of gaps and of
// manual evidence have them.
bool SaysWhy(const AssessedRequirement& row) {
  const bool usual = row.tests.empty() && row.left_out.empty();
  return !row.reason.empty() && !usual;
}

std::string Row(const AssessedRequirement& row, const Assessment& assessment) {
  return fmt::format(
      "<tr id=\"{}\" data-verdict=\"{}\" data-fr=\"{}\" data-sl=\"{}\">"
      "<th scope=\"row\">{}</th><td data-label=\"Verdict\">{}</td>"
      "<td data-label=\"From\">{}</td><td class=\"what\"><p>{}{}</p>"
      "{}{}</td></tr>\n",
      HtmlRequirementAnchor(row.token), Name(row.verdict), row.fr, row.sl_c,
      HtmlText(row.id), HtmlBadge(row.verdict),
      row.sl_c == 0 ? "no level" : fmt::format("SL {}", row.sl_c),
      HtmlText(row.title),
      row.demanded || !assessment.target_known
          ? ""
          : " <span class=\"tag\">not demanded</span>",
      SaysWhy(row) ? "<p class=\"why\">" + HtmlText(row.reason) + "</p>" : "",
      TestsOf(row, assessment));
}

std::string Group(const std::string& title, const std::string& note,
                  const std::string& rows) {
  if (rows.empty()) return {};
  return fmt::format(
      "<div class=\"group\" data-group>\n<h3>{0} <span "
      "class=\"quiet\">{1}</span></h3>\n<table class=\"requirements\">\n"
      "<caption class=\"spoken\">Requirements: {0}</caption>\n"
      "<thead><tr><th scope=\"col\">Requirement</th><th "
      "scope=\"col\">Verdict</th><th scope=\"col\">From</th><th "
      "scope=\"col\">Title, reason, tests</th></tr></thead>\n"
      "<tbody>\n{2}</tbody>\n</table>\n</div>\n",
      title, note, rows);
}

}  // namespace

HtmlSection HtmlRequirements(const Assessment& assessment) {
  std::string body = Filter(assessment);
  const auto rows_of = [&](int fr) {
    std::string rows;
    for (const AssessedRequirement& row : assessment.requirements) {
      if (row.fr == fr) rows += Row(row, assessment);
    }
    return rows;
  };
  for (const AssessedLevel& level : assessment.levels) {
    body += Group(fmt::format("FR {} {}", level.fr, HtmlText(level.title)),
                  fmt::format("SL {} of target {}", level.reached,
                              HtmlTarget(assessment, level.target)),
                  rows_of(level.fr));
  }
  body += Group("Not in the catalogue", "no level", rows_of(0));
  std::string constraints;
  for (const AssessedConstraint& row : assessment.constraints) {
    constraints += fmt::format(
        "<tr data-verdict=\"{}\" data-fr=\"0\" data-sl=\"every\"><th "
        "scope=\"row\">{}</th><td data-label=\"Verdict\">{}</td><td "
        "data-label=\"From\">every level</td><td "
        "class=\"what\"><p>{}</p></td></tr>\n",
        Name(row.verdict), HtmlText(row.id), HtmlBadge(row.verdict),
        HtmlText(row.title));
  }
  body += Group("Common component security constraints",
                "evidence by people, no level", constraints);
  return {"requirements", "Requirements", assessment.requirements.size(), body};
}

}  // namespace iec
