// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/text.h"
#include "lib/report/diff.h"
#include "lib/report/diff_text.h"
#include "lib/report/layout.h"
#include "lib/report/safe_json.h"

namespace iec {
namespace {

using nlohmann::json;

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kPlain = "\x1b[0m";
constexpr size_t kNarrowest = 80;

class DiffTable {
 public:
  DiffTable(const Diff& diff, const RenderOptions& options)
      : diff_(diff),
        color_(options.color),
        width_(std::max(static_cast<size_t>(std::max(options.width, 0)),
                        kNarrowest)) {}

  std::string Render() {
    for (const AssessedRun& run : diff_.before) Entry("old", DiffRun(run));
    for (const AssessedRun& run : diff_.after) Entry("new", DiffRun(run));
    for (const std::string& warning : diff_.warnings) {
      Entry("WARNING", warning);
    }
    AddLevels();
    AddChanges("tests", diff_.tests);
    AddChanges("requirements", diff_.requirements);
    for (const auto& [input, problem] : diff_.problems) {
      Entry("PROBLEM",
            fmt::format("{}:{}: {}", input, problem.line, problem.what));
    }
    if (diff_.tests.empty() && diff_.requirements.empty()) {
      out_ += "\nNothing changed.\n";
    }
    out_ += '\n';
    if (diff_.still_failing > 0) {
      Entry("Failing as before", fmt::format("{}", diff_.still_failing));
    }
    Entry("Exit status", DiffStatus(diff_));
    return std::move(out_);
  }

 private:
  void Entry(std::string_view label, std::string_view text) {
    constexpr size_t kLabel = 19;
    std::string prefix = Cell(label, kLabel);
    for (const std::string& line : Wrap(SafeText(text), width_ - kLabel)) {
      out_ += prefix + line + "\n";
      prefix.assign(kLabel, ' ');
    }
  }

  void Heading(std::string_view text, std::string_view color) {
    out_ += color_ ? fmt::format("\n{}{}{}\n", color, text, kPlain)
                   : fmt::format("\n{}\n", text);
  }

  void AddLevels() {
    if (diff_.levels.empty()) return;
    Heading("Levels", kBold);
    for (const LevelChange& level : diff_.levels) {
      out_ += fmt::format("  FR {}: SL {} -> SL {} {}\n", level.fr,
                          level.before, level.after,
                          level.after < level.before ? "(lower)" : "(higher)");
    }
  }

  void AddChanges(std::string_view of, const std::vector<Change>& changes) {
    const Change* last = nullptr;
    for (const Change& change : changes) {
      if (last == nullptr || last->kind != change.kind) {
        Heading(fmt::format("{} ({})", Title(change.kind), of),
                change.kind == ChangeKind::kNewFailure ? kRed
                : change.kind == ChangeKind::kMended   ? kGreen
                                                       : kBold);
      }
      last = &change;
      out_ += fmt::format("  {}  {} -> {}\n", SafeText(change.id),
                          DiffWord(change.before), DiffWord(change.after));
      for (const std::string& text : {change.title, DiffReason(change)}) {
        if (text.empty()) continue;
        for (const std::string& line : Wrap(SafeText(text), width_ - 6)) {
          out_ += "      " + line + "\n";
        }
      }
    }
  }

  const Diff& diff_;
  bool color_;
  size_t width_;
  std::string out_;
};

json Runs(const std::vector<AssessedRun>& runs) {
  json array = json::array();
  for (const AssessedRun& run : runs) {
    array.push_back({{"input", run.input},
                     {"profile_sha256", run.plan.profile_sha256},
                     {"run", run.plan.run},
                     {"started", Rfc3339(run.plan.started)}});
  }
  return array;
}

json ChangesOf(const std::vector<Change>& changes) {
  const auto word = [](std::optional<Verdict> verdict) {
    return verdict ? json(Name(*verdict)) : json(nullptr);
  };
  json array = json::array();
  for (const Change& change : changes) {
    array.push_back({{"after", word(change.after)},
                     {"before", word(change.before)},
                     {"id", change.id},
                     {"kind", Name(change.kind)},
                     {"reason_after", change.reason_after},
                     {"reason_before", change.reason_before},
                     {"title", change.title}});
  }
  return array;
}

}  // namespace

std::string RenderDiffTable(const Diff& diff, const RenderOptions& options) {
  return DiffTable(diff, options).Render();
}

std::string RenderDiffJson(const Diff& diff) {
  json levels = json::array();
  for (const LevelChange& level : diff.levels) {
    levels.push_back({{"after", level.after},
                      {"before", level.before},
                      {"fr", level.fr},
                      {"title", level.title}});
  }
  json problems = json::array();
  for (const auto& [input, problem] : diff.problems) {
    problems.push_back(
        {{"input", input}, {"line", problem.line}, {"what", problem.what}});
  }
  return SafeJson({{"after", Runs(diff.after)},
                   {"baseline", diff.baseline},
                   {"before", Runs(diff.before)},
                   {"exit_reason", diff.exit_reason},
                   {"exit_status", diff.exit_status},
                   {"levels", levels},
                   {"problems", problems},
                   {"requirements", ChangesOf(diff.requirements)},
                   {"schema", "iec-diff/1"},
                   {"still_failing", diff.still_failing},
                   {"tests", ChangesOf(diff.tests)},
                   {"warnings", diff.warnings}});
}

}  // namespace iec
