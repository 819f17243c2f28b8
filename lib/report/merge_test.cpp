// SPDX-License-Identifier: Apache-2.0
// Several runs of one device, and one run in several inputs, as one report.
#include "lib/report/merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/report/assessment.h"
#include "lib/report/sample_test.h"

namespace iec {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

// Two runs of a device, the second a day later.
struct TwoRuns {
  SampleRun first{"0000000000000001"};
  SampleRun second{"0000000000000002"};
  TwoRuns() { second.plan().started += kDay; }
  Assessment Assess() const {
    return *iec::Assess({second.Input("b"), first.Input("a")}, {});
  }
};

TEST(TwoRunsOfADevice, TheLaterResultCountsAndThatIsSaid) {
  TwoRuns runs;
  runs.first.Add("CR_1_1_x", "CR_1_1", Verdict::kFail);
  runs.first.Add("CR_1_7_y", "CR_1_7", Verdict::kPass);
  runs.second.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  const Assessment assessment = runs.Assess();
  EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kPass);
  EXPECT_EQ(VerdictOf(assessment, "CR_1_7"), Verdict::kPass);
  EXPECT_EQ(assessment.exit_status, 0);
  EXPECT_THAT(assessment.notes,
              ElementsAre(HasSubstr("CR_1_1_x from fail to pass")));
}

// A later run that lost its result must not fall back on an old pass.
TEST(TwoRunsOfADevice, ALaterMissingResultCountsToo) {
  TwoRuns runs;
  runs.first.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  runs.second.Add("CR_1_1_x", "CR_1_1", Verdict::kMissing);
  EXPECT_EQ(VerdictOf(runs.Assess(), "CR_1_1"), Verdict::kMissing);
}

TEST(TwoRunsOfADevice, ShardsMakeOneWholeRun) {
  TwoRuns runs;
  runs.first.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  runs.first.plan().left_out = {{"CR_1_7_y", "CR_1_7", "another shard"}};
  runs.second.Add("CR_1_7_y", "CR_1_7", Verdict::kPass);
  runs.second.plan().left_out = {{"CR_1_1_x", "CR_1_1", "another shard"}};
  const Assessment assessment = runs.Assess();
  EXPECT_THAT(assessment.left_out, IsEmpty());
  EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kPass);
  EXPECT_EQ(VerdictOf(assessment, "CR_1_7"), Verdict::kPass);
  EXPECT_EQ(assessment.exit_status, 0);
}

TEST(TwoRunsOfADevice, ATornRunThatWasRepeatedInFullDoesNotMatter) {
  TwoRuns runs;
  runs.first.Add("CR_1_1_x", "CR_1_1", Verdict::kMissing);
  runs.first.run().summary.reset();
  runs.second.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_EQ(runs.Assess().exit_status, 0);
}

TEST(TwoRunsOfADevice, OfDifferentKindsCannotBeOneReport) {
  TwoRuns runs;
  runs.first.plan().component_type = "host";
  EXPECT_EQ(runs.Assess().exit_status, 2);
}

TEST(TwoRunsOfADevice, WithDifferentProfilesWarn) {
  TwoRuns runs;
  runs.first.plan().profile_sha256 = std::string(64, 'b');
  EXPECT_THAT(runs.Assess().warnings,
              Contains(HasSubstr("different profiles")));
}

// The record file and the console log of one run.
TEST(OneRunInTwoInputs, IsCompletedFromBoth) {
  SampleRun file;
  file.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  file.Add("CR_1_7_y", "CR_1_7", Verdict::kPass);
  SampleRun log = file;
  log.run().tests.pop_back();
  log.run().summary.reset();
  for (const auto& inputs :
       {std::vector{file.Input("file"), log.Input("log")},
        std::vector{log.Input("log"), file.Input("file")}}) {
    const Assessment assessment = *Assess(inputs, {});
    EXPECT_EQ(assessment.runs.size(), 1u);
    EXPECT_EQ(VerdictOf(assessment, "CR_1_7"), Verdict::kPass);
    EXPECT_EQ(assessment.exit_status, 0);
    EXPECT_THAT(assessment.notes, testing::SizeIs(1));
  }
}

TEST(OneRunInTwoInputs, ThatDisagreeIsAProblem) {
  SampleRun file;
  file.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  SampleRun log;
  log.Add("CR_1_1_x", "CR_1_1", Verdict::kFail);
  log.plan() = file.plan();
  const Assessment assessment =
      *Assess({file.Input("file"), log.Input("log")}, {});
  EXPECT_THAT(assessment.problems,
              Contains(Field(&InputProblem::problem,
                             Field(&Problem::what,
                                   HasSubstr("differs from that in file")))));
}

}  // namespace
}  // namespace iec
