// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/builder.h"

#include <fmt/format.h>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr size_t kMaxName = 120;
constexpr size_t kMaxMessage = 200;
constexpr char kOthers[] = "(others)";

int64_t MomentOf(const JobRecord& job) {
  if (job.started != 0) return job.started;
  return job.finished != 0 ? job.finished : job.submitted;
}

// Of what tells two jobs apart, also those of two LAVA servers.
uint64_t HashOf(const JobRecord& job) {
  return std::hash<std::string>{}(fmt::format("{}\n{}\n{}\n{}\n{}", job.id,
                                              job.submitted, job.started,
                                              job.device, job.name));
}

}  // namespace

FleetJobs::News FleetJobs::Take(const JobRecord& job, bool has_results) {
  const uint64_t hash = HashOf(job);
  const std::lock_guard lock(mutex_);
  const auto [known, fresh] = seen_.try_emplace(hash, has_results);
  News news{fresh, has_results};
  if (!fresh) {
    news.results = has_results && !known->second;
    known->second = known->second || has_results;
  }
  return news;
}

uint32_t FleetBuilder::TestNumber(std::string_view test, std::string_view set) {
  const auto known = test_numbers_.find(test);
  if (known != test_numbers_.end()) return known->second;
  uint32_t number = kForeign;
  const auto requirement = FleetRequirement(test, set);
  if (test_numbers_.size() >= kMaxFleetSeries) return kForeign;
  if (requirement && test.size() <= kMaxName) {
    number = static_cast<uint32_t>(tests_.size());
    tests_.push_back({std::string(test), *requirement});
    place_.push_back(0);
  }
  test_numbers_.emplace(test, number);
  return number;
}

uint32_t FleetBuilder::TypeNumber(const std::string& type) {
  const auto known = type_numbers_.find(type);
  if (known != type_numbers_.end()) return known->second;
  if (types_.size() >= kMaxFleetTypes && type != kOthers) {
    return TypeNumber(kOthers);
  }
  const auto number = static_cast<uint32_t>(types_.size());
  types_.push_back(type);
  health_.emplace_back();
  type_numbers_.emplace(type, number);
  return number;
}

void FleetBuilder::AddResult(std::string_view test, std::string_view set,
                             Verdict verdict) {
  const uint32_t number = TestNumber(test, set);
  if (number == kForeign) {
    ++foreign_in_job_;
    return;
  }
  uint64_t& place = place_[number];
  if (place >> 32 == job_number_) {
    results_[place & UINT32_MAX].verdict = verdict;
    return;
  }
  place = job_number_ << 32 | results_.size();
  results_.push_back({number, verdict});
}

bool FleetBuilder::HasResult(std::string_view test) const {
  const auto known = test_numbers_.find(test);
  return known != test_numbers_.end() && known->second != kForeign &&
         place_[known->second] >> 32 == job_number_;
}

void FleetBuilder::DropJob() {
  results_.clear();
  foreign_in_job_ = 0;
  ++job_number_;
}

void FleetBuilder::CountJob(const JobRecord& job, uint32_t type,
                            bool has_tests) {
  FleetHealth health;
  if (job.health == "Complete") {
    health.complete = 1;
  } else if (job.health == "Incomplete") {
    health.incomplete = 1;
  } else if (job.health == "Canceled") {
    health.canceled = 1;
  } else {
    health.other = 1;
  }
  health.without_results = has_tests ? 0 : 1;
  health.first = health.last = MomentOf(job);
  health_[type].Add(health);
  if (job.error_type.empty() && health.complete + health.other == 1) return;
  std::string kind = job.error_type.empty()
                         ? job.health + ", no reason given"
                         : Printable(job.error_type, kMaxName);
  if (faults_.size() >= kMaxFleetFaults) kind = kOthers;
  FleetFault& fault = faults_[{kind, types_[type]}];
  fault.seen.Add(MomentOf(job), job.id);
  if (fault.seen.last_job == job.id) {
    fault.message = Printable(job.error_message, kMaxMessage);
  }
}

void FleetBuilder::CountResults(const JobRecord& job, uint32_t type) {
  const int64_t when = MomentOf(job);
  for (const Result& result : results_) {
    const uint64_t key = uint64_t{type} << 32 | result.test;
    auto series = series_.find(key);
    if (series == series_.end()) {
      if (series_.size() >= kMaxFleetSeries) {
        ++counts_.dropped;
        continue;
      }
      series = series_.emplace(key, FleetSeries{}).first;
    }
    series->second.Add(result.verdict, when, job.id);
    ++counts_.results;
  }
  counts_.foreign += foreign_in_job_;
}

void FleetBuilder::EndJob(const JobRecord& job, bool has_results) {
  const FleetJobs::News news = jobs_.Take(job, has_results);
  const uint32_t type = TypeNumber(job.device_type.empty()
                                       ? "(no type)"
                                       : Printable(job.device_type, kMaxName));
  ++counts_.documents;
  if (news.job) {
    CountJob(job, type, !results_.empty());
  } else {
    ++counts_.duplicates;
    if (news.results && !results_.empty()) {
      --health_[type].without_results;
    }
  }
  if (news.results) CountResults(job, type);
  DropJob();
}

void FleetBuilder::AddProblem(const std::string& input, size_t line,
                              std::string what) {
  ++counts_.unreadable;
  if (counts_.problems.size() >= kMaxFleetProblems) return;
  counts_.problems.push_back({input, {line, std::move(what)}});
}

void FleetBuilder::AddTo(Fleet& fleet) const {
  for (size_t i = 0; i < types_.size(); ++i) {
    fleet.types[types_[i]].Add(health_[i]);
  }
  for (const auto& [key, fault] : faults_) {
    FleetFault& sum = fleet.faults[key];
    sum.seen.Add(fault.seen);
    if (sum.seen.last_job == fault.seen.last_job) sum.message = fault.message;
  }
  for (const auto& [key, series] : series_) {
    const FleetTest& test = tests_[key & UINT32_MAX];
    fleet.requirement_of.emplace(test.id, test.requirement);
    fleet.series[{test.id, types_[key >> 32]}].Add(series);
  }
  fleet.inputs += counts_.inputs;
  fleet.documents += counts_.documents;
  fleet.duplicates += counts_.duplicates;
  fleet.results += counts_.results;
  fleet.foreign += counts_.foreign;
  fleet.unreadable += counts_.unreadable;
  fleet.dropped += counts_.dropped;
  for (const FleetProblem& problem : counts_.problems) {
    if (fleet.problems.size() >= kMaxFleetProblems) break;
    fleet.problems.push_back(problem);
  }
}

}  // namespace iec
