// SPDX-License-Identifier: Apache-2.0
// Which tests a run will do, which it leaves out and why: said beforehand,
// so that whatever is missing in the end is seen to be missing.
#ifndef IEC_RUNNER_PLAN_H_
#define IEC_RUNNER_PLAN_H_

#include <vector>

#include "lib/base/result.h"
#include "lib/profile/profile.h"
#include "lib/record/record.h"
#include "runner/commands.h"

namespace iec {

struct Plan {
  PlanRecord record;
  std::vector<const TestCase*> tests;
};

// The profile's target levels, or `level` for all where it is not 0.
void SetTargetLevel(int level, Profile& profile);

// An error is wrong usage: a name that nothing has, a bad shard.
Result<Plan> MakePlan(const RunOptions& options, const Profile& profile,
                      Lane lane);

}  // namespace iec

#endif  // IEC_RUNNER_PLAN_H_
