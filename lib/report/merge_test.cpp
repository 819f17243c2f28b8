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

TEST(TwoRunsOfADevice, OfDifferentImagesWarn) {
  TwoRuns runs;
  RecordInput first = runs.first.Input("a");
  RecordInput second = runs.second.Input("b");
  first.job.emplace().image_sha256 = std::string(64, 'a');
  second.job.emplace().image_sha256 = std::string(64, 'b');
  EXPECT_THAT(Assess({first, second}, {})->warnings,
              Contains(HasSubstr("different images")));
}

TEST(TwoRunsOfADevice, KeepWhatTheEarlierOneWaivedAndHowItGotIn) {
  TwoRuns runs;
  runs.first.Add("CR_1_7_y", "CR_1_7", Verdict::kFail);
  runs.first.Waive("CR 1.7", "2027-01-31");
  runs.first.plan().deviations = {"serial: a root shell", "ssh: a key"};
  runs.second.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  runs.second.plan().deviations = {"ssh: a key"};
  const Assessment assessment = runs.Assess();
  ASSERT_EQ(assessment.waivers.size(), 1u);
  EXPECT_EQ(assessment.waivers[0].state, AssessedWaiver::State::kApplied);
  EXPECT_THAT(assessment.deviations,
              ElementsAre("serial: a root shell", "ssh: a key"));
}

TEST(TwoRunsOfADevice, AnExpiredWaiverOfTheEarlierOneStaysAFailure) {
  TwoRuns runs;
  runs.first.Add("CR_1_7_y", "CR_1_7", Verdict::kPass);
  runs.first.Waive("CR 1.7", "2026-11-22");
  runs.second.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_EQ(runs.Assess().exit_status, 1);
}

// It was renewed or removed as the warning asks for, and tried again.
TEST(TwoRunsOfADevice, ALaterRunDecidesWhatItWaivesAndWhatItTries) {
  TwoRuns removed;
  removed.first.Add("CR_1_7_y", "CR_1_7", Verdict::kPass);
  removed.first.Waive("CR 1.7", "2026-11-22");
  removed.second.Add("CR_1_7_y", "CR_1_7", Verdict::kPass);
  EXPECT_THAT(removed.Assess().waivers, IsEmpty());
  EXPECT_EQ(removed.Assess().exit_status, 0);
  TwoRuns renewed;
  renewed.first.Add("CR_1_7_y", "CR_1_7", Verdict::kPass);
  renewed.first.Waive("CR 1.7", "2026-11-22");
  renewed.second.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  renewed.second.Waive("cr1.7", "2027-01-31");
  EXPECT_EQ(renewed.Assess().waivers.size(), 1u);
  EXPECT_EQ(renewed.Assess().exit_status, 0);
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
      *Assess({file.Input("/home/person/file"), log.Input("log")}, {});
  EXPECT_THAT(assessment.problems,
              Contains(Field(&InputProblem::problem,
                             Field(&Problem::what,
                                   HasSubstr("differs from that in file")))));
}

// A record is older or newer by the clock of its device, which may be wrong.
void InJob(RecordInput& input, const std::string& id, int64_t started,
           const std::string& device = "board01") {
  input.job.emplace().id = id;
  input.job->device = device;
  input.job->started = started;
}

auto Says(const std::string& text) {
  return Contains(
      Field(&InputProblem::problem, Field(&Problem::what, HasSubstr(text))));
}

// The second run is a day later, and failed.
struct Regression : TwoRuns {
  Regression() {
    first.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
    second.Add("CR_1_1_x", "CR_1_1", Verdict::kFail);
  }
};

TEST(WrongClock, TheClockOfLavaCountsBeforeThatOfTheDevice) {
  Regression runs;
  runs.second.plan().started = runs.first.plan().started - 4000;
  RecordInput first = runs.first.Input("a");
  RecordInput second = runs.second.Input("b");
  InJob(first, "101", kSampleStart);
  InJob(second, "102", kSampleStart + kDay);
  const Assessment assessment = *Assess({first, second}, {});
  EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kFail);
  EXPECT_THAT(assessment.warnings, Contains(HasSubstr("the clock of LAVA")));
  EXPECT_THAT(assessment.problems, IsEmpty());
}

TEST(WrongClock, RunsOfOneLogAreInItsOrder) {
  Regression runs;
  for (const int64_t started : {int64_t{5000}, kSampleStart - 3'600'000}) {
    runs.second.plan().started = started;
    RecordInput log = runs.first.Input("log");
    log.runs.push_back(runs.second.run());
    const Assessment assessment = *Assess({log}, {});
    EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kFail);
    EXPECT_THAT(assessment.warnings, Contains(HasSubstr("its place in log")));
    EXPECT_THAT(assessment.problems, IsEmpty());
  }
}

TEST(WrongClock, WhereItAloneDecidesIsAProblem) {
  Regression runs;
  runs.second.plan().started = 5000;
  EXPECT_THAT(runs.Assess().problems, Says("no clock tells which"));
  Regression sound;
  EXPECT_THAT(sound.Assess().problems, IsEmpty());
}

// What LAVA kept of a test, as the collector makes it.
RecordInput Kept(const std::string& word, bool keyed = false) {
  SampleRun kept("lava_7");
  TestRecord& test = kept.Add("CR_1_1_x", "CR_1_1",
                              keyed            ? Verdict::kError
                              : word == "fail" ? Verdict::kFail
                                               : Verdict::kPass);
  test.kept = word;
  kept.plan().started += 600000;
  kept.run().recorded = false;
  kept.run().summary.reset();
  return kept.Input("results.yaml");
}

TEST(ResultsWithoutARecord, DoNotReplaceARecordThatConfirmsThem) {
  SampleRun record;
  record.Add("CR_1_1_x", "CR_1_1", Verdict::kError);
  const Assessment assessment = *Assess({record.Input(), Kept("fail")}, {});
  EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kError);
  EXPECT_THAT(assessment.problems, IsEmpty());
  EXPECT_THAT(assessment.notes, Contains(HasSubstr("confirms")));
}

TEST(ResultsWithoutARecord, ThatContradictOneAreAProblemAndTheWorseCounts) {
  SampleRun record;
  record.Add("CR_1_1_x", "CR_1_1", Verdict::kFail);
  const Assessment better = *Assess({record.Input(), Kept("pass")}, {});
  EXPECT_EQ(VerdictOf(better, "CR_1_1"), Verdict::kFail);
  EXPECT_THAT(better.problems, Says("the record counts"));
  SampleRun passed;
  passed.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  const Assessment worse = *Assess({passed.Input(), Kept("fail")}, {});
  EXPECT_EQ(VerdictOf(worse, "CR_1_1"), Verdict::kFail);
  EXPECT_THAT(worse.problems, Says("that counts"));
}

// The run began after its job, so it sorts as the later one.
TEST(ResultsWithoutARecord, MayBeOfARunThatBeganLater) {
  SampleRun record;
  record.plan().started += 1000;
  record.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  RecordInput kept = Kept("fail");
  InJob(kept, "7", kSampleStart);
  TestRecord& test = kept.runs[0].tests[0];
  test.started = kSampleStart + 60000;
  const Assessment differ = *Assess({record.Input(), kept}, {});
  EXPECT_EQ(VerdictOf(differ, "CR_1_1"), Verdict::kFail);
  EXPECT_THAT(differ.problems, Says("that counts"));
  test.started = kSampleStart;  // before the test of the record
  const Assessment later = *Assess({record.Input(), kept}, {});
  EXPECT_EQ(VerdictOf(later, "CR_1_1"), Verdict::kPass);
  EXPECT_THAT(later.problems, IsEmpty());
  test.started = kSampleStart + 60000;
  test.kept = "pass";
  const Assessment agree = *Assess({record.Input(), kept}, {});
  EXPECT_EQ(VerdictOf(agree, "CR_1_1"), Verdict::kPass);
  EXPECT_THAT(agree.problems, IsEmpty());
  EXPECT_THAT(agree.notes, Contains(HasSubstr("confirms")));
}

TEST(ResultsWithoutARecord, ThatAreNotSignedNeverReplaceASignedOne) {
  SampleRun record;
  record.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  record.run().verified = true;
  const Assessment agree = *Assess({record.Input(), Kept("pass", true)}, {});
  EXPECT_EQ(VerdictOf(agree, "CR_1_1"), Verdict::kPass);
  EXPECT_EQ(agree.exit_status, 0);
  const Assessment differ = *Assess({record.Input(), Kept("fail", true)}, {});
  EXPECT_EQ(VerdictOf(differ, "CR_1_1"), Verdict::kPass);
  EXPECT_EQ(differ.exit_status, 2);
}

// A torn log was completed from LAVA; the record file has the true result.
TEST(OneRunInTwoInputs, WhatStoodInGivesWayToTheRecord) {
  SampleRun file;
  file.Add("CR_1_1_x", "CR_1_1", Verdict::kError);
  SampleRun log;
  log.Add("CR_1_1_x", "CR_1_1", Verdict::kFail).kept = "fail";
  log.run().summary.reset();
  for (const auto& inputs :
       {std::vector{file.Input("file"), log.Input("log")},
        std::vector{log.Input("log"), file.Input("file")}}) {
    const Assessment assessment = *Assess(inputs, {});
    EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kError);
    EXPECT_THAT(assessment.problems, IsEmpty());
  }
  log.run().tests[0].kept = "pass";
  log.run().tests[0].verdict = Verdict::kPass;
  const Assessment differ = *Assess({log.Input("log"), file.Input("file")}, {});
  EXPECT_EQ(VerdictOf(differ, "CR_1_1"), Verdict::kError);
  EXPECT_THAT(differ.problems, Says("the result of CR_1_1_x differs"));
}

TEST(TwoDevices, OneMayNotHideTheFailureOfTheOther) {
  Regression runs;
  RecordInput good = runs.first.Input("a");
  RecordInput bad = runs.second.Input("b");
  InJob(bad, "1", kSampleStart, "board01");
  InJob(good, "2", kSampleStart + 1, "board02");
  const Assessment hidden = *Assess({bad, good}, {});
  EXPECT_EQ(hidden.exit_status, 2);
  EXPECT_THAT(hidden.problems, Says("CR_1_1_x from fail to pass"));
  InJob(good, "2", kSampleStart - 1, "board02");
  const Assessment seen = *Assess({bad, good}, {});
  EXPECT_THAT(seen.problems, IsEmpty());
  EXPECT_THAT(seen.warnings, Contains(HasSubstr("was on board02")));
}

TEST(Replay, TheSameRunInTwoJobsIsAProblem) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  RecordInput first = sample.Input("a");
  RecordInput second = sample.Input("b");
  InJob(first, "7", kSampleStart);
  InJob(second, "7", kSampleStart);
  EXPECT_THAT(Assess({first, second}, {})->problems, IsEmpty());
  second.job->id = "8";
  EXPECT_THAT(Assess({first, second}, {})->problems, Says("repeats"));
}

TEST(Replay, ARunThatIsOlderThanItsJobIsSaid) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  const auto assess = [&](int64_t submitted) {
    RecordInput input = sample.Input();
    InJob(input, "7", kSampleStart);
    input.job->submitted = submitted;
    return *Assess({input}, {});
  };
  EXPECT_THAT(assess(kSampleStart + kDay).warnings, IsEmpty());
  const Assessment late = assess(kSampleStart + 2 * kDay);
  EXPECT_THAT(late.warnings, Contains(HasSubstr("an earlier job")));
  EXPECT_EQ(late.exit_status, 0);
  sample.run().verified = true;
  EXPECT_EQ(assess(kSampleStart + 2 * kDay).exit_status, 2);
  sample.plan().started = 5000;  // a device without a clock
  EXPECT_EQ(assess(kSampleStart + 2 * kDay).exit_status, 0);
}

}  // namespace
}  // namespace iec
