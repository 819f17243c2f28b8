// SPDX-License-Identifier: Apache-2.0
#include "runner/plan.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>

#include "lib/base/text.h"
#include "lib/base/version.h"
#include "lib/record/wire.h"
#include "runner/selection.h"

namespace iec {
namespace {

struct Shard {
  int64_t index = 1;  // from 1
  int64_t count = 1;
};

Result<Shard> ParseShard(const std::string& text) {
  if (text.empty()) return Shard{};
  const auto parts = Split(text, '/');
  const auto index = ParseInteger(parts[0]);
  const auto count = parts.size() == 2 ? ParseInteger(parts[1]) : std::nullopt;
  if (!index || !count || *index < 1 || *index > *count) {
    return Error{fmt::format(
        "--shard wants I/N with 1 <= I <= N, as 2/3, and not '{}'", text)};
  }
  return Shard{*index, *count};
}

std::string SystemName() {
  const auto text = ReadFile("/etc/os-release", 1u << 16);
  if (!text.ok()) return "unknown";
  for (const std::string& line : Split(*text, '\n')) {
    constexpr std::string_view kKey = "PRETTY_NAME=";
    if (!line.starts_with(kKey)) continue;
    std::string name = line.substr(kKey.size());
    std::erase(name, '"');
    return Printable(name, 80);
  }
  return "unknown";
}

bool IsDemanded(const TestCase& test, const Profile& profile) {
  const Requirement& requirement = *test.requirement_data();
  const auto fr = static_cast<size_t>(requirement.fr - 1);
  return requirement.AppliesTo(profile.component) &&
         requirement.sl_c <= profile.target_levels[fr];
}

// Why a test stays out of this run; empty where it does not.
std::string ReasonToLeaveOut(const TestCase& test, const RunOptions& options,
                             const Profile& profile, Lane lane) {
  if (options.words.empty() && !IsDemanded(test, profile)) {
    return "not demanded of this component at its target level";
  }
  if (std::find(test.lanes.begin(), test.lanes.end(), lane) ==
      test.lanes.end()) {
    return fmt::format("the {} lane cannot show it", Name(lane));
  }
  if (test.peer && options.peer.empty()) {
    return "it needs a second machine: name it by --peer";
  }
  if (test.impact > options.max_impact) {
    return fmt::format("its impact is {}: allow it by --max-impact",
                       Name(test.impact));
  }
  return {};
}

PlanRecord Describe(const RunOptions& options, const Profile& profile,
                    Lane lane) {
  utsname kernel{};
  uname(&kernel);
  PlanRecord record;
  record.run = NewRunId();
  record.runner_version = kVersion;
  record.runner_commit = kCommit;
  record.started = NowMilliseconds();
  record.lane = Name(lane);
  record.machine = kernel.machine;
  record.system = SystemName();
  record.kernel = Printable(kernel.release, 80);
  record.profile_name = profile.name;
  record.profile_sha256 = profile.sha256;
  record.component_type = Name(profile.component);
  record.target_levels.assign(profile.target_levels.begin(),
                              profile.target_levels.end());
  record.selection = JoinWords(options.words);
  for (const HarnessAccess& access : profile.harness) {
    record.deviations.push_back(
        fmt::format("{}: {}", access.name, access.description));
  }
  record.waivers = profile.waivers;
  return record;
}

}  // namespace

void SetTargetLevel(int level, Profile& profile) {
  if (level != 0) profile.target_levels.fill(level);
}

Result<Plan> MakePlan(const RunOptions& options, const Profile& profile,
                      Lane lane) {
  IEC_ASSIGN_OR_RETURN(const Shard shard, ParseShard(options.shard));
  IEC_ASSIGN_OR_RETURN(const auto selected,
                       SelectAll(JoinWords(options.words)));
  Plan plan;
  plan.record = Describe(options, profile, lane);
  int64_t position = 0;
  for (const TestCase* test : selected) {
    std::string reason = ReasonToLeaveOut(*test, options, profile, lane);
    if (reason.empty() && position++ % shard.count != shard.index - 1) {
      reason = fmt::format("{} than {}", kAnotherShard, options.shard);
    }
    if (!reason.empty()) {
      plan.record.left_out.push_back(
          {test->Id(), std::string(test->requirement), std::move(reason)});
      continue;
    }
    plan.record.tests.push_back(
        {test->Id(), std::string(test->requirement), std::string(test->title)});
    plan.tests.push_back(test);
  }
  return plan;
}

}  // namespace iec
