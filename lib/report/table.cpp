// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.h"
#include "lib/report/job.h"
#include "lib/report/layout.h"
#include "lib/report/render.h"

namespace iec {
namespace {

constexpr int kNarrowest = 80;
constexpr size_t kIdWidth = 15;       // "EDR 3.14 RE(1)"
constexpr size_t kVerdictWidth = 15;  // "not_applicable"
constexpr size_t kLabelWidth = 11;

// The word carries the verdict; the colour only helps to find it.
std::string_view ColorOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "\x1b[32m";
    case Verdict::kFail:
      return "\x1b[1;31m";
    case Verdict::kError:
    case Verdict::kMissing:
      return "\x1b[1;33m";
    case Verdict::kWaived:
      return "\x1b[35m";
    case Verdict::kManual:
    case Verdict::kNotCovered:
    case Verdict::kNotApplicable:
      return "\x1b[2m";
  }
  return "";
}
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

class Table {
 public:
  Table(const Assessment& assessment, const RenderOptions& options)
      : assessment_(assessment),
        color_(options.color),
        width_(static_cast<size_t>(std::max(options.width, kNarrowest))) {}

  std::string Render() {
    AddHeader();
    AddRequirements();
    AddConstraints();
    AddFindings();
    AddLeftOut();
    AddList("Deviations: how the tests got in", assessment_.deviations);
    AddWaivers();
    AddList("Notes", assessment_.notes);
    AddList("Warnings", assessment_.warnings);
    AddProblems();
    AddTotals();
    return std::move(out_);
  }

 private:
  std::string Colored(std::string_view text, std::string_view color) const {
    if (!color_) return std::string(text);
    return fmt::format("{}{}{}", color, text, kPlain);
  }

  void Line(std::string_view text = {}) {
    // No trailing spaces: they differ from one editor to the next.
    while (text.ends_with(' ')) text.remove_suffix(1);
    out_ += text;
    out_ += '\n';
  }

  void Title(std::string_view text) {
    Line();
    Bold(text);
  }

  void Bold(std::string_view text) {
    for (const std::string& line : Wrap(SafeText(text), width_)) {
      Line(Colored(line, kBold));
    }
  }

  // `label` in its column, the text wrapped beside it.
  void Labelled(size_t indent, std::string_view label, std::string_view text,
                size_t label_width = kLabelWidth) {
    const size_t begin = indent + label_width;
    std::string prefix = std::string(indent, ' ') + Cell(label, label_width);
    for (const std::string& line : Wrap(SafeText(text), width_ - begin)) {
      Line(prefix + line);
      prefix.assign(begin, ' ');
    }
  }

  void AddList(std::string_view title, const std::vector<std::string>& items) {
    if (items.empty()) return;
    Title(title);
    for (const std::string& item : items) Labelled(2, "-", item, 2);
  }

  void AddHeader() {
    const PlanRecord& plan = assessment_.device();
    Bold(fmt::format("IEC 62443-4-2 assessment: {} ({})", plan.profile_name,
                     plan.component_type));
    if (!assessment_.partial.empty()) {
      Labelled(0, "PART ONLY", assessment_.partial);
    }
    if (!plan.system.empty()) {
      Labelled(0, "system",
               fmt::format("{}, kernel {}, {}, lane {}", plan.system,
                           plan.kernel, plan.machine, plan.lane));
    }
    bool recorded = false;
    for (const AssessedRun& run : assessment_.runs) {
      recorded = recorded || run.recorded;
      AddRun(run);
    }
    if (!plan.profile_sha256.empty()) {
      Labelled(
          0, "profile",
          fmt::format("{}, sha256 {}", plan.profile_name, plan.profile_sha256));
    }
    if (!assessment_.judged_by.empty()) {
      Labelled(0, "judged by",
               "targets and waivers from " + assessment_.judged_by);
    }
    Labelled(0, "record",
             assessment_.verified()
                 ? "signed: each line checked by HMAC-SHA-256"
             : recorded ? "checked by CRC-32 against accidents, not signed"
                        : "none arrived: results as a lab kept them");
  }

  void AddRun(const AssessedRun& run) {
    const PlanRecord& plan = run.plan;
    const std::string tests = fmt::format("{} test{}", plan.tests.size(),
                                          plan.tests.size() == 1 ? "" : "s");
    if (run.recorded) {
      Labelled(0, "run",
               fmt::format(
                   "{} of {}{}, {}, iec-runner {} ({}), from {}", plan.run,
                   Rfc3339(plan.started),
                   run.summary ? fmt::format(", {:.1f} s", run.summary->seconds)
                               : ", torn off",
                   tests, plan.runner_version, plan.runner_commit, run.input));
    } else {
      Labelled(0, "run",
               fmt::format("{}, {} without a record, from {}", plan.run, tests,
                           run.input));
    }
    if (!run.job) return;
    const std::string fault = JobFault(*run.job);
    Labelled(0, "job",
             fmt::format("{}{}{}", JobName(*run.job), fault.empty() ? "" : ", ",
                         fault));
  }

  void AddRow(std::string_view id, std::string_view level, Verdict verdict,
              std::string_view title) {
    const size_t used = 2 + kIdWidth + 6 + kVerdictWidth;
    Line(fmt::format(
        "  {}{}{}{}", Cell(SafeText(id), kIdWidth), Cell(level, 6),
        Colored(Cell(Name(verdict), kVerdictWidth), ColorOf(verdict)),
        Fit(SafeText(title), width_ - used)));
  }

  // Whether a row's reason is news to its reader: that of a finding is below,
  // and the two usual ones would only fill the page.
  static bool SaysWhy(const AssessedRequirement& row) {
    if (row.reason.empty()) return false;
    return row.verdict == Verdict::kNotApplicable ||
           row.verdict == Verdict::kPass ||
           (row.verdict == Verdict::kManual && !row.tests.empty()) ||
           (row.verdict == Verdict::kNotCovered && !row.left_out.empty());
  }

  void AddRequirements() {
    int fr = -1;
    for (const AssessedRequirement& row : assessment_.requirements) {
      if (row.fr != fr) Title(GroupTitle(row.fr));
      fr = row.fr;
      AddRow(row.id, row.sl_c == 0 ? "" : fmt::format("SL {}", row.sl_c),
             row.verdict,
             row.demanded || !assessment_.target_known
                 ? row.title
                 : row.title + " [not demanded]");
      if (SaysWhy(row)) Labelled(8 + kIdWidth, "", row.reason, 0);
    }
  }

  std::string Target(int level) const {
    return assessment_.target_known ? fmt::format("SL {}", level) : "unknown";
  }

  std::string GroupTitle(int fr) const {
    for (const AssessedLevel& level : assessment_.levels) {
      if (level.fr != fr) continue;
      return fmt::format("FR {} {}: target {}, reached SL {}", fr, level.title,
                         Target(level.target), level.reached);
    }
    return "Not in the catalogue";
  }

  void AddConstraints() {
    Title("Common component security constraints");
    for (const AssessedConstraint& row : assessment_.constraints) {
      AddRow(row.id, "", row.verdict, row.title);
    }
  }

  void AddFindings() {
    bool first = true;
    for (const AssessedTest& test : assessment_.tests) {
      const bool finding = test.verdict == Verdict::kFail ||
                           test.verdict == Verdict::kError ||
                           test.verdict == Verdict::kMissing ||
                           test.verdict == Verdict::kWaived ||
                           !test.record.undo_failures.empty();
      if (!finding) continue;
      if (first) Title("Findings");
      first = false;
      AddFinding(test);
    }
  }

  // The runner often takes what was expected for the reason.
  static bool IsAFailedExpectation(std::string_view reason,
                                   const TestRecord& record) {
    return reason.empty() ||
           std::any_of(record.checks.begin(), record.checks.end(),
                       [&](const Check& check) {
                         return !check.holds && check.expected == reason;
                       });
  }

  void AddFinding(const AssessedTest& test) {
    Line(fmt::format("  {} {}",
                     Colored(fmt::format("{:<9}", Name(test.verdict)),
                             ColorOf(test.verdict)),
                     SafeText(test.plan.id)));
    constexpr size_t kIndent = 12;
    Labelled(kIndent, "", test.plan.title, 0);
    if (!IsAFailedExpectation(test.reason, test.record)) {
      Labelled(kIndent, "why", test.reason);
    }
    if (!test.waiver.empty()) Labelled(kIndent, "waiver", test.waiver);
    for (const Check& check : test.record.checks) {
      if (check.holds || check.kind == Check::Kind::kNote) continue;
      Labelled(kIndent,
               check.kind == Check::Kind::kControl ? "control" : "expected",
               check.expected);
      Labelled(kIndent, "found", check.found);
      if (!check.where.empty()) Labelled(kIndent, "where", check.where);
    }
    for (const std::string& failure : test.record.undo_failures) {
      Labelled(kIndent, "NOT UNDONE", failure);
    }
    const std::string lines = LinesText(test.lines);
    if (lines.empty()) return;
    Labelled(kIndent, "log",
             fmt::format("{}, {}", assessment_.runs[test.run].input, lines));
  }

  void AddLeftOut() {
    if (assessment_.left_out.empty()) return;
    Title(fmt::format("Left out beforehand ({})", assessment_.left_out.size()));
    for (const LeftOut& test : assessment_.left_out) {
      Labelled(2, "-", fmt::format("{}: {}", test.id, test.reason), 2);
    }
  }

  void AddWaivers() {
    if (assessment_.waivers.empty()) return;
    Title("Waivers");
    for (const auto& [waiver, state] : assessment_.waivers) {
      Labelled(
          2, Name(state),
          fmt::format("{} until {}, approved by {}: {}", waiver.target,
                      waiver.expires, waiver.approver, waiver.justification));
    }
  }

  void AddProblems() {
    if (assessment_.problems.empty()) return;
    Title("Problems of the input");
    for (const auto& [input, problem] : assessment_.problems) {
      Labelled(2, "-",
               problem.line == 0 ? fmt::format("{}: {}", input, problem.what)
                                 : fmt::format("{}:{}: {}", input, problem.line,
                                               problem.what),
               2);
    }
  }

  static std::string Counts(const std::map<Verdict, int>& counts) {
    int all = 0;
    std::vector<std::string> parts;
    for (const auto& [verdict, count] : counts) {
      all += count;
      parts.push_back(fmt::format("{} {}", count, Name(verdict)));
    }
    return parts.empty() ? "none"
                         : fmt::format("{}: {}", all, Join(parts, ", "));
  }

  std::string Levels() const {
    std::vector<std::string> parts;
    for (const AssessedLevel& level : assessment_.levels) {
      parts.push_back(fmt::format("FR {} SL {}", level.fr, level.reached));
    }
    return fmt::format("SL {} (target {}): {}", assessment_.reached,
                       Target(assessment_.target), Join(parts, ", "));
  }

  void AddTotals() {
    constexpr size_t kWidth = 15;
    Line();
    Labelled(0, "Requirements", Counts(assessment_.requirement_counts), kWidth);
    Labelled(0, "Tests", Counts(assessment_.test_counts), kWidth);
    Labelled(0, "Level reached", Levels(), kWidth);
    if (!assessment_.partial.empty()) {
      Labelled(0, "PART ONLY", assessment_.partial, kWidth);
    }
    Labelled(
        0, "Exit status",
        fmt::format("{}: {}", assessment_.exit_status, assessment_.exit_reason),
        kWidth);
  }

  const Assessment& assessment_;
  bool color_;
  size_t width_;
  std::string out_;
};

}  // namespace

std::string RenderTable(const Assessment& assessment,
                        const RenderOptions& options) {
  return Table(assessment, options).Render();
}

}  // namespace iec
