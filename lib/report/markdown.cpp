// SPDX-License-Identifier: Apache-2.0
#include "lib/report/markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.h"
#include "lib/report/evidence.h"
#include "lib/report/layout.h"

namespace iec {
namespace {

constexpr size_t kCell = 300;  // characters; a wider table is none

// Ends what GitLab and GitHub would make a link of, after they have taken
// escapes and entities out; it has no width.
constexpr std::string_view kBreak = "&#8203;";

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsMarkup(char c) {
  return std::string_view("\\`*_[]{}|~#!@$^").find(c) != std::string_view::npos;
}

// At the beginning they would make a list, a heading or a line of a table.
bool IsMarkupAt(size_t i, std::string_view text) {
  const char c = text[i];
  if (i == 0) return std::string_view("-+=").find(c) != std::string_view::npos;
  return (c == '.' || c == ')') &&
         std::all_of(text.begin(), text.begin() + static_cast<ptrdiff_t>(i),
                     IsDigit);
}

// @person, #issue, !request, ~label, %milestone, $snippet, &epic, ^alert,
// [vulnerability:1], http://, mailto:, :emoji:, www.
bool BeginsReference(size_t i, std::string_view text) {
  if (i + 1 >= text.size()) return false;
  const char c = text[i];
  const char next = text[i + 1];
  if (c == ':') return next == '/' || (IsWord(next) && !IsDigit(next));
  if (c == '.') return i >= 3 && Lower(text.substr(i - 3, 3)) == "www";
  return std::string_view("@#!~%$&^[").find(c) != std::string_view::npos &&
         next != ' ';
}

std::string Row(const std::vector<std::string>& cells) {
  return "| " + Join(cells, " | ") + " |\n";
}

std::string Text(std::string_view text) {
  return MarkdownText(Short(text, kCell));
}

std::string Heading(const Assessment& assessment) {
  const PlanRecord& device = assessment.device();
  return fmt::format(
      "# IEC 62443-4-2: {}\n\n**Target SL {}, reached SL {}.** {}\n",
      Text(device.profile_name), Targets(assessment), assessment.reached,
      Text(assessment.exit_reason));
}

std::string RunTable(const Assessment& assessment) {
  std::string out = "\n## Runs\n\n| Fact | Value |\n|---|---|\n";
  for (const AssessedRun& run : assessment.runs) {
    for (const auto& [name, value] : RunFacts(run)) {
      out += Row({Text(name), Text(value)});
    }
  }
  return out;
}

std::string LevelTable(const Assessment& assessment) {
  std::string out =
      "\n## Security levels\n\n| FR | Title | Target | Reached |\n"
      "|---|---|---|---|\n";
  for (const AssessedLevel& level : assessment.levels) {
    const std::string_view mark = level.reached < level.target ? "**" : "";
    out +=
        Row({fmt::format("FR {}", level.fr), Text(level.title),
             assessment.target_known ? std::to_string(level.target) : "unknown",
             fmt::format("{}{}{}", mark, level.reached, mark)});
  }
  return out;
}

std::string_view Mark(Verdict verdict) {
  switch (verdict) {
    case Verdict::kFail:
    case Verdict::kError:
    case Verdict::kMissing:
      return "**";
    default:
      return "";
  }
}

std::string Word(Verdict verdict) {
  std::string word(Name(verdict));
  std::replace(word.begin(), word.end(), '_', ' ');
  return fmt::format("{}{}{}", Mark(verdict), word, Mark(verdict));
}

std::string RequirementTable(const Assessment& assessment) {
  std::string out =
      "\n## Requirements\n\n"
      "| Requirement | Title | SL-C | Verdict | Tests | Reason |\n"
      "|---|---|---|---|---|---|\n";
  for (const AssessedRequirement& row : assessment.requirements) {
    out +=
        Row({Text(row.id), Text(row.title),
             row.sl_c == 0 ? "" : std::to_string(row.sl_c), Word(row.verdict),
             std::to_string(row.tests.size()), Text(row.reason)});
  }
  return out;
}

std::string ConstraintTable(const Assessment& assessment) {
  std::string out =
      "\n## Common component security constraints\n\n"
      "| Constraint | Title | Verdict |\n|---|---|---|\n";
  for (const AssessedConstraint& row : assessment.constraints) {
    out += Row({Text(row.id), Text(row.title), Word(row.verdict)});
  }
  return out;
}

bool IsFinding(const AssessedTest& test) {
  return !test.record.undo_failures.empty() ||
         (test.verdict != Verdict::kPass &&
          test.verdict != Verdict::kNotApplicable);
}

std::string Findings(const Assessment& assessment) {
  std::string out;
  for (const AssessedTest& test : assessment.tests) {
    if (!IsFinding(test)) continue;
    out += fmt::format("\n### {}: {}\n\n{}\n\n{}", Text(test.plan.requirement),
                       Text(test.plan.title), Text(Origin(assessment, test)),
                       MarkdownBlock(Join(EvidenceLines(test), "\n")));
  }
  return out.empty() ? "" : "\n## Findings\n" + out;
}

std::string WaiverTable(const Assessment& assessment) {
  if (assessment.waivers.empty()) return "";
  std::string out =
      "\n## Waivers\n\n| Waiver of | State | Expires | Approver | "
      "Justification |\n|---|---|---|---|---|\n";
  for (const auto& [waiver, state] : assessment.waivers) {
    out += Row({Text(waiver.target), Text(Name(state)), Text(waiver.expires),
                Text(waiver.approver), Text(waiver.justification)});
  }
  return out;
}

std::string List(std::string_view title,
                 const std::vector<std::string>& items) {
  if (items.empty()) return "";
  std::string out = fmt::format("\n## {}\n\n", title);
  for (const std::string& item : items) out += "- " + Text(item) + "\n";
  return out;
}

std::vector<std::string> Problems(const Assessment& assessment) {
  std::vector<std::string> problems;
  for (const auto& [input, problem] : assessment.problems) {
    problems.push_back(
        fmt::format("{}:{}: {}", input, problem.line, problem.what));
  }
  return problems;
}

}  // namespace

std::string MarkdownText(std::string_view text) {
  const std::string safe = SafeText(Trim(text));
  std::string out;
  for (size_t i = 0; i < safe.size(); ++i) {
    const char c = safe[i];
    const char next = i + 1 < safe.size() ? safe[i + 1] : ' ';
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '_' && i > 0 && IsWord(safe[i - 1]) && IsWord(next)) {
      out += c;  // inside of a word it is none
    } else {
      if (IsMarkup(c) || IsMarkupAt(i, safe)) out += '\\';
      out += c;
    }
    if (BeginsReference(i, safe)) out += kBreak;
  }
  return out;
}

std::string MarkdownBlock(std::string_view lines) {
  size_t longest = 2;
  size_t row = 0;
  for (const char c : lines) {
    row = c == '`' ? row + 1 : 0;
    longest = std::max(longest, row);
  }
  const std::string fence(longest + 1, '`');
  return fmt::format("{}text\n{}\n{}\n", fence, lines, fence);
}

std::string RenderMarkdown(const Assessment& assessment, const RenderOptions&) {
  std::vector<std::string> left_out;
  for (const LeftOut& test : assessment.left_out) {
    left_out.push_back(fmt::format("{}: {}", test.id, test.reason));
  }
  std::string out = Heading(assessment);
  if (!assessment.partial.empty()) {
    out += fmt::format("\nNot a whole run: {}\n", Text(assessment.partial));
  }
  if (!assessment.judged_by.empty()) {
    out += fmt::format("\nTargets and waivers from {}\n",
                       Text(assessment.judged_by));
  }
  return out + LevelTable(assessment) + RequirementTable(assessment) +
         ConstraintTable(assessment) + Findings(assessment) +
         WaiverTable(assessment) + List("Left out", left_out) +
         List("Harness access", assessment.deviations) +
         List("Problems of the inputs", Problems(assessment)) +
         List("Warnings", assessment.warnings) +
         List("Notes", assessment.notes) + RunTable(assessment);
}

}  // namespace iec
