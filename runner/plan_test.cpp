// SPDX-License-Identifier: Apache-2.0
#include "runner/plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace iec {
namespace {

TEST(PlanTest, LeavesOutWhatNeedsASecondMachineWhereThereIsNone) {
  auto profile = LoadProfileOrDefault("");
  ASSERT_TRUE(profile.ok());
  RunOptions options;
  const auto alone = MakePlan(options, *profile, Lane::kQemu);
  options.peer = "192.0.2.2:7101";
  const auto together = MakePlan(options, *profile, Lane::kQemu);
  ASSERT_TRUE(alone.ok() && together.ok());
  int peers = 0;
  for (const TestCase& test : AllTestCases()) {
    if (!test.peer) continue;
    ++peers;
    const auto planned = [&test](const Plan& plan) {
      return std::count(plan.tests.begin(), plan.tests.end(), &test);
    };
    EXPECT_EQ(planned(*alone), 0) << test.Id();
    EXPECT_EQ(planned(*together), 1) << test.Id();
    const auto& left_out = alone->record.left_out;
    const auto found = std::find_if(
        left_out.begin(), left_out.end(),
        [&test](const LeftOut& one) { return one.id == test.Id(); });
    ASSERT_NE(found, left_out.end()) << test.Id();
    EXPECT_NE(found->reason.find("--peer"), std::string::npos);
  }
  EXPECT_GT(peers, 0);
}

}  // namespace
}  // namespace iec
