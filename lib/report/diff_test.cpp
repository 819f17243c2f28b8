// SPDX-License-Identifier: Apache-2.0
#include "lib/report/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lib/report/sample_test.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kId[] = "CR_1_7_weak";

SampleRun One(Verdict verdict, const std::string& reason = "") {
  SampleRun run;
  TestRecord& test = run.Add(kId, "CR_1_7", verdict, "Weak passwords");
  if (!reason.empty()) test.reason = reason;
  // So that there is a run with a second test, whatever becomes of the first.
  run.Add("CR_1_1_other", "CR_1_1", Verdict::kPass);
  return run;
}

SampleRun None() {
  SampleRun run;
  run.Add("CR_1_1_other", "CR_1_1", Verdict::kPass);
  return run;
}

// `after` as another run than `before`.
Diff DiffOf(const SampleRun& before, SampleRun after, bool baseline = false) {
  after.plan().run = "ffeeddccbbaa0011";
  return Compare(before.Assess(), after.Assess(), {baseline});
}

std::vector<std::string> Kinds(const std::vector<Change>& changes) {
  std::vector<std::string> kinds;
  for (const Change& change : changes) {
    kinds.push_back(change.id + " " + std::string(Name(change.kind)));
  }
  return kinds;
}

TEST(Diff, FindsNothingInTwoEqualRuns) {
  const Diff diff = DiffOf(One(Verdict::kPass), One(Verdict::kPass));
  EXPECT_THAT(diff.tests, IsEmpty());
  EXPECT_THAT(diff.requirements, IsEmpty());
  EXPECT_THAT(diff.levels, IsEmpty());
  EXPECT_THAT(diff.warnings, IsEmpty());
  EXPECT_EQ(diff.exit_status, 0);
  EXPECT_THAT(RenderDiffTable(diff, {}), HasSubstr("Nothing changed."));
}

TEST(Diff, ANewFailureCountsWithAndWithoutABaseline) {
  for (const Verdict verdict : {Verdict::kPass, Verdict::kNotApplicable,
                                Verdict::kError, Verdict::kMissing}) {
    const Diff diff = DiffOf(One(verdict), One(Verdict::kFail), true);
    EXPECT_THAT(Kinds(diff.tests), ElementsAre("CR_1_7_weak new_failure"));
    EXPECT_EQ(diff.exit_status, 1);
    EXPECT_EQ(DiffOf(One(verdict), One(Verdict::kFail)).exit_status, 1);
  }
  const Diff fresh = DiffOf(None(), One(Verdict::kFail), true);
  EXPECT_THAT(Kinds(fresh.tests), ElementsAre("CR_1_7_weak new_failure"));
  EXPECT_EQ(fresh.exit_status, 1);
  EXPECT_THAT(fresh.exit_reason, HasSubstr("1 new failure"));
}

TEST(Diff, ABaselineAcceptsWhatFailedBefore) {
  const auto fail = [] { return One(Verdict::kFail); };
  const Diff strict = DiffOf(fail(), fail());
  EXPECT_EQ(strict.exit_status, 1);
  EXPECT_THAT(strict.exit_reason, HasSubstr("1 test failing as before"));
  const Diff accepted = DiffOf(fail(), fail(), true);
  EXPECT_EQ(accepted.exit_status, 0);
  EXPECT_EQ(accepted.still_failing, 1u);
}

TEST(Diff, ABaselineNeverAcceptsAGap) {
  for (const Verdict gap : {Verdict::kError, Verdict::kMissing}) {
    EXPECT_EQ(DiffOf(One(gap), One(gap), true).exit_status, 2);
    const Diff diff = DiffOf(One(Verdict::kFail), One(gap), true);
    EXPECT_THAT(Kinds(diff.tests), ElementsAre("CR_1_7_weak newly_missing"));
    EXPECT_EQ(diff.exit_status, 2);
  }
}

TEST(Diff, AFailureThatIsNoLongerThereIsNotMended) {
  const Diff diff = DiffOf(One(Verdict::kFail), None(), true);
  EXPECT_THAT(Kinds(diff.tests), ElementsAre("CR_1_7_weak newly_missing"));
  EXPECT_EQ(diff.exit_status, 2);
  EXPECT_THAT(diff.exit_reason, HasSubstr("1 test no longer there"));
}

TEST(Diff, OnlyWhatPassesIsMended) {
  SampleRun waived = One(Verdict::kFail);
  waived.Waive("CR 1.7", "2027-01-31");
  for (const SampleRun& before : {One(Verdict::kFail), waived}) {
    EXPECT_THAT(Kinds(DiffOf(before, One(Verdict::kPass)).tests),
                ElementsAre("CR_1_7_weak mended"));
    const Diff diff = DiffOf(before, One(Verdict::kNotApplicable));
    EXPECT_THAT(Kinds(diff.tests), ElementsAre("CR_1_7_weak other"));
    EXPECT_THAT(Kinds(diff.requirements), ElementsAre("CR 1.7 other"));
  }
}

TEST(Diff, ARequirementThatWaitsForAPersonIsNotMissing) {
  const auto run = [](Verdict verdict) {
    SampleRun sample;
    sample.Add("CR_2_1_RE_3_x", "CR_2_1_RE_3", verdict);
    return sample;
  };
  const Diff diff = DiffOf(run(Verdict::kFail), run(Verdict::kPass));
  EXPECT_THAT(Kinds(diff.tests), ElementsAre("CR_2_1_RE_3_x mended"));
  EXPECT_THAT(Kinds(diff.requirements), ElementsAre("CR 2.1 RE(3) other"));
  EXPECT_EQ(diff.exit_status, 0);
}

TEST(Diff, TellsMendedFromNewlyCovered) {
  const auto kinds = [](const SampleRun& before) {
    return Kinds(DiffOf(before, One(Verdict::kPass)).tests);
  };
  EXPECT_THAT(kinds(One(Verdict::kFail)), ElementsAre("CR_1_7_weak mended"));
  EXPECT_THAT(kinds(One(Verdict::kError)),
              ElementsAre("CR_1_7_weak newly_covered"));
  EXPECT_THAT(kinds(None()), ElementsAre("CR_1_7_weak newly_covered"));
  EXPECT_THAT(kinds(One(Verdict::kNotApplicable)),
              ElementsAre("CR_1_7_weak other"));
}

TEST(Diff, ShowsAWaivedFailureAsThat) {
  SampleRun waived = One(Verdict::kFail);
  waived.Waive("CR 1.7", "2027-01-31");
  const Diff diff = DiffOf(One(Verdict::kPass), waived);
  EXPECT_THAT(Kinds(diff.tests), ElementsAre("CR_1_7_weak newly_waived"));
  EXPECT_EQ(DiffOf(waived, One(Verdict::kFail), true).exit_status, 1)
      << "a failure whose waiver is gone is a new one";
}

TEST(Diff, AWaiverThatExpiresCountsOnce) {
  SampleRun expired = One(Verdict::kPass);
  expired.Waive("CR 1.7", "2026-11-22");
  SampleRun valid = One(Verdict::kPass);
  valid.Waive("CR 1.7", "2027-01-31");
  EXPECT_EQ(DiffOf(valid, expired, true).exit_status, 1);
  EXPECT_EQ(DiffOf(expired, expired, true).exit_status, 0);
  EXPECT_EQ(DiffOf(expired, expired).exit_status, 1);
}

TEST(Diff, SaysWhenTheReasonChanged) {
  const Diff diff =
      DiffOf(One(Verdict::kFail, "one"), One(Verdict::kFail, "two"), true);
  EXPECT_THAT(Kinds(diff.tests), ElementsAre("CR_1_7_weak changed_reason"));
  EXPECT_EQ(diff.exit_status, 0);
  EXPECT_THAT(RenderDiffTable(diff, {}), HasSubstr("two (before: one)"));
}

TEST(Diff, ComparesRequirements) {
  const Diff diff = DiffOf(One(Verdict::kFail), One(Verdict::kPass));
  EXPECT_THAT(Kinds(diff.requirements), ElementsAre("CR 1.7 mended"));
  EXPECT_THAT(Kinds(DiffOf(None(), One(Verdict::kPass)).requirements),
              ElementsAre("CR 1.7 newly_covered"));
}

TEST(Diff, ALevelThatFellCountsUnlessThereIsABaseline) {
  Assessment before = One(Verdict::kPass).Assess();
  Assessment after = before;
  before.levels[0].reached = 2;
  after.levels[0].reached = 1;
  const Diff diff = Compare(before, after, {});
  ASSERT_EQ(diff.levels.size(), 1u);
  EXPECT_EQ(diff.exit_status, 1);
  EXPECT_THAT(RenderDiffTable(diff, {}),
              HasSubstr("FR 1: SL 2 -> SL 1 (lower)"));
  EXPECT_EQ(Compare(before, after, {true}).exit_status, 0);
  EXPECT_EQ(Compare(after, before, {}).exit_status, 0);
}

TEST(Diff, WarnsOfAnotherProfileAndTarget) {
  SampleRun other = One(Verdict::kPass);
  other.plan().profile_sha256 = std::string(64, 'b');
  other.plan().target_levels = {3, 3, 3, 3, 3, 3, 1};
  EXPECT_THAT(DiffOf(One(Verdict::kPass), other).warnings,
              ElementsAre("the two ran with different profiles",
                          "FR 7: target SL 3 and SL 1"));
}

TEST(Diff, WarnsOfAnotherDevice) {
  SampleRun other = One(Verdict::kPass);
  other.plan().machine = "aarch64";
  other.plan().system = "Yocto";
  other.plan().lane = "qemu";
  const Diff diff = DiffOf(One(Verdict::kPass), other);
  EXPECT_THAT(diff.warnings,
              ElementsAre("other machines: x86_64 and aarch64",
                          "other systems: Debian GNU/Linux 12 (bookworm) and "
                          "Yocto",
                          "other lanes: container and qemu"));
  EXPECT_EQ(diff.exit_status, 0);
  other.plan().machine = other.plan().system = other.plan().lane = "";
  EXPECT_THAT(DiffOf(One(Verdict::kPass), other).warnings, IsEmpty());
}

TEST(Diff, WarnsOfAWrongOrder) {
  SampleRun later = One(Verdict::kPass);
  later.plan().started += kDay;
  EXPECT_THAT(DiffOf(One(Verdict::kPass), later).warnings, IsEmpty());
  const Diff diff = DiffOf(later, One(Verdict::kPass));
  EXPECT_THAT(diff.warnings, ElementsAre(HasSubstr("NEW is older than OLD")));
  EXPECT_EQ(diff.exit_status, 0);
  for (const std::string& text :
       {RenderDiffTable(diff, {}), RenderDiffMarkdown(diff),
        RenderDiffJson(diff)}) {
    EXPECT_THAT(text, HasSubstr("NEW is older than OLD"));
  }
  SampleRun unknown = One(Verdict::kPass);
  unknown.plan().started = 0;
  EXPECT_THAT(DiffOf(later, unknown).warnings, IsEmpty());
}

TEST(Diff, WarnsOfARunThatIsInBoth) {
  const Assessment one = One(Verdict::kFail).Assess();
  const Diff diff = Compare(one, one, {true});
  EXPECT_THAT(diff.warnings,
              ElementsAre(HasSubstr("run 00112233445566ff is in both")));
  EXPECT_EQ(diff.exit_status, 0);
}

TEST(Diff, ADamagedInputIsAGap) {
  RecordInput input = One(Verdict::kPass).Input();
  input.problems = {{7, "torn"}};
  const Assessment damaged = *Assess({input}, {});
  const Assessment sound = One(Verdict::kPass).Assess();
  EXPECT_EQ(Compare(sound, damaged, {true}).exit_status, 2);
  EXPECT_EQ(Compare(damaged, sound, {true}).exit_status, 2);
}

TEST(Diff, HostileTextStaysText) {
  const std::string evil = "\x1b[2J<LAVA_SIGNAL_X> IEC1 | <b>\nx \xff";
  const Diff diff = DiffOf(One(Verdict::kPass), One(Verdict::kFail, evil));
  for (const std::string& text :
       {RenderDiffTable(diff, {}), RenderDiffMarkdown(diff),
        RenderDiffJson(diff)}) {
    EXPECT_THAT(text, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("<LAVA_")),
                            Not(HasSubstr("IEC1 "))));
  }
}

TEST(Diff, TheMarkdownHasATableForEachKind) {
  const std::string text =
      RenderDiffMarkdown(DiffOf(One(Verdict::kPass), One(Verdict::kFail)));
  EXPECT_THAT(text, AllOf(HasSubstr("## New failures (tests)"),
                          HasSubstr("| pass | fail |")));
}

TEST(Diff, TheJsonHasWhatTheSchemaSays) {
  const auto json = nlohmann::json::parse(
      RenderDiffJson(DiffOf(None(), One(Verdict::kFail), true)));
  EXPECT_EQ(json["schema"], "iec-diff/1");
  EXPECT_EQ(json["baseline"], true);
  EXPECT_EQ(json["exit_status"], 1);
  EXPECT_EQ(json["tests"][0]["before"], nullptr);
  EXPECT_EQ(json["tests"][0]["after"], "fail");
  EXPECT_EQ(json["tests"][0]["kind"], "new_failure");
  EXPECT_EQ(json["requirements"][0]["id"], "CR 1.7");
}

}  // namespace
}  // namespace iec
