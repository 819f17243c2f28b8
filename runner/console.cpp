// SPDX-License-Identifier: Apache-2.0
#include "runner/console.h"

#include <fmt/format.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

// At 115200 baud a line of evidence takes some milliseconds: a test without a
// finding needs one line, the others what explains the finding.
constexpr size_t kMaxEvidenceLines = 12;
constexpr size_t kMaxEvidenceText = 300;

std::string_view ColorOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "\x1b[32m";
    case Verdict::kFail:
      return "\x1b[31m";
    case Verdict::kError:
      return "\x1b[35m";
    default:
      return "\x1b[33m";
  }
}

}  // namespace

void Console::Show(const PlanRecord& plan,
                   const std::vector<std::string>& records) {
  planned_ = plan.tests.size();
  Print(fmt::format("# iec-runner {} ({}), run {}", plan.runner_version,
                    plan.runner_commit, plan.run));
  Print(fmt::format("# {}, kernel {}, {}; lane {}", plan.system, plan.kernel,
                    plan.machine, plan.lane));
  Print(fmt::format("# profile {} (sha256 {})", Printable(plan.profile_name),
                    plan.profile_sha256.substr(0, 16)));
  for (const std::string& deviation : plan.deviations) {
    Print("# deviation: " + Printable(deviation));
  }
  for (const LeftOut& left_out : plan.left_out) {
    Print(fmt::format("# left out: {}: {}", left_out.id, left_out.reason));
  }
  if (options_.records) PrintAll(records);
}

void Console::ShowStart(const std::string& id) {
  running_.insert(id);
  DrawStatus();
}

void Console::Show(const TestRecord& test,
                   const std::vector<std::string>& records) {
  ClearStatus();
  running_.erase(test.id);
  ++done_;
  const auto signals = SignalsOf(test.requirement, test.id, test.verdict);
  if (options_.signals && signals.ok()) PrintAll(signals->before);
  Print(fmt::format("{}{:<15}{} {:>6.1f} s  {}",
                    options_.color ? ColorOf(test.verdict) : "",
                    Name(test.verdict), options_.color ? "\x1b[0m" : "",
                    test.seconds, test.id));
  // The reason of a failure is its first failed check, which follows.
  if (!test.reason.empty() && test.verdict != Verdict::kFail) {
    Print("    " + Printable(test.reason, kMaxEvidenceText));
  }
  size_t lines = 0;
  for (const Check& check : test.checks) {
    if (check.holds) continue;
    if (++lines > kMaxEvidenceLines) {
      Print("    ... more in the record");
      break;
    }
    Print(fmt::format("    {}: expected: {}; found: {}", check.where,
                      Printable(check.expected, kMaxEvidenceText),
                      Printable(check.found, kMaxEvidenceText)));
  }
  for (const std::string& failure : test.undo_failures) {
    Print("    NOT UNDONE: " + Printable(failure, kMaxEvidenceText));
  }
  if (options_.records) PrintAll(records);
  if (options_.signals && signals.ok()) PrintAll(signals->after);
  DrawStatus();
}

void Console::Show(const SummaryRecord& summary,
                   const std::vector<std::string>& records) {
  ClearStatus();
  std::vector<std::string> counts;
  for (const auto& [verdict, count] : summary.verdicts) {
    counts.push_back(fmt::format("{} {}", count, verdict));
  }
  if (summary.undo_failures > 0) {
    counts.push_back(fmt::format("{} not undone", summary.undo_failures));
  }
  Print(fmt::format("# {}{} in {:.1f} s",
                    summary.interrupted ? "interrupted: " : "",
                    Join(counts, ", "), summary.seconds));
  if (options_.records) PrintAll(records);
}

void Console::Print(std::string_view line) {
  // A reader that went away must not keep the tests from being undone.
  static_cast<void>(sink_(line));
}

void Console::PrintAll(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) Print(line);
}

void Console::ClearStatus() {
  if (options_.live) {
    static_cast<void>(WriteAll(STDOUT_FILENO, "\r\x1b[K"));
  }
}

void Console::DrawStatus() {
  if (!options_.live || running_.empty()) return;
  const std::string others =
      running_.size() > 1 ? fmt::format(" and {} more", running_.size() - 1)
                          : "";
  static_cast<void>(WriteAll(
      STDOUT_FILENO, fmt::format("\r\x1b[K[{}/{}] {}{}", done_ + 1, planned_,
                                 *running_.begin(), others)));
}

}  // namespace iec
