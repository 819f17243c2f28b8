// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/fleet.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "lib/base/exit_status.h"
#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"

namespace iec {
namespace {

// Ids are numbers nearly always: 99 comes before 100.
bool Before(int64_t when, std::string_view job, int64_t other_when,
            std::string_view other_job) {
  return std::make_tuple(when, job.size(), job) <
         std::make_tuple(other_when, other_job.size(), other_job);
}

// The worse one stands for the requirement, as in an assessment.
int Rank(Verdict verdict) {
  switch (verdict) {
    case Verdict::kFail:
      return 5;
    case Verdict::kError:
      return 4;
    case Verdict::kMissing:
      return 3;
    case Verdict::kWaived:
      return 2;
    case Verdict::kPass:
      return 1;
    default:
      return 0;
  }
}

struct Latest {
  int64_t failing = 0;
  int64_t open = 0;
};

Latest CountLatest(const Fleet& fleet) {
  Latest latest;
  for (const auto& [key, series] : fleet.series) {
    if (series.latest_verdict == Verdict::kFail) ++latest.failing;
    if (series.latest_verdict == Verdict::kError ||
        series.latest_verdict == Verdict::kMissing) {
      ++latest.open;
    }
  }
  return latest;
}

}  // namespace

size_t FleetIndex(Verdict verdict) {
  const auto found =
      std::find(kFleetVerdicts.begin(), kFleetVerdicts.end(), verdict);
  return found == kFleetVerdicts.end()
             ? FleetIndex(Verdict::kError)
             : static_cast<size_t>(found - kFleetVerdicts.begin());
}

void FleetSeen::Add(int64_t when, std::string_view job) {
  // A job of which no moment is known is the first one only among its like.
  const bool earlier = (when == 0) == (first == 0)
                           ? Before(when, job, first, first_job)
                           : first == 0;
  if (count == 0 || earlier) {
    first = when;
    first_job = job;
  }
  if (count == 0 || !Before(when, job, last, last_job)) {
    last = when;
    last_job = job;
  }
  ++count;
}

void FleetSeries::Add(Verdict verdict, int64_t when, std::string_view job) {
  const size_t index = FleetIndex(verdict);
  const bool is_first = std::all_of(counts.begin(), counts.end(),
                                    [](int64_t n) { return n == 0; });
  ++counts[index];
  if (verdict == Verdict::kFail) failed.Add(when, job);
  if (index >= FleetIndex(Verdict::kError)) broken.Add(when, job);
  if (!is_first && Before(when, job, latest, latest_job)) return;
  latest = when;
  latest_job = job;
  latest_verdict = kFleetVerdicts[index];
}

void FleetHealth::Add(const FleetHealth& more) {
  const auto earlier = [](int64_t a, int64_t b) {
    return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
  };
  complete += more.complete;
  incomplete += more.incomplete;
  canceled += more.canceled;
  other += more.other;
  without_results += more.without_results;
  first = earlier(first, more.first);
  last = std::max(last, more.last);
}

FleetHealth Fleet::health() const {
  FleetHealth sum;
  for (const auto& [type, one] : types) sum.Add(one);
  return sum;
}

std::vector<std::pair<std::string, std::map<std::string, FleetCell>>>
Fleet::Rows() const {
  std::map<std::string, std::map<std::string, FleetCell>> by_token;
  for (const auto& [key, one] : series) {
    const auto& [test, type] = key;
    auto& row = by_token[requirement_of.at(test)];
    const auto [cell, fresh] = row.try_emplace(type);
    for (size_t i = 0; i < one.counts.size(); ++i) {
      cell->second.counts[i] += one.counts[i];
    }
    if (fresh || Rank(one.latest_verdict) > Rank(cell->second.now)) {
      cell->second.now = one.latest_verdict;
    }
  }
  std::vector<std::pair<std::string, std::map<std::string, FleetCell>>> rows;
  for (const Requirement& requirement : Requirements()) {
    const auto found = by_token.find(Token(requirement));
    if (found == by_token.end()) continue;
    rows.emplace_back(found->first, std::move(found->second));
    by_token.erase(found);
  }
  for (auto& [token, row] : by_token) rows.emplace_back(token, std::move(row));
  return rows;
}

int Fleet::ExitStatus() const {
  const Latest latest = CountLatest(*this);
  if (latest.failing > 0) return kExitFinding;
  return latest.open > 0 || unreadable > 0 || dropped > 0 || merged_jobs > 0
             ? kExitNoVerdict
             : kExitPass;
}

std::string Fleet::ExitReason() const {
  const Latest latest = CountLatest(*this);
  std::vector<std::string> reasons;
  const auto say = [&reasons](int64_t number, std::string_view what) {
    if (number > 0) reasons.push_back(fmt::format("{} {}", number, what));
  };
  say(latest.failing, "failing in the latest job of a type of device");
  say(latest.open, "without a verdict in the latest job");
  say(unreadable, "problems of the inputs");
  say(dropped, "results beyond the limits");
  say(merged_jobs, "jobs on more types of devices than are told apart");
  return reasons.empty() ? "nothing fails in the latest jobs"
                         : Join(reasons, ", ");
}

}  // namespace iec
