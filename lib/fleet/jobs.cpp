// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "lib/base/text.h"
#include "lib/fleet/document.h"

namespace iec {
namespace {

constexpr size_t kMaxMessage = 200;

FleetJob::Health HealthOf(std::string_view health) {
  using Health = FleetJob::Health;
  return health == "Complete"     ? Health::kComplete
         : health == "Incomplete" ? Health::kIncomplete
         : health == "Canceled"   ? Health::kCanceled
                                  : Health::kNotSaid;
}

uint64_t HashOf(const std::string& text) {
  return std::hash<std::string>{}(text);
}

uint32_t Shortened(const std::string& text) {
  return text.empty() ? 0 : static_cast<uint32_t>(HashOf(text)) | 1;
}

// Two servers may have a job of the same number.
bool MayBeOne(const FleetJob& a, const FleetJob& b) {
  const auto agree = [](auto one, auto other) {
    return one == 0 || other == 0 || one == other;
  };
  return agree(a.submitted, b.submitted) && agree(a.device, b.device) &&
         agree(a.name, b.name) &&
         (a.started == 0 || b.started == 0 ||
          std::abs(a.started - b.started) < kDay);
}

}  // namespace

FleetJob::FleetJob(const JobRecord& job)
    : id(job.id),
      submitted(job.submitted),
      started(job.started),
      finished(job.finished),
      device(Shortened(job.device)),
      name(Shortened(job.name)),
      health(HealthOf(job.health)) {
  if (job.error_type.empty()) return;
  fault =
      std::make_unique<Fault>(Fault{Printable(job.error_type, kMaxFleetName),
                                    Printable(job.error_message, kMaxMessage)});
}

int64_t FleetJob::moment() const {
  if (started != 0) return started;
  return finished != 0 ? finished : submitted;
}

void FleetJob::Fill(FleetJob other) {
  if (id.empty()) id = std::move(other.id);
  for (int64_t FleetJob::*moment :
       {&FleetJob::submitted, &FleetJob::started, &FleetJob::finished}) {
    if (this->*moment == 0) this->*moment = other.*moment;
  }
  for (uint32_t FleetJob::*number :
       {&FleetJob::type, &FleetJob::device, &FleetJob::name}) {
    if (this->*number == 0) this->*number = other.*number;
  }
  foreign = std::max(foreign, other.foreign);
  if (fault == nullptr) fault = std::move(other.fault);
  health = std::max(health, other.health);
}

size_t FleetJobs::Hash::operator()(const FleetResults& results) const {
  return std::hash<std::string_view>{}(
      {reinterpret_cast<const char*>(results.data()),
       results.size() * sizeof(results[0])});
}

FleetJob& FleetJobs::Find(const JobRecord& job, const std::string& input,
                          const std::string& directory, bool& known) {
  FleetJob said(job);
  // Neither the moment nor the name changes while a job waits, runs and ends.
  const uint64_t key =
      HashOf(said.submitted != 0 ? fmt::format("post\n{}\n{}\n{}", job.id,
                                               job.submitted, job.name)
             : job.id.empty()
                 ? "file\n" + input
                 : fmt::format("run\n{}\n{}\n{}\n{}\n{}", job.id, job.started,
                               job.device, job.name, directory));
  auto found = by_key_.find(key);
  const bool placed = !directory.empty() && !job.id.empty();
  const uint64_t place =
      placed ? HashOf(fmt::format("in\n{}\n{}", job.id, directory)) : 0;
  if (found == by_key_.end() && placed) {
    found = by_key_.find(place);
    if (found != by_key_.end() && !MayBeOne(*found->second, said)) {
      found = by_key_.end();
    }
  }
  known = found != by_key_.end();
  FleetJob& one = known ? *found->second : jobs_.emplace_back();
  by_key_.emplace(key, &one);
  if (placed) by_key_.emplace(place, &one);
  one.Fill(std::move(said));
  if (directory.empty()) return one;
  Directory& here = directories_[directory];
  if (job.id.empty()) {
    here.nameless.push_back({input, &one});
  } else if (here.first == nullptr) {
    here.first = &one;
  } else {
    here.has_others = here.has_others || here.first != &one;
  }
  return one;
}

void FleetJobs::SetResults(FleetJob& job, FleetResults results) {
  job.results =
      results.empty() ? nullptr : &*results_.insert(std::move(results)).first;
}

void FleetJobs::JoinNameless(const Joined& joined) {
  for (auto& [name, here] : directories_) {
    if (here.first == nullptr || here.has_others) continue;
    for (auto& [input, job] : here.nameless) {
      if (!job->counts || !MayBeOne(*here.first, *job)) continue;
      job->counts = false;
      joined(input, *job, *here.first);
      here.first->Fill(std::move(*job));
    }
  }
}

}  // namespace iec
