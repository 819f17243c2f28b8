// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/fleet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lib/fleet/builder.h"
#include "lib/fleet/render.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr char kTest[] = "CR_1_11_locks";

JobRecord Job(const std::string& id, int64_t started,
              const std::string& type = "qemu") {
  JobRecord job;
  job.id = id;
  job.started = started;
  job.device_type = type;
  job.health = "Complete";
  return job;
}

class FleetTest : public testing::Test {
 protected:
  void Add(const JobRecord& job, Verdict verdict) {
    builder_.AddResult(kTest, "", verdict);
    builder_.EndJob(job, true);
  }
  Fleet Take() const {
    Fleet fleet;
    builder_.AddTo(fleet);
    return fleet;
  }
  FleetJobs jobs_;
  FleetBuilder builder_{jobs_};
};

TEST(FleetRequirement, ComesFromTheNameOrTheSet) {
  EXPECT_EQ(FleetRequirement("CR_1_11_locks_account", ""), "CR_1_11");
  EXPECT_EQ(FleetRequirement("CR_1_1_RE_1_each", ""), "CR_1_1_RE_1");
  EXPECT_EQ(FleetRequirement("EDR_3_14_RE_1_x", ""), "EDR_3_14_RE_1");
  EXPECT_EQ(FleetRequirement("TC_CR1.1-RE1_1", ""), "CR_1_1_RE_1");
  EXPECT_EQ(FleetRequirement("TC_CR1.11_2", ""), "CR_1_11");
  EXPECT_EQ(FleetRequirement("some_name", "CR_2_1"), "CR_2_1");
  EXPECT_EQ(FleetRequirement("helper-pass", ""), std::nullopt);
  EXPECT_EQ(FleetRequirement("TC_nothing_1", ""), std::nullopt);
  EXPECT_EQ(FleetRequirement("CR_99_1_x", "CR_99_1"), std::nullopt);
}

TEST_F(FleetTest, CountsResultsByRequirementAndType) {
  Add(Job("1", 1000), Verdict::kPass);
  Add(Job("2", 2000), Verdict::kFail);
  Add(Job("3", 3000, "rpi4"), Verdict::kPass);
  const Fleet fleet = Take();
  const auto rows = fleet.Rows();
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].first, "CR_1_11");
  const FleetCell& qemu = rows[0].second.at("qemu");
  EXPECT_EQ(qemu.counts[FleetIndex(Verdict::kPass)], 1);
  EXPECT_EQ(qemu.counts[FleetIndex(Verdict::kFail)], 1);
  EXPECT_EQ(qemu.now, Verdict::kFail);
  EXPECT_EQ(rows[0].second.at("rpi4").now, Verdict::kPass);
  EXPECT_EQ(fleet.results, 3);
  EXPECT_EQ(fleet.ExitStatus(), 1);
}

TEST_F(FleetTest, TheLatestJobDecidesWhateverTheOrder) {
  Add(Job("3", 3000), Verdict::kPass);
  Add(Job("1", 1000), Verdict::kFail);
  Add(Job("2", 2000), Verdict::kFail);
  const Fleet fleet = Take();
  EXPECT_EQ(fleet.ExitStatus(), 0);
  const auto findings = FindingsOf(fleet);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].seen.count, 2);
  EXPECT_EQ(findings[0].seen.first, 1000);
  EXPECT_EQ(findings[0].seen.first_job, "1");
  EXPECT_EQ(findings[0].seen.last_job, "2");
  EXPECT_EQ(findings[0].now, Verdict::kPass);
  EXPECT_EQ(findings[0].jobs, 3);
}

TEST_F(FleetTest, TheWorstTestDecidesTheRequirement) {
  builder_.AddResult("CR_1_11_a", "", Verdict::kPass);
  builder_.AddResult("CR_1_11_b", "", Verdict::kError);
  builder_.AddResult("CR_1_11_c", "", Verdict::kMissing);
  builder_.EndJob(Job("1", 1), true);
  const Fleet fleet = Take();
  EXPECT_EQ(fleet.Rows()[0].second.at("qemu").now, Verdict::kError);
  EXPECT_EQ(fleet.ExitStatus(), 2);
}

TEST_F(FleetTest, OfTwoResultsInOneJobTheLaterCounts) {
  builder_.AddResult(kTest, "", Verdict::kFail);
  EXPECT_TRUE(builder_.HasResult(kTest));
  EXPECT_FALSE(builder_.HasResult("CR_1_1_other"));
  builder_.AddResult(kTest, "", Verdict::kPass);
  builder_.EndJob(Job("1", 1), true);
  EXPECT_FALSE(builder_.HasResult(kTest));
  EXPECT_EQ(Take().results, 1);
  EXPECT_EQ(Take().ExitStatus(), 0);
}

TEST_F(FleetTest, AJobThatCameTwiceCountsOnce) {
  builder_.EndJob(Job("1", 1), false);  // the dataset `minimal`
  Add(Job("1", 1), Verdict::kFail);     // `results`
  Add(Job("1", 1), Verdict::kFail);     // `all`
  const Fleet fleet = Take();
  EXPECT_EQ(fleet.health().jobs(), 1);
  EXPECT_EQ(fleet.health().without_results, 0);
  EXPECT_EQ(fleet.duplicates, 2);
  EXPECT_EQ(fleet.results, 1);
}

TEST_F(FleetTest, InfrastructureIsNobodysVerdict) {
  JobRecord broken = Job("7", 7000);
  broken.health = "Incomplete";
  broken.error_type = "Infrastructure";
  broken.error_message = "no power\x1b[2J";
  builder_.EndJob(broken, true);
  JobRecord canceled = Job("8", 8000);
  canceled.health = "Canceled";
  builder_.EndJob(canceled, false);
  const Fleet fleet = Take();
  EXPECT_THAT(fleet.series, IsEmpty());
  const FleetFault& fault = fleet.faults.at({"Infrastructure", "qemu"});
  EXPECT_EQ(fault.seen.count, 1);
  EXPECT_THAT(fault.message,
              AllOf(HasSubstr("no power"), Not(HasSubstr("\x1b"))));
  EXPECT_EQ(fleet.faults.count({"Canceled, no reason given", "qemu"}), 1u);
  EXPECT_EQ(fleet.health().incomplete, 1);
  EXPECT_EQ(fleet.health().without_results, 2);
  EXPECT_EQ(fleet.ExitStatus(), 0);
}

TEST_F(FleetTest, AJobThatWasNotUnderstoodLeavesNothing) {
  builder_.AddResult(kTest, "", Verdict::kFail);
  builder_.DropJob();
  builder_.AddProblem("a.jsonl", 3, "torn");
  const Fleet fleet = Take();
  EXPECT_THAT(fleet.series, IsEmpty());
  EXPECT_EQ(fleet.unreadable, 1);
  EXPECT_EQ(fleet.ExitStatus(), 2);
}

TEST_F(FleetTest, TwoBuildersAddUp) {
  FleetBuilder other(jobs_);
  Add(Job("2", 2000), Verdict::kFail);
  other.AddResult(kTest, "", Verdict::kFail);
  other.EndJob(Job("1", 1000), true);
  other.AddResult(kTest, "", Verdict::kPass);
  other.EndJob(Job("3", 3000), true);
  for (const bool first : {true, false}) {
    Fleet fleet;
    (first ? builder_ : other).AddTo(fleet);
    (first ? other : builder_).AddTo(fleet);
    const FleetSeries& series = fleet.series.at({kTest, "qemu"});
    EXPECT_EQ(series.failed.count, 2);
    EXPECT_EQ(series.failed.first_job, "1");
    EXPECT_EQ(series.failed.last_job, "2");
    EXPECT_EQ(series.latest_verdict, Verdict::kPass);
    EXPECT_EQ(fleet.health().jobs(), 3);
  }
}

TEST_F(FleetTest, AFloodOfTypesIsHeld) {
  for (size_t i = 0; i < kMaxFleetTypes + 50; ++i) {
    Add(Job(std::to_string(i), 1, "type" + std::to_string(i)), Verdict::kPass);
  }
  const Fleet fleet = Take();
  EXPECT_LE(fleet.types.size(), kMaxFleetTypes + 1);
  EXPECT_EQ(fleet.types.at("(others)").jobs(), 50);
}

TEST_F(FleetTest, IdsAreOrderedAsNumbers) {
  Add(Job("99", 5), Verdict::kFail);
  Add(Job("100", 5), Verdict::kPass);
  EXPECT_EQ(Take().ExitStatus(), 0);
}

TEST_F(FleetTest, TheJsonHasWhatTheSchemaSays) {
  Add(Job("1", 1795456800000), Verdict::kFail);
  builder_.AddResult("foreign", "", Verdict::kPass);
  builder_.EndJob(Job("2", 1795456900000), true);
  const auto json = nlohmann::json::parse(RenderFleetJson(Take()));
  EXPECT_EQ(json["schema"], "iec-fleet/1");
  EXPECT_EQ(json["exit_status"], 1);
  EXPECT_EQ(json["foreign_results"], 1);
  EXPECT_EQ(json["device_types"]["qemu"]["jobs"], 2);
  EXPECT_EQ(json["health"]["first"], "2026-11-23T18:00:00.000Z");
  EXPECT_EQ(json["findings"][0]["first_job"], "1");
  EXPECT_EQ(json["findings"][0]["requirement"], "CR_1_11");
  EXPECT_EQ(json["requirements"][0]["device_types"]["qemu"]["now"], "fail");
}

TEST_F(FleetTest, HostileTextStaysText) {
  JobRecord job = Job("<b>\x1b", 1, "<LAVA_SIGNAL_X>\x1b[2J IEC1 \xff");
  job.error_type = "<script>";
  Add(job, Verdict::kFail);
  builder_.AddProblem("\x1b<LAVA_", 1, "\x1b");
  for (const std::string& text :
       {RenderFleetTable(Take(), {}), RenderFleetJson(Take()),
        RenderFleetHtml(Take())}) {
    EXPECT_THAT(text, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("<LAVA_")),
                            Not(HasSubstr("IEC1 "))));
  }
}

TEST_F(FleetTest, TheTableSaysItAll) {
  Add(Job("41", 1795456800000), Verdict::kFail);
  const std::string table = RenderFleetTable(Take(), {});
  EXPECT_THAT(table, AllOf(HasSubstr("qemu"), HasSubstr("CR 1.11"),
                           HasSubstr("first 2026-11-23T18:00 (job 41)"),
                           HasSubstr("Exit status 1")));
}

}  // namespace
}  // namespace iec
