// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/job_group.h"

#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "lib/base/file.h"

namespace iec {
namespace {

bool Agree(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() || a == b;
}

int64_t MomentOf(const Collected& collected) {
  if (collected.input.job && collected.input.job->started != 0) {
    return collected.input.job->started;
  }
  for (const LavaCase& lava : collected.cases) {
    if (lava.logged != 0) return lava.logged;
  }
  return 0;
}

// Two servers may have a job of the same number.
bool IsSameJob(const JobGroup& group, const JobRecord& job, int64_t moment) {
  const JobRecord& known = *group.job;
  return known.id == job.id && Agree(known.url, job.url) &&
         Agree(known.device, job.device) && Agree(known.name, job.name) &&
         (group.moment == 0 || moment == 0 ||
          std::abs(group.moment - moment) < kDay);
}

void Fill(const JobRecord& from, JobRecord& job) {
  const auto text = [](const std::string& source, std::string& target) {
    if (target.empty()) target = source;
  };
  // The result of the job as a whole and its cause come from one document.
  text(from.error_type, job.error_type);
  text(from.error_message, job.error_message);
  text(from.id, job.id);
  text(from.url, job.url);
  text(from.name, job.name);
  text(from.device, job.device);
  text(from.device_type, job.device_type);
  text(from.image_sha256, job.image_sha256);
  // "Canceled" says more than the case `job`, of which Incomplete is made.
  if (from.health == "Canceled") job.health = from.health;
  text(from.health, job.health);
  const auto moment = [](int64_t source, int64_t& target) {
    if (target == 0) target = source;
  };
  moment(from.submitted, job.submitted);
  moment(from.started, job.started);
  moment(from.finished, job.finished);
}

void Put(const std::vector<Collected>& collected, size_t index,
         JobGroup& group) {
  const auto& job = collected[index].input.job;
  if (job) {
    if (!group.job) group.job.emplace();
    Fill(*job, *group.job);
  }
  if (group.moment == 0) group.moment = MomentOf(collected[index]);
  group.members.push_back(index);
}

// The end of a job belongs to the one job of its directory.
void PutJobEnds(const std::vector<Collected>& collected,
                const std::vector<size_t>& ends,
                std::vector<JobGroup>& groups) {
  if (ends.empty()) return;
  std::map<std::string, std::set<size_t>> groups_in;  // by directory
  for (size_t group = 0; group < groups.size(); ++group) {
    if (!groups[group].job) continue;
    for (const size_t member : groups[group].members) {
      groups_in[DirectoryOf(collected[member].input.name)].insert(group);
    }
  }
  for (const size_t end : ends) {
    const auto& here = groups_in[DirectoryOf(collected[end].input.name)];
    if (here.size() != 1) groups.emplace_back();
    Put(collected, end,
        here.size() == 1 ? groups[*here.begin()] : groups.back());
  }
}

}  // namespace

bool IsJobEnd(const Collected& collected) {
  const auto& job = collected.input.job;
  return job && job->id.empty() && job->started == 0 && collected.page == 0 &&
         collected.input.runs.empty() && collected.cases.empty() &&
         collected.shell.empty();
}

std::vector<JobGroup> GroupsOf(const std::vector<Collected>& collected) {
  std::vector<JobGroup> groups;
  std::map<std::string, std::vector<size_t>> groups_of;  // by id of the job
  std::vector<size_t> ends;
  for (size_t i = 0; i < collected.size(); ++i) {
    if (IsJobEnd(collected[i])) {
      ends.push_back(i);
      continue;
    }
    const auto& job = collected[i].input.job;
    size_t found = groups.size();
    if (job && !job->id.empty()) {
      std::vector<size_t>& known = groups_of[job->id];
      for (const size_t group : known) {
        if (IsSameJob(groups[group], *job, MomentOf(collected[i]))) {
          found = group;
        }
      }
      if (found == groups.size()) known.push_back(found);
    }
    if (found == groups.size()) groups.emplace_back();
    Put(collected, i, groups[found]);
  }
  PutJobEnds(collected, ends, groups);
  return groups;
}

}  // namespace iec
