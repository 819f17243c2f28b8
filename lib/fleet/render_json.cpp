// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <tuple>

#include "lib/base/text.h"
#include "lib/fleet/render.h"
#include "lib/report/safe_json.h"

namespace iec {
namespace {

using nlohmann::json;

json Moment(int64_t when) {
  return when == 0 ? json(nullptr) : json(Rfc3339(when));
}

json Counts(const FleetCounts& counts) {
  json object = json::object();
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) object[std::string(Name(kFleetVerdicts[i]))] = counts[i];
  }
  return object;
}

json Seen(const FleetSeen& seen) {
  return {{"count", seen.count},
          {"first", Moment(seen.first)},
          {"first_job", seen.first_job},
          {"last", Moment(seen.last)},
          {"last_job", seen.last_job}};
}

json Health(const FleetHealth& health) {
  return {{"canceled", health.canceled},
          {"complete", health.complete},
          {"first", Moment(health.first)},
          {"incomplete", health.incomplete},
          {"jobs", health.jobs()},
          {"last", Moment(health.last)},
          {"other", health.other},
          {"without_results", health.without_results}};
}

json Requirements(const Fleet& fleet) {
  json rows = json::array();
  for (const auto& [token, row] : fleet.Rows()) {
    json types = json::object();
    for (const auto& [type, cell] : row) {
      types[type] = {{"counts", Counts(cell.counts)}, {"now", Name(cell.now)}};
    }
    rows.push_back({{"device_types", types}, {"token", token}});
  }
  return rows;
}

}  // namespace

std::vector<FleetFinding> FindingsOf(const Fleet& fleet) {
  std::vector<FleetFinding> findings;
  for (const auto& [key, series] : fleet.series) {
    FleetFinding finding;
    std::tie(finding.test, finding.type) = key;
    finding.now = series.latest_verdict;
    finding.jobs =
        std::accumulate(series.counts.begin(), series.counts.end(), int64_t{0});
    for (const bool failed : {true, false}) {
      finding.verdict = failed ? Verdict::kFail : Verdict::kError;
      finding.seen = failed ? series.failed : series.broken;
      if (finding.seen.count > 0) findings.push_back(finding);
    }
  }
  const auto is_over = [](const FleetFinding& finding) {
    const bool failing = finding.verdict == Verdict::kFail;
    const bool open =
        finding.now == Verdict::kError || finding.now == Verdict::kMissing;
    return failing ? finding.now != Verdict::kFail : !open;
  };
  std::stable_sort(
      findings.begin(), findings.end(),
      [&](const FleetFinding& a, const FleetFinding& b) {
        return std::make_tuple(is_over(a), a.verdict, -a.seen.count) <
               std::make_tuple(is_over(b), b.verdict, -b.seen.count);
      });
  return findings;
}

std::string RenderFleetJson(const Fleet& fleet) {
  json types = json::object();
  for (const auto& [type, health] : fleet.types) types[type] = Health(health);
  json faults = json::array();
  for (const auto& [key, fault] : fleet.faults) {
    json object = Seen(fault.seen);
    object["device_type"] = key.second;
    object["kind"] = key.first;
    object["message"] = fault.message;
    faults.push_back(object);
  }
  json findings = json::array();
  for (const FleetFinding& finding : FindingsOf(fleet)) {
    json object = Seen(finding.seen);
    object["device_type"] = finding.type;
    object["jobs"] = finding.jobs;
    object["now"] = Name(finding.now);
    object["requirement"] = fleet.requirement_of.at(finding.test);
    object["test"] = finding.test;
    object["verdict"] = Name(finding.verdict);
    findings.push_back(object);
  }
  json problems = json::array();
  for (const auto& [input, problem] : fleet.problems) {
    problems.push_back({{"input", input},
                        {"line", problem.line},
                        {"what", Printable(problem.what)}});
  }
  return SafeJson({{"device_types", types},
                   {"documents", fleet.documents},
                   {"dropped", fleet.dropped},
                   {"duplicates", fleet.duplicates},
                   {"exit_reason", fleet.ExitReason()},
                   {"exit_status", fleet.ExitStatus()},
                   {"findings", findings},
                   {"foreign_results", fleet.foreign},
                   {"health", Health(fleet.health())},
                   {"infrastructure", faults},
                   {"inputs", fleet.inputs},
                   {"merged_faults", fleet.merged_faults},
                   {"merged_jobs", fleet.merged_jobs},
                   {"problems", problems},
                   {"requirements", Requirements(fleet)},
                   {"results", fleet.results},
                   {"schema", "iec-fleet/1"},
                   {"unreadable", fleet.unreadable}});
}

}  // namespace iec
