// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "lib/base/text.h"

namespace iec {
namespace {

using Source = FleetResult::Source;

constexpr uint32_t kOtherTypes = 1;  // in types_

// A result in 32 bits: test, source, place of the verdict in kFleetVerdicts.
constexpr int kTestShift = 8;
constexpr int kSourceShift = 4;
constexpr uint32_t kLowBits = 0xf;
static_assert(kMaxFleetSeries < 1u << (32 - kTestShift));
static_assert(kFleetVerdicts.size() <= kLowBits);

uint32_t Packed(uint32_t test, Source source, Verdict verdict) {
  return test << kTestShift | static_cast<uint32_t>(source) << kSourceShift |
         static_cast<uint32_t>(FleetIndex(verdict));
}
uint32_t TestOf(uint32_t result) { return result >> kTestShift; }
uint32_t SourceOf(uint32_t result) { return result >> kSourceShift & kLowBits; }
Verdict VerdictOf(uint32_t result) { return kFleetVerdicts[result & kLowBits]; }

// As where a record or LAVA has a test twice.
int Badness(uint32_t result) {
  switch (VerdictOf(result)) {
    case Verdict::kFail:
      return 4;
    case Verdict::kError:
      return 3;
    case Verdict::kWaived:
      return 2;
    case Verdict::kNotApplicable:
      return 1;
    default:
      return 0;
  }
}

FleetHealth HealthOf(const FleetJob& job) {
  FleetHealth health;
  switch (job.health) {
    case FleetJob::Health::kComplete:
      health.complete = 1;
      break;
    case FleetJob::Health::kIncomplete:
      health.incomplete = 1;
      break;
    case FleetJob::Health::kCanceled:
      health.canceled = 1;
      break;
    case FleetJob::Health::kNotSaid:
      health.other = 1;
      break;
  }
  health.without_results = job.results == nullptr ? 1 : 0;
  health.first = health.last = job.moment();
  return health;
}

// Empty: nothing broke.
std::string FaultOf(const FleetJob& job) {
  if (job.fault) return job.fault->type;
  switch (job.health) {
    case FleetJob::Health::kIncomplete:
      return "Incomplete, no reason given";
    case FleetJob::Health::kCanceled:
      return "Canceled, no reason given";
    default:
      return "";
  }
}

void CountFault(const FleetJob& job, const std::string& type, Fleet& fleet) {
  const std::string kind = FaultOf(job);
  if (kind.empty()) return;
  auto known = fleet.faults.find({kind, type});
  if (known == fleet.faults.end()) {
    const bool full = fleet.faults.size() >= kMaxFleetFaults;
    if (full) ++fleet.merged_faults;
    known = fleet.faults.try_emplace({full ? kFleetOthers : kind, type}).first;
  }
  FleetFault& fault = known->second;
  fault.seen.Add(job.moment(), job.id);
  if (fault.seen.last_job == job.id) {
    fault.message = job.fault ? job.fault->message : "";
  }
}

}  // namespace

uint32_t FleetBuilder::TypeNumber(const std::string& type) {
  const std::string name = Printable(type, kMaxFleetName);
  const auto known = type_numbers_.find(name);
  if (known != type_numbers_.end()) return known->second;
  if (type_numbers_.size() >= kMaxFleetTypes) return kOtherTypes;
  const auto number = static_cast<uint32_t>(types_.size());
  types_.push_back(name);
  type_numbers_.emplace(name, number);
  return number;
}

FleetResults FleetBuilder::Pack(const FleetDocument& document) {
  FleetResults packed;
  for (const FleetResult& result : document.results) {
    auto known = test_numbers_.find(result.test);
    if (known == test_numbers_.end()) {
      if (tests_.size() >= kMaxFleetSeries) {
        ++counts_.dropped;
        continue;
      }
      known = test_numbers_
                  .emplace(result.test, static_cast<uint32_t>(tests_.size()))
                  .first;
      tests_.push_back({result.test, result.requirement});
    }
    packed.push_back(Packed(known->second, result.source, result.verdict));
  }
  return packed;
}

void FleetBuilder::AddResults(const std::string& input, size_t line,
                              const FleetResults& results, FleetJob& job) {
  if (results.empty()) return;
  FleetResults all;
  if (job.results != nullptr) all = *job.results;
  all.insert(all.end(), results.begin(), results.end());
  std::stable_sort(all.begin(), all.end(), [](uint32_t a, uint32_t b) {
    return TestOf(a) < TestOf(b);
  });
  FleetResults kept;
  for (const uint32_t result : all) {
    if (kept.empty() || TestOf(kept.back()) != TestOf(result)) {
      kept.push_back(result);
      continue;
    }
    uint32_t& first = kept.back();
    if (SourceOf(first) == SourceOf(result) && first != result) {
      AddProblem(input, line,
                 fmt::format("job {}: two results of {}: '{}' after '{}'; the "
                             "worse one counts",
                             Printable(job.id, kMaxFleetName),
                             Printable(tests_[TestOf(result)].id),
                             Name(VerdictOf(result)), Name(VerdictOf(first))));
    }
    if (std::make_pair(SourceOf(result), Badness(result)) >
        std::make_pair(SourceOf(first), Badness(first))) {
      first = result;
    }
  }
  jobs_.SetResults(job, std::move(kept));
}

void FleetBuilder::Add(const FleetPlace& place, const FleetDocument& document) {
  for (const Problem& problem : document.problems) {
    AddProblem(place.input, problem.line, problem.what);
  }
  if (!document.is_job) return;
  bool known = false;
  FleetJob& job = jobs_.Find(document.job, place.input, place.directory, known);
  ++counts_.documents;
  if (known) ++counts_.duplicates;
  if (job.type == 0 && !document.job.device_type.empty()) {
    job.type = TypeNumber(document.job.device_type);
  }
  job.foreign = std::max(job.foreign, static_cast<uint32_t>(document.foreign));
  counts_.dropped += document.dropped;
  AddResults(place.input, place.line, Pack(document), job);
}

void FleetBuilder::AddProblem(const std::string& input, size_t line,
                              std::string what) {
  ++counts_.unreadable;
  if (counts_.problems.size() >= kMaxFleetProblems) return;
  counts_.problems.push_back({input, {line, std::move(what)}});
}

Fleet FleetBuilder::Finish() {
  jobs_.JoinNameless(
      [this](const std::string& input, const FleetJob& from, FleetJob& job) {
        ++counts_.duplicates;
        if (from.results != nullptr) AddResults(input, 0, *from.results, job);
      });
  Fleet fleet = counts_;
  std::unordered_map<uint64_t, FleetSeries> series;  // type << 32 | test
  for (const FleetJob& job : jobs_.all()) {
    if (!job.counts) continue;
    const std::string& type = types_[job.type];
    if (job.type == kOtherTypes) ++fleet.merged_jobs;
    fleet.types[type].Add(HealthOf(job));
    CountFault(job, type, fleet);
    fleet.foreign += job.foreign;
    if (job.results == nullptr) continue;
    for (const uint32_t result : *job.results) {
      const uint64_t key = uint64_t{job.type} << 32 | TestOf(result);
      auto known = series.find(key);
      if (known == series.end()) {
        if (series.size() >= kMaxFleetSeries) {
          ++fleet.dropped;
          continue;
        }
        known = series.try_emplace(key).first;
      }
      known->second.Add(VerdictOf(result), job.moment(), job.id);
      ++fleet.results;
    }
  }
  for (auto& [key, one] : series) {
    const Test& test = tests_[key & UINT32_MAX];
    fleet.requirement_of.emplace(test.id, test.requirement);
    fleet.series[{test.id, types_[key >> 32]}] = std::move(one);
  }
  // By place: what was read in one piece may have been found out in another
  // order.
  std::stable_sort(fleet.problems.begin(), fleet.problems.end(),
                   [](const FleetProblem& a, const FleetProblem& b) {
                     return std::tie(a.input, a.problem.line) <
                            std::tie(b.input, b.problem.line);
                   });
  return fleet;
}

}  // namespace iec
