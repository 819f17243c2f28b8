// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"
#include "lib/fleet/render.h"
#include "lib/report/layout.h"

namespace iec {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";
constexpr size_t kIdWidth = 16;
constexpr size_t kTypeWidth = 20;
// Rows of a list; the JSON has them all.
constexpr size_t kMaxRows = 200;

constexpr size_t kDay = 10;      // "2026-11-23"
constexpr size_t kMinutes = 16;  // "2026-11-23T18:00"

std::string Moment(int64_t when, size_t bytes) {
  return when == 0 ? "-" : Rfc3339(when).substr(0, bytes);
}

std::string CountsText(const FleetCounts& counts) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    parts.push_back(fmt::format("{} {}", counts[i], Name(kFleetVerdicts[i])));
  }
  return Join(parts, ", ");
}

class FleetTable {
 public:
  FleetTable(const Fleet& fleet, const RenderOptions& options)
      : fleet_(fleet),
        color_(options.color),
        width_(static_cast<size_t>(std::max(options.width, 80))) {}

  std::string Render() {
    AddHealth();
    AddFaults();
    AddRequirements();
    AddFindings();
    AddProblems();
    Line();
    Line(
        fmt::format("{} inputs, {} jobs ({} came again), {} results, {} "
                    "results of other tests",
                    fleet_.inputs, fleet_.health().jobs(), fleet_.duplicates,
                    fleet_.results, fleet_.foreign));
    Line(fmt::format("Exit status {}: {}", fleet_.ExitStatus(),
                     fleet_.ExitReason()));
    return std::move(out_);
  }

 private:
  void Line(std::string_view text = {}) {
    std::string line = SafeText(text);
    while (line.ends_with(' ')) line.pop_back();
    out_ += Fit(line, width_) + "\n";
  }

  void Title(std::string_view text) {
    out_ += color_ ? fmt::format("\n{}{}{}\n", kBold, text, kPlain)
                   : fmt::format("\n{}\n", text);
  }

  static std::string Columns(std::string_view name, const FleetHealth& one) {
    return fmt::format("  {}{:>7}{:>9}{:>11}{:>9}{:>6}{:>11}  {}  {}",
                       Cell(SafeText(name), kTypeWidth), one.jobs(),
                       one.complete, one.incomplete, one.canceled, one.other,
                       one.without_results, Cell(Moment(one.first, kDay), kDay),
                       Moment(one.last, kDay));
  }

  void AddHealth() {
    Title("Jobs by type of device");
    // All of it in 100 columns.
    Line(fmt::format("  {}{:>7}{:>9}{:>11}{:>9}{:>6}{:>11}  {}  {}",
                     Cell("", kTypeWidth), "jobs", "complete", "incomplete",
                     "canceled", "other", "no results", Cell("first", kDay),
                     "last"));
    for (const auto& [type, one] : fleet_.types) Line(Columns(type, one));
    if (fleet_.types.size() > 1) Line(Columns("all", fleet_.health()));
    if (fleet_.merged_jobs > 0) {
      Line(fmt::format("  {}: {} jobs on other types than the first {}",
                       kFleetOthers, fleet_.merged_jobs, kMaxFleetTypes));
    }
  }

  void AddFaults() {
    if (fleet_.faults.empty()) return;
    Title("Infrastructure: what broke in the lab, and is nobody's verdict");
    for (const auto& [key, fault] : fleet_.faults) {
      Line(fmt::format("  {}{}{:>7}  {}  {}  {}",
                       Cell(SafeText(key.first), kTypeWidth),
                       Cell(SafeText(key.second), kTypeWidth), fault.seen.count,
                       Moment(fault.seen.first, kMinutes),
                       Moment(fault.seen.last, kMinutes), fault.message));
    }
    if (fleet_.merged_faults > 0) {
      Line(fmt::format("  {}: {} faults of other kinds than the first {}",
                       kFleetOthers, fleet_.merged_faults, kMaxFleetFaults));
    }
  }

  void AddRequirements() {
    Title("Requirements: the verdict of the latest job, and all results");
    for (const auto& [token, row] : fleet_.Rows()) {
      const Requirement* requirement = FindRequirement(token);
      Line(fmt::format(
          "  {}{}",
          Cell(requirement == nullptr ? token : requirement->id, kIdWidth),
          requirement == nullptr ? "" : requirement->title));
      for (const auto& [type, cell] : row) {
        Line(fmt::format("      {}{}{}", Cell(SafeText(type), kTypeWidth),
                         Cell(Name(cell.now), kIdWidth),
                         CountsText(cell.counts)));
      }
    }
  }

  void AddFindings() {
    const std::vector<FleetFinding> findings = FindingsOf(fleet_);
    if (findings.empty()) return;
    Title("Findings: first and last seen");
    size_t rows = 0;
    for (const FleetFinding& finding : findings) {
      if (++rows > kMaxRows) break;
      Line(fmt::format("  {} {} on {}", Name(finding.verdict), finding.test,
                       finding.type));
      Line(fmt::format(
          "      {} of {} jobs, first {} (job {}), last {} (job "
          "{}), now {}",
          finding.seen.count, finding.jobs,
          Moment(finding.seen.first, kMinutes), finding.seen.first_job,
          Moment(finding.seen.last, kMinutes), finding.seen.last_job,
          Name(finding.now)));
    }
    if (findings.size() > kMaxRows) {
      Line(fmt::format("  and {} more: --output json:FILE has them",
                       findings.size() - kMaxRows));
    }
  }

  void AddProblems() {
    if (fleet_.problems.empty()) return;
    Title("Problems of the inputs");
    for (const auto& [input, problem] : fleet_.problems) {
      Line(fmt::format("  {}:{}: {}", input, problem.line, problem.what));
    }
    const auto shown = static_cast<int64_t>(fleet_.problems.size());
    if (fleet_.unreadable > shown) {
      Line(fmt::format("  and {} more", fleet_.unreadable - shown));
    }
  }

  const Fleet& fleet_;
  bool color_;
  size_t width_;
  std::string out_;
};

}  // namespace

std::string RenderFleetTable(const Fleet& fleet, const RenderOptions& options) {
  return FleetTable(fleet, options).Render();
}

}  // namespace iec
