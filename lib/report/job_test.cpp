// SPDX-License-Identifier: Apache-2.0
// What LAVA says of a job is shown and explains, and is never a verdict.
#include "lib/report/job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/report/sample_test.h"

namespace iec {
namespace {

using testing::HasSubstr;

JobRecord BrokenJob() {
  JobRecord job;
  job.id = "4711";
  job.device = "qemu02";
  job.health = "Incomplete";
  job.error_type = "Infrastructure";
  job.error_message = "no\x1b overlay";
  return job;
}

TEST(Job, IsCalledByWhatIsKnownOfIt) {
  EXPECT_EQ(JobName({}), "LAVA job");
  JobRecord job = BrokenJob();
  EXPECT_EQ(JobName(job), "LAVA job 4711 on qemu02");
  job.device_type = "qemu";
  EXPECT_EQ(JobName(job), "LAVA job 4711 on qemu02 (qemu)");
}

TEST(Job, SaysItsFaultWithoutControlCharacters) {
  EXPECT_EQ(JobFault(BrokenJob()),
            "ended as Incomplete (Infrastructure: no\\x1b overlay)");
  JobRecord job;
  EXPECT_EQ(JobFault(job), "");
  job.health = "Complete";
  EXPECT_EQ(JobFault(job), "");
  job.health = "Canceled";
  EXPECT_EQ(JobFault(job), "ended as Canceled");
  job.health = "";
  job.error_type = "Bug";
  EXPECT_EQ(JobFault(job), "ended with an error (Bug)");
}

TEST(Job, LinesAreSaidOnlyWhereTheyAreKnown) {
  EXPECT_EQ(LinesText({}), "");
  EXPECT_EQ(LinesText({7, 7}), "line 7");
  EXPECT_EQ(LinesText({7, 9}), "lines 7 to 9");
}

TEST(Assess, AnInfrastructureFailureIsTheReasonOfWhatIsMissing) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kMissing);
  sample.Add("CR_1_7_y", "CR_1_7", Verdict::kPass);
  RecordInput input = sample.Input();
  input.job = BrokenJob();
  const auto assessment = Assess({input}, {});
  ASSERT_TRUE(assessment.ok());
  EXPECT_EQ(assessment->tests[0].verdict, Verdict::kMissing);
  EXPECT_EQ(assessment->tests[0].reason,
            "planned, and no result arrived: LAVA job 4711 on qemu02 ended as "
            "Incomplete (Infrastructure: no\\x1b overlay)");
  EXPECT_EQ(assessment->tests[1].verdict, Verdict::kPass);
  EXPECT_EQ(assessment->runs[0].job->id, "4711");
  EXPECT_EQ(assessment->exit_status, 2);
  ASSERT_EQ(assessment->warnings.size(), 1u);
  EXPECT_THAT(assessment->warnings[0], HasSubstr("LAVA job 4711"));
}

TEST(Assess, AJobWithoutARunIsSeen) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  RecordInput broken;
  broken.name = "job.json";
  broken.job = BrokenJob();
  const auto alone = Assess({broken}, {});
  ASSERT_FALSE(alone.ok());
  EXPECT_THAT(alone.error().message, HasSubstr("Infrastructure"));
  const auto beside = Assess({sample.Input(), broken}, {});
  ASSERT_TRUE(beside.ok());
  EXPECT_EQ(beside->exit_status, 2);
  ASSERT_EQ(beside->problems.size(), 1u);
  EXPECT_EQ(beside->problems[0].input, "job.json");
}

TEST(Assess, KeepsTheLinesOfARecord) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  sample.run().lines["CR_1_1_x"] = {12, 14};
  const Assessment assessment = sample.Assess();
  EXPECT_EQ(assessment.tests[0].lines.first, 12u);
  EXPECT_EQ(assessment.tests[0].lines.last, 14u);
}

// Results without a record know neither a type nor a target.
SampleRun WithoutRecord() {
  SampleRun sample("lava_4711");
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  sample.plan().component_type.clear();
  sample.plan().target_levels.assign(7, 0);
  sample.plan().started = 0;
  sample.run().summary.reset();
  sample.run().recorded = false;
  return sample;
}

TEST(Assess, ResultsWithoutARecordAreNoTornRun) {
  const Assessment assessment = WithoutRecord().Assess();
  EXPECT_EQ(assessment.exit_status, 0) << assessment.exit_reason;
  EXPECT_EQ(assessment.reached, 0);
  ASSERT_EQ(assessment.warnings.size(), 1u);
  EXPECT_THAT(assessment.warnings[0], HasSubstr("--profile"));
  AssessmentOptions options;
  options.component_type = "embedded";
  options.target_levels = std::vector<int>(7, 2);
  const Assessment typed = WithoutRecord().Assess(options);
  EXPECT_TRUE(typed.warnings.empty());
  EXPECT_EQ(typed.target, 2);
  EXPECT_NE(FindRow(typed, "CR_1_7"), nullptr);
}

TEST(Assess, ABrokenJobWithoutAPlanMayLackResults) {
  RecordInput input = WithoutRecord().Input("results.yaml");
  input.job = BrokenJob();
  const auto assessment = Assess({input}, {});
  EXPECT_EQ(assessment->exit_status, 2);
  ASSERT_EQ(assessment->problems.size(), 1u);
  EXPECT_THAT(assessment->problems[0].problem.what,
              HasSubstr("ended as Incomplete"));
}

TEST(Assess, ARunWithARecordDescribesTheDevice) {
  SampleRun recorded;
  recorded.Add("CR_1_7_y", "CR_1_7", Verdict::kPass);
  RecordInput without = WithoutRecord().Input("results.yaml");
  without.runs[0].plan.started = kSampleStart + 100000;
  const auto assessment = Assess({recorded.Input(), without}, {});
  ASSERT_TRUE(assessment.ok());
  EXPECT_EQ(assessment->device().component_type, "embedded");
  EXPECT_TRUE(assessment->problems.empty());
}

}  // namespace
}  // namespace iec
