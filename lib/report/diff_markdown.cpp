// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lib/report/diff.h"
#include "lib/report/diff_text.h"
#include "lib/report/markdown.h"

namespace iec {
namespace {

void AddMarkdown(std::string_view of, const std::vector<Change>& changes,
                 std::string& out) {
  const Change* last = nullptr;
  for (const Change& change : changes) {
    if (last == nullptr || last->kind != change.kind) {
      out += fmt::format(
          "\n## {} ({})\n\n| | before | after | why |\n|---|---|---|---|\n",
          Title(change.kind), of);
    }
    last = &change;
    out += fmt::format("| {} | {} | {} | {} |\n", MarkdownText(change.id),
                       MarkdownText(DiffWord(change.before)),
                       MarkdownText(DiffWord(change.after)),
                       MarkdownText(DiffReason(change)));
  }
}

}  // namespace

std::string RenderDiffMarkdown(const Diff& diff) {
  std::string out = "# IEC 62443-4-2: what changed\n\n";
  for (const AssessedRun& run : diff.before) {
    out += "- old: " + MarkdownText(DiffRun(run)) + "\n";
  }
  for (const AssessedRun& run : diff.after) {
    out += "- new: " + MarkdownText(DiffRun(run)) + "\n";
  }
  out += fmt::format("- **status {}**\n", MarkdownText(DiffStatus(diff)));
  for (const std::string& warning : diff.warnings) {
    out += "- warning: " + MarkdownText(warning) + "\n";
  }
  for (const auto& [input, problem] : diff.problems) {
    out += fmt::format("- problem: {}:{}: {}\n", MarkdownText(input),
                       problem.line, MarkdownText(problem.what));
  }
  if (!diff.levels.empty()) {
    out += "\n## Levels\n\n| FR | before | after |\n|---|---|---|\n";
    for (const LevelChange& level : diff.levels) {
      out += fmt::format("| FR {} | SL {} | SL {} |\n", level.fr, level.before,
                         level.after);
    }
  }
  AddMarkdown("tests", diff.tests, out);
  AddMarkdown("requirements", diff.requirements, out);
  return out;
}

}  // namespace iec
