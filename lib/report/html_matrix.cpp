// SPDX-License-Identifier: Apache-2.0
// The levels, and which requirement stands in their way.
#include <fmt/format.h>

#include <algorithm>

#include "lib/report/html_icons.h"
#include "lib/report/html_sections.h"
#include "lib/report/html_text.h"

namespace iec {
namespace {

constexpr int kHighestLevel = 4;

// Four boxes: full up to what is reached, framed up to the target.
std::string Meter(const AssessedLevel& level) {
  std::string out =
      "<svg class=\"meter\" viewBox=\"0 0 76 12\" aria-hidden=\"true\">";
  for (int sl = 1; sl <= kHighestLevel; ++sl) {
    out += fmt::format(
        "<rect class=\"{}\" x=\"{}\" y=\"1\" width=\"16\" height=\"10\" "
        "rx=\"2\"/>",
        sl <= level.reached  ? "full"
        : sl <= level.target ? "due"
                             : "free",
        1 + 19 * (sl - 1));
  }
  return out + "</svg>";
}

std::string State(const AssessedLevel& level, const Assessment& assessment) {
  const bool known = assessment.target_known;
  const bool met = level.reached >= level.target;
  const Verdict like = !known ? Verdict::kNotCovered
                       : met  ? Verdict::kPass
                              : Verdict::kFail;
  return fmt::format("<span class=\"badge {}\">{}{}</span>",
                     HtmlVerdictClass(like), HtmlIcon(like),
                     !known ? "target unknown"
                     : met  ? "met"
                            : "below target");
}

bool Blocks(const AssessedRequirement& row, const AssessedLevel& level) {
  return row.fr == level.fr && row.demanded && row.verdict != Verdict::kPass &&
         row.verdict != Verdict::kNotApplicable;
}

std::string Blocking(const AssessedLevel& level, const Assessment& assessment) {
  if (!assessment.target_known) return "not told";
  if (level.reached >= level.target) return "nothing";
  std::string out;
  for (const AssessedRequirement& row : assessment.requirements) {
    if (!Blocks(row, level)) continue;
    out += "<li>" + HtmlRequirementLink(row) + "</li>";
  }
  return out.empty() ? "not told" : "<ul class=\"refs\">" + out + "</ul>";
}

std::string MatrixCell(const AssessedLevel& level, int sl,
                       const Assessment& assessment) {
  std::string items;
  for (const AssessedRequirement& row : assessment.requirements) {
    if (row.fr != level.fr || row.sl_c != sl) continue;
    items += "<li>" + HtmlRequirementLink(row) + "</li>\n";
  }
  const bool beyond = assessment.target_known && sl > level.target;
  if (items.empty()) {
    return fmt::format("<td class=\"none\" data-label=\"SL {}\">{}</td>\n", sl,
                       beyond ? "above the target" : "no requirement");
  }
  return fmt::format("<td data-label=\"SL {}{}\">{}<ul>\n{}</ul></td>\n", sl,
                     beyond ? ", above the target" : "",
                     beyond ? "<p class=\"quiet\">above the target</p>" : "",
                     items);
}

}  // namespace

HtmlSection HtmlLevels(const Assessment& assessment) {
  HtmlTable table("levels", "Security level of each foundational requirement",
                  {"Foundational requirement", "Reached", "Target", "State",
                   "What keeps it from its target"});
  for (const AssessedLevel& level : assessment.levels) {
    table.AddRow({fmt::format("<span class=\"fr\">FR {}</span> {}", level.fr,
                              HtmlText(level.title)),
                  fmt::format("{} SL {}", Meter(level), level.reached),
                  HtmlTarget(assessment, level.target),
                  State(level, assessment), Blocking(level, assessment)});
  }
  return {"levels", "Security levels", std::nullopt,
          "<p class=\"lead\">A level is reached where each requirement that it "
          "demands of this type of component is passed or not applicable. A "
          "waived failure raises none.</p>\n" +
              table.Render()};
}

HtmlSection HtmlMatrix(const Assessment& assessment) {
  int highest = std::max(assessment.target, 1);
  for (const AssessedRequirement& row : assessment.requirements) {
    highest = std::max(highest, row.sl_c);
  }
  std::string out =
      "<p class=\"lead\">Each requirement stands under the lowest security "
      "level that demands it. Above the target only those stand here whose "
      "tests ran.</p>\n<table class=\"matrix\">\n<caption class=\"spoken\">"
      "Requirements by foundational requirement and security level</caption>\n"
      "<thead><tr><th scope=\"col\">Foundational requirement</th>";
  for (int sl = 1; sl <= highest; ++sl) {
    out += fmt::format("<th scope=\"col\">SL {}</th>", sl);
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const AssessedLevel& level : assessment.levels) {
    out += fmt::format(
        "<tr><th scope=\"row\"><span class=\"fr\">FR {}</span> {}<span "
        "class=\"quiet\">SL {} of {}</span></th>\n",
        level.fr, HtmlText(level.title), level.reached,
        assessment.target_known ? std::to_string(level.target) : "unknown");
    for (int sl = 1; sl <= highest; ++sl) {
      out += MatrixCell(level, sl, assessment);
    }
    out += "</tr>\n";
  }
  return {"matrix", "Matrix", std::nullopt, out + "</tbody>\n</table>\n"};
}

}  // namespace iec
