// SPDX-License-Identifier: Apache-2.0
// What several parts of the page need.
#include "lib/report/html_sections.h"

#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/report/html_icons.h"
#include "lib/report/html_text.h"
#include "lib/report/job.h"

namespace iec {

std::string HtmlTestAnchor(const AssessedTest& test) {
  return "t-" + HtmlAnchor(test.plan.id);
}

std::string HtmlRequirementAnchor(std::string_view token) {
  return "r-" + HtmlAnchor(token);
}

std::string HtmlRequirementLink(const AssessedRequirement& row) {
  return fmt::format(
      "<a class=\"ref {}\" href=\"#{}\">{}{} <span "
      "class=\"word\">{}</span></a>",
      HtmlVerdictClass(row.verdict), HtmlRequirementAnchor(row.token),
      HtmlIcon(row.verdict), HtmlText(row.id), HtmlWord(row.verdict));
}

std::string HtmlPlace(const AssessedTest& test, const Assessment& assessment) {
  const std::string input = HtmlText(assessment.runs[test.run].input);
  const std::string lines = LinesText(test.lines);
  return lines.empty() ? input : lines + " of " + input;
}

std::string HtmlTarget(const Assessment& assessment, int level) {
  return assessment.target_known ? fmt::format("SL {}", level) : "unknown";
}

std::string HtmlMoment(int64_t milliseconds_since_epoch) {
  const std::string moment = Rfc3339(milliseconds_since_epoch);
  std::string words = moment.substr(0, moment.find('.'));
  if (const size_t at = words.find('T'); at != std::string::npos) {
    words[at] = ' ';
  }
  return fmt::format("<time datetime=\"{}\">{} UTC</time>", moment, words);
}

std::string HtmlDuration(double seconds) {
  if (!(seconds >= 0 && seconds < 1e9)) return "no time";
  if (seconds < 9.95) return fmt::format("{:.2f} s", seconds);
  if (seconds < 119.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<int64_t>(seconds + 0.5);
  return fmt::format("{} min {} s", whole / 60, whole % 60);
}

std::string HtmlCounted(size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

const AssessedRequirement* RequirementOf(const AssessedTest& test,
                                         const Assessment& assessment) {
  for (const AssessedRequirement& row : assessment.requirements) {
    if (row.token == test.plan.requirement) return &row;
  }
  return nullptr;
}

bool IsTrouble(Verdict verdict) {
  return verdict == Verdict::kFail || verdict == Verdict::kError ||
         verdict == Verdict::kMissing || verdict == Verdict::kWaived;
}

bool IsFinding(const AssessedTest& test) {
  return IsTrouble(test.verdict) || !test.record.undo_failures.empty();
}

HtmlTable::HtmlTable(std::string_view kind, std::string_view caption,
                     const std::vector<std::string>& heads)
    : heads_(heads) {
  head_ = fmt::format(
      "<table class=\"{}\">\n<caption class=\"spoken\">{}</caption>\n"
      "<thead><tr>",
      kind, HtmlText(caption));
  for (const std::string& head : heads) {
    head_ += fmt::format("<th scope=\"col\">{}</th>", HtmlText(head));
  }
  head_ += "</tr></thead>\n<tbody>\n";
}

void HtmlTable::AddRow(const std::vector<std::string>& cells) {
  rows_ += "<tr>";
  for (size_t i = 0; i < cells.size(); ++i) {
    rows_ += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", cells[i])
                    : fmt::format("<td data-label=\"{}\">{}</td>",
                                  HtmlAttribute(heads_[i]), cells[i]);
  }
  rows_ += "</tr>\n";
}

std::string HtmlTable::Render() const {
  return head_ + rows_ + "</tbody>\n</table>\n";
}

}  // namespace iec
