// SPDX-License-Identifier: Apache-2.0
#include "lib/report/assessment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/catalogue/catalogue.h"
#include "lib/report/sample_test.h"

namespace iec {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Verdict VerdictOfCr11(const std::vector<Verdict>& verdicts) {
  SampleRun sample;
  for (size_t i = 0; i < verdicts.size(); ++i) {
    sample.Add("CR_1_1_t" + std::to_string(i), "CR_1_1", verdicts[i]);
  }
  return VerdictOf(sample.Assess(), "CR_1_1");
}

TEST(Requirement, TheWorstOfItsTestsDecides) {
  using V = Verdict;
  EXPECT_EQ(VerdictOfCr11({V::kPass}), V::kPass);
  EXPECT_EQ(VerdictOfCr11({V::kPass, V::kFail, V::kError}), V::kFail);
  EXPECT_EQ(VerdictOfCr11({V::kPass, V::kMissing, V::kError}), V::kError);
  EXPECT_EQ(VerdictOfCr11({V::kPass, V::kMissing}), V::kMissing);
  EXPECT_EQ(VerdictOfCr11({V::kPass, V::kNotApplicable}), V::kPass);
  EXPECT_EQ(VerdictOfCr11({V::kNotApplicable, V::kNotApplicable}),
            V::kNotApplicable);
  EXPECT_EQ(VerdictOfCr11({V::kNotApplicable, V::kMissing}), V::kMissing);
  EXPECT_EQ(VerdictOfCr11({}), V::kNotCovered);
}

TEST(Requirement, WithoutATestItIsManualOrNotCovered) {
  const Assessment assessment = SampleRun().Assess();
  EXPECT_EQ(VerdictOf(assessment, "EDR_2_4"), Verdict::kManual);
  EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kNotCovered);
}

// Evidence that only a person can bring is outstanding whatever tests say.
TEST(Requirement, AManualOneDoesNotPassByItsTests) {
  SampleRun sample;
  sample.Add("EDR_2_4_x", "EDR_2_4", Verdict::kPass);
  EXPECT_EQ(VerdictOf(sample.Assess(), "EDR_2_4"), Verdict::kManual);
}

TEST(Requirement, RowsAreThoseOfTheComponentAtItsTarget) {
  SampleRun sample;
  EXPECT_EQ(sample.Assess().requirements.size(), 77u);
  sample.plan().target_levels = {1, 1, 1, 1, 1, 1, 1};
  EXPECT_EQ(sample.Assess().requirements.size(), 36u);
  sample.plan().target_levels = {0, 0, 0, 0, 3, 0, 0};
  const Assessment assessment = sample.Assess();
  ASSERT_EQ(assessment.requirements.size(), 1u);
  EXPECT_EQ(assessment.requirements[0].id, "CR 5.1");
  EXPECT_EQ(assessment.constraints.size(), 4u);
}

TEST(Requirement, ATestBeyondTheTargetStillHasItsRow) {
  SampleRun sample;
  sample.plan().target_levels = {1, 1, 1, 1, 1, 1, 1};
  sample.Add("CR_1_1_RE_2_x", "CR_1_1_RE_2", Verdict::kFail);
  const Assessment assessment = sample.Assess();
  const AssessedRequirement* row = FindRow(assessment, "CR_1_1_RE_2");
  ASSERT_NE(row, nullptr);
  EXPECT_FALSE(row->demanded);
  EXPECT_EQ(assessment.exit_status, 1);
}

TEST(Requirement, OneThatTheCatalogueLacksIsShownAndAProblem) {
  SampleRun sample;
  sample.Add("CR_9_9_x", "CR_9_9", Verdict::kPass);
  const Assessment assessment = sample.Assess();
  EXPECT_EQ(VerdictOf(assessment, "CR_9_9"), Verdict::kPass);
  EXPECT_EQ(assessment.exit_status, 2);
}

TEST(Requirement, WhoseTestsWereLeftOutIsNotCoveredForThatReason) {
  SampleRun sample;
  sample.plan().left_out = {{"CR_2_8_x", "CR_2_8", "no audit in this lane"},
                            {"CR_1_1_y", "CR_1_1", "another shard"}};
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  const Assessment assessment = sample.Assess();
  EXPECT_EQ(VerdictOf(assessment, "CR_2_8"), Verdict::kNotCovered);
  EXPECT_EQ(FindRow(assessment, "CR_2_8")->reason,
            "left out: no audit in this lane");
  EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kPass);
  EXPECT_EQ(FindRow(assessment, "CR_1_1")->reason,
            "1 more test left out: another shard");
  EXPECT_EQ(assessment.exit_status, 0);
}

// A sample in which all of an embedded device's requirements up to `sl` pass.
SampleRun AllPassUpTo(int sl) {
  SampleRun sample;
  for (const Requirement* requirement :
       Required(ComponentType::kEmbedded, sl)) {
    if (requirement->manual) continue;
    const std::string token = Token(*requirement);
    sample.Add(token + "_t", token, Verdict::kPass);
  }
  return sample;
}

const AssessedLevel& Level(const Assessment& assessment, int fr) {
  return assessment.levels.at(static_cast<size_t>(fr) - 1);
}

TEST(Level, IsTheHighestThatIsMetInFull) {
  for (int sl = 1; sl <= 4; ++sl) {
    const Assessment assessment = AllPassUpTo(sl).Assess();
    for (const AssessedLevel& level : assessment.levels) {
      bool manual_below = false;
      bool higher_exists = false;
      for (const Requirement* requirement :
           Required(ComponentType::kEmbedded, 4, level.fr)) {
        manual_below |= requirement->manual && requirement->sl_c <= sl;
        higher_exists |= requirement->sl_c == sl + 1;
      }
      if (manual_below) {
        EXPECT_LT(level.reached, sl) << "FR " << level.fr;
      } else if (higher_exists) {
        EXPECT_EQ(level.reached, sl) << "FR " << level.fr;
      } else {
        EXPECT_GE(level.reached, sl) << "FR " << level.fr;
      }
    }
  }
}

TEST(Level, NothingButPassAndNotApplicableRaisesIt) {
  for (const auto& [verdict, reached] :
       {std::pair(Verdict::kPass, 4), std::pair(Verdict::kNotApplicable, 4),
        std::pair(Verdict::kFail, 0), std::pair(Verdict::kError, 0),
        std::pair(Verdict::kMissing, 0)}) {
    SampleRun sample;
    sample.Add("CR_5_1_x", "CR_5_1", verdict);
    EXPECT_EQ(Level(sample.Assess(), 5).reached, reached) << Name(verdict);
    if (verdict != Verdict::kFail) continue;
    sample.Waive("CR 5.1", "2030-01-01");
    const Assessment waived = sample.Assess();
    EXPECT_EQ(VerdictOf(waived, "CR_5_1"), Verdict::kWaived);
    EXPECT_EQ(Level(waived, 5).reached, 0);
  }
}

TEST(Level, OfTheDeviceIsTheLowest) {
  SampleRun sample;
  sample.Add("CR_5_1_x", "CR_5_1", Verdict::kPass);
  EXPECT_EQ(sample.Assess().reached, 0);
}

Assessment WithWaiver(const std::string& target, const std::string& expires,
                      Verdict verdict = Verdict::kFail) {
  SampleRun sample;
  sample.Add("CR_1_7_weak", "CR_1_7", verdict);
  sample.Waive(target, expires);
  return sample.Assess();
}

TEST(WaiverOfAFailure, IsShownAsSuchAndEndsWithZero) {
  for (const std::string target : {"CR 1.7", "cr_1_7", "CR_1_7_weak"}) {
    const Assessment assessment = WithWaiver(target, "2027-01-31");
    EXPECT_EQ(assessment.tests.at(0).verdict, Verdict::kWaived);
    EXPECT_EQ(assessment.tests[0].record.verdict, Verdict::kFail);
    EXPECT_THAT(assessment.tests[0].waiver,
                HasSubstr("2027-01-31, approved by A. Person: by design"));
    EXPECT_EQ(VerdictOf(assessment, "CR_1_7"), Verdict::kWaived);
    EXPECT_EQ(assessment.waivers.at(0).state, AssessedWaiver::State::kApplied);
    EXPECT_EQ(assessment.exit_status, 0);
  }
}

TEST(WaiverOfAFailure, ThatIsExpiredLeavesTheFailure) {
  const Assessment assessment = WithWaiver("CR 1.7", "2026-11-22");
  EXPECT_EQ(assessment.tests.at(0).verdict, Verdict::kFail);
  EXPECT_THAT(assessment.tests[0].waiver, HasSubstr("expired on 2026-11-22"));
  EXPECT_EQ(assessment.exit_status, 1);
  EXPECT_THAT(assessment.exit_reason, HasSubstr("1 waiver expired"));
  EXPECT_FALSE(assessment.warnings.empty());
}

TEST(Waiver, ThatIsExpiredIsAFailureOfItsOwn) {
  const Assessment assessment =
      WithWaiver("CR 1.7", "2026-11-22", Verdict::kPass);
  EXPECT_EQ(VerdictOf(assessment, "CR_1_7"), Verdict::kPass);
  EXPECT_EQ(assessment.exit_status, 1);
}

TEST(Waiver, ThatMatchesNothingWarns) {
  const Assessment assessment =
      WithWaiver("CR_1_7_waek", "2027-01-31", Verdict::kPass);
  EXPECT_EQ(assessment.waivers.at(0).state, AssessedWaiver::State::kUnmatched);
  EXPECT_THAT(assessment.warnings, Contains(HasSubstr("'CR_1_7_waek'")));
  EXPECT_EQ(assessment.exit_status, 0);
}

TEST(Waiver, CoversFailuresOnly) {
  for (const Verdict verdict : {Verdict::kError, Verdict::kMissing}) {
    const Assessment assessment = WithWaiver("CR 1.7", "2027-01-31", verdict);
    EXPECT_EQ(VerdictOf(assessment, "CR_1_7"), verdict);
    EXPECT_EQ(assessment.waivers.at(0).state,
              AssessedWaiver::State::kNotNeeded);
    EXPECT_EQ(assessment.exit_status, 2);
  }
}

TEST(Waiver, ByAClockThatIsWrongDoesNotCount) {
  SampleRun sample;
  sample.plan().started = 1000;
  sample.Add("CR_1_7_weak", "CR_1_7", Verdict::kFail);
  sample.Waive("CR 1.7", "2027-01-31");
  const Assessment assessment = sample.Assess();
  EXPECT_EQ(VerdictOf(assessment, "CR_1_7"), Verdict::kFail);
  EXPECT_THAT(assessment.warnings, Contains(HasSubstr("clock")));
}

TEST(Options, TheGivenWaiversAndLevelsDecide) {
  SampleRun sample;
  sample.Add("CR_1_7_weak", "CR_1_7", Verdict::kFail);
  sample.Waive("CR 1.7", "2027-01-31");
  AssessmentOptions options;
  options.waivers.emplace();
  options.target_levels = {1, 1, 1, 1, 1, 1, 1};
  const Assessment assessment = sample.Assess(options);
  EXPECT_EQ(VerdictOf(assessment, "CR_1_7"), Verdict::kFail);
  EXPECT_EQ(assessment.requirements.size(), 36u);
  EXPECT_EQ(assessment.target, 1);
}

TEST(ExitStatus, IsThatOfSectionSeven) {
  const auto status = [](const std::vector<Verdict>& verdicts) {
    SampleRun sample;
    for (size_t i = 0; i < verdicts.size(); ++i) {
      sample.Add("CR_1_1_t" + std::to_string(i), "CR_1_1", verdicts[i]);
    }
    return sample.Assess().exit_status;
  };
  EXPECT_EQ(status({Verdict::kPass}), 0);
  EXPECT_EQ(status({Verdict::kPass, Verdict::kNotApplicable}), 0);
  EXPECT_EQ(status({Verdict::kPass, Verdict::kError}), 2);
  EXPECT_EQ(status({Verdict::kPass, Verdict::kMissing}), 2);
  EXPECT_EQ(status({Verdict::kFail, Verdict::kError, Verdict::kMissing}), 1);
}

TEST(ExitStatus, StrictCountsWhatHasNoEvidence) {
  AssessmentOptions options;
  options.strict = true;
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_EQ(sample.Assess().exit_status, 0);
  EXPECT_EQ(sample.Assess(options).exit_status, 2);
}

TEST(ExitStatus, ATornRunIsNoSuccess) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  sample.run().summary.reset();
  const Assessment assessment = sample.Assess();
  EXPECT_EQ(assessment.exit_status, 2);
  EXPECT_THAT(assessment.problems.at(0).problem.what, HasSubstr("torn off"));
}

TEST(ExitStatus, AnInterruptedRunIsNoSuccess) {
  SampleRun sample;
  sample.run().summary->interrupted = true;
  EXPECT_EQ(sample.Assess().exit_status, 2);
}

TEST(ExitStatus, AFailedUndoIsNoSuccess) {
  SampleRun in_test;
  in_test.Add("CR_1_1_x", "CR_1_1", Verdict::kPass).undo_failures = {"x"};
  EXPECT_EQ(in_test.Assess().exit_status, 2);
  SampleRun in_runner;
  in_runner.run().summary->undo_failures = 1;
  EXPECT_EQ(in_runner.Assess().exit_status, 2);
}

// The later run is sound, and the device is still not as it was.
TEST(ExitStatus, AFailedUndoOfAReplacedRunIsNoSuccess) {
  SampleRun first("0000000000000001");
  first.Add("CR_1_1_x", "CR_1_1", Verdict::kPass).undo_failures = {"x"};
  SampleRun second("0000000000000002");
  second.plan().started += kDay;
  second.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  const Assessment assessment = *Assess({first.Input(), second.Input()}, {});
  EXPECT_EQ(assessment.undo_failures, 1);
  EXPECT_EQ(assessment.exit_status, 2);
}

TEST(ExitStatus, ADamagedInputIsNoSuccess) {
  RecordInput input = SampleRun().Input();
  input.problems = {{3, "a torn record line"}};
  EXPECT_EQ(Assess({input}, {})->exit_status, 2);
}

TEST(Assess, ASummaryThatDoesNotAddUpIsAProblem) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  sample.run().summary->verdicts = {{"pass", 2}, {"fail", 0}};
  EXPECT_EQ(sample.Assess().exit_status, 2);
  sample.run().summary->verdicts = {{"pass", 1}, {"fail", 0}};
  EXPECT_EQ(sample.Assess().exit_status, 0);
}

TEST(Assess, APassBesideAFailedCheckIsNone) {
  for (const auto kind : {Check::Kind::kExpectation, Check::Kind::kControl}) {
    SampleRun sample;
    sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass).checks = {
        {kind, false, "a", "b", ""}};
    const Assessment assessment = sample.Assess();
    EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kError);
    EXPECT_EQ(assessment.exit_status, 2);
  }
}

TEST(Assess, ASelectionDoesNotLookLikeAWholeRun) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_EQ(sample.Assess().partial, "");
  sample.plan().selection = {"CR 1.11", "fr2"};
  EXPECT_EQ(sample.Assess().partial,
            "only a selection of the suite ran: CR 1.11, fr2");
}

TEST(Assess, OneShardDoesNotLookLikeAWholeRun) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  sample.plan().left_out = {{"CR_2_8_x", "CR_2_8", "no audit in this lane"}};
  EXPECT_EQ(sample.Assess().partial, "");
  sample.plan().left_out.push_back(
      {"CR_1_1_y", "CR_1_1", "another shard than 1/2"});
  EXPECT_EQ(sample.Assess().partial,
            "1 test left to another shard, whose record is not here");
}

TEST(Assess, ARunOfNoTestIsNoSuccess) {
  const Assessment assessment = SampleRun().Assess();
  EXPECT_EQ(assessment.exit_status, 2);
  EXPECT_EQ(assessment.partial, "no test was planned");
}

TEST(Assess, SaysThatWhatFailedIsWaived) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_EQ(sample.Assess().exit_reason,
            "nothing failed and no result is missing");
  sample.Add("CR_1_7_x", "CR_1_7", Verdict::kFail);
  sample.Waive("CR 1.7", "2027-01-31");
  EXPECT_EQ(sample.Assess().exit_reason,
            "nothing failed that is not waived (1 waived), and no result is "
            "missing");
}

// As another program may spell it: two rows of one requirement would be two
// verdicts of it.
TEST(Assess, ARequirementIsOneHoweverItIsSpelled) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  sample.Add("CR_1_1_y", "cr_1_1", Verdict::kFail);
  const Assessment assessment = sample.Assess();
  EXPECT_EQ(VerdictOf(assessment, "CR_1_1"), Verdict::kFail);
  EXPECT_EQ(FindRow(assessment, "cr_1_1"), nullptr);
}

TEST(Assess, WithoutAPlanTheTargetIsNotKnown) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_TRUE(sample.Assess().target_known);
  sample.run().recorded = false;
  EXPECT_FALSE(sample.Assess().target_known);
  AssessmentOptions options;
  options.target_levels = {1, 1, 1, 1, 1, 1, 1};
  EXPECT_TRUE(sample.Assess(options).target_known);
}

TEST(Options, AProfileOfAnotherKindOfDeviceIsAProblem) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  AssessmentOptions options;
  options.component_type = "embedded";
  EXPECT_EQ(sample.Assess(options).exit_status, 0);
  options.component_type = "network";
  EXPECT_EQ(sample.Assess(options).exit_status, 2);
}

TEST(Assess, WithoutARunIsAnErrorThatSaysWhy) {
  RecordInput input;
  input.name = "log.txt";
  input.problems = {{7, "a torn record line"}};
  const auto assessment = Assess({input}, {});
  ASSERT_FALSE(assessment.ok());
  EXPECT_THAT(assessment.error().message,
              HasSubstr("\nlog.txt:7: a torn record line"));
  input.name = "a\nb";
  EXPECT_THAT(Assess({input}, {}).error().message, HasSubstr("\na\\x0ab:7:"));
  EXPECT_FALSE(Assess({}, {}).ok());
}

TEST(Assess, AnUnknownComponentTypeDemandsNothingAndIsAProblem) {
  SampleRun sample;
  sample.plan().component_type = "toaster";
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  const Assessment assessment = sample.Assess();
  EXPECT_EQ(assessment.exit_status, 2);
  EXPECT_EQ(assessment.reached, 0);
}

RecordInput PeerOf(const std::string& result) {
  RecordInput input;
  input.name = "peer.yaml";
  input.job.emplace().id = "11";
  input.peer = {{"peer_reaches_ssh", "pass"}, {"peer_served", result}};
  return input;
}

Assessment WithPeer(const std::string& result) {
  SampleRun run;
  run.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  return *iec::Assess({PeerOf(result), run.Input("a")}, {});
}

TEST(APeer, IsNotedAndNoProblem) {
  const Assessment assessment = WithPeer("pass");
  EXPECT_THAT(assessment.notes,
              ElementsAre("LAVA job 11 was the peer: peer_reaches_ssh pass, "
                          "peer_served pass"));
  EXPECT_TRUE(assessment.problems.empty());
  EXPECT_EQ(assessment.exit_status, 0);
}

TEST(APeer, ThatDidNotServeIsAWarning) {
  EXPECT_THAT(WithPeer("fail").warnings,
              Contains(HasSubstr("peer_served fail")));
}

}  // namespace
}  // namespace iec
