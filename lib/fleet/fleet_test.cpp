// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/fleet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/collect/collected.h"
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

using Source = FleetResult::Source;
using Results = std::vector<std::pair<std::string, Verdict>>;

const Results kNoResults;

LavaCase Named(const std::string& name) {
  LavaCase lava;
  lava.name = name;
  return lava;
}

class FleetTest : public testing::Test {
 protected:
  void Add(const JobRecord& job, const Results& results,
           Source source = Source::kLava, const std::string& directory = "") {
    FleetDocument document;
    document.job = job;
    for (const auto& [test, verdict] : results) {
      document.Add(test, RequirementOf(Named(test)), source, verdict);
    }
    builder_.Add({input_, directory, ++line_}, document);
  }
  void Add(const JobRecord& job, Verdict verdict) {
    Add(job, {{kTest, verdict}});
  }
  Fleet Take() { return builder_.Finish(); }

  FleetBuilder builder_;
  std::string input_ = "a.jsonl";
  size_t line_ = 0;
};

TEST(FleetRequirements, AreTheSameHoweverManyNamesThereAre) {
  FleetRequirements requirements;
  for (int i = 0; i < 30'000; ++i) {
    EXPECT_EQ(requirements.Of(Named("vk" + std::to_string(i))), "");
  }
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(requirements.Of(Named(kTest)), "CR_1_11");
    EXPECT_EQ(requirements.Of(Named("helper-pass")), "");
  }
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
  Add(Job("1", 1), {{"CR_1_11_a", Verdict::kPass},
                    {"CR_1_11_b", Verdict::kError},
                    {"CR_1_11_c", Verdict::kMissing}});
  const Fleet fleet = Take();
  EXPECT_EQ(fleet.Rows()[0].second.at("qemu").now, Verdict::kError);
  EXPECT_EQ(fleet.ExitStatus(), 2);
}

TEST_F(FleetTest, OfTwoResultsInOneJobTheWorseCounts) {
  Add(Job("1", 1), {{kTest, Verdict::kFail}, {kTest, Verdict::kPass}});
  const Fleet fleet = Take();
  EXPECT_EQ(fleet.results, 1);
  EXPECT_EQ(fleet.ExitStatus(), 1);
  ASSERT_THAT(fleet.problems, SizeIs(1));
  EXPECT_THAT(fleet.problems[0].problem.what,
              HasSubstr("two results of CR_1_11_locks: 'pass' after 'fail'"));
}

TEST_F(FleetTest, AJobThatCameTwiceCountsOnce) {
  Add(Job("1", 1), kNoResults);      // the dataset `minimal`
  Add(Job("1", 1), Verdict::kFail);  // `results`
  Add(Job("1", 1), Verdict::kFail);  // `all`
  const Fleet fleet = Take();
  EXPECT_EQ(fleet.health().jobs(), 1);
  EXPECT_EQ(fleet.health().without_results, 0);
  EXPECT_EQ(fleet.duplicates, 2);
  EXPECT_EQ(fleet.results, 1);
  EXPECT_THAT(fleet.problems, IsEmpty());
}

// What LAVA posts of one job: when it begins, and when it ends, with each of
// its datasets.
TEST_F(FleetTest, TheOrderOfTheDocumentsOfAJobDoesNotMatter) {
  JobRecord running;
  running.id = "7";
  running.submitted = 1000;
  running.name = "x";
  JobRecord ended = running;
  ended.started = 2000;
  ended.health = "Incomplete";
  ended.device = "qemu01";
  ended.device_type = "qemu";
  JobRecord explained = ended;
  explained.error_type = "Infrastructure";
  explained.error_message = "power";
  std::vector<int> order = {0, 1, 2, 3};
  do {
    builder_ = FleetBuilder();
    for (const int which : order) {
      if (which == 0) Add(running, kNoResults);
      if (which == 1) Add(ended, kNoResults);
      if (which == 2) Add(explained, Verdict::kFail);
      if (which == 3) Add(ended, {{kTest, Verdict::kError}}, Source::kRecord);
    }
    const Fleet fleet = Take();
    EXPECT_EQ(fleet.types.size(), 1u);
    EXPECT_EQ(fleet.types.at("qemu").incomplete, 1);
    EXPECT_EQ(fleet.types.at("qemu").without_results, 0);
    EXPECT_EQ(fleet.types.at("qemu").first, 2000);
    EXPECT_EQ(fleet.faults.at({"Infrastructure", "qemu"}).message, "power");
    EXPECT_EQ(fleet.faults.size(), 1u);
    EXPECT_EQ(fleet.series.at({kTest, "qemu"}).latest_verdict, Verdict::kError);
    EXPECT_EQ(fleet.results, 1);
    EXPECT_EQ(fleet.duplicates, 3);
    EXPECT_THAT(fleet.problems, IsEmpty());
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(FleetTest, FilesOfOneDirectoryTellOfOneJob) {
  JobRecord posted = Job("7", 2000);
  posted.submitted = 1000;
  const JobRecord log = Job("7", 2500);
  JobRecord results;
  results.id = "7";
  std::vector<int> order = {0, 1, 2};
  do {
    builder_ = FleetBuilder();
    for (const std::string directory : {"lab/1/7", "lab/2/7"}) {
      for (const int which : order) {
        if (which == 0) Add(posted, kNoResults, Source::kLava, directory);
        if (which == 1) {
          Add(log, {{kTest, Verdict::kError}}, Source::kRecord, directory);
        }
        if (which == 2) {
          Add(results, {{kTest, Verdict::kFail}}, Source::kLava, directory);
        }
      }
      ++posted.submitted;  // the job 7 of another server
    }
    const Fleet fleet = Take();
    EXPECT_EQ(fleet.health().jobs(), 2);
    EXPECT_EQ(fleet.documents, 6);
    EXPECT_EQ(fleet.series.at({kTest, "qemu"}).broken.count, 2);
  } while (std::next_permutation(order.begin(), order.end()));
}

// The log of a job need not say its number, and what lava-run leaves of its end
// does not.
TEST_F(FleetTest, AFileWithoutANumberIsOfTheOneJobOfItsDirectory) {
  JobRecord end;
  end.health = "Incomplete";
  const JobRecord log = Job("", 2500);
  for (const bool before : {true, false}) {
    for (const int jobs : {0, 1, 2}) {
      builder_ = FleetBuilder();
      const auto add = [&] {
        for (int i = 1; i <= jobs; ++i) {
          Add(Job(std::to_string(i), 2000), kNoResults, Source::kLava, "lab");
        }
      };
      if (before) add();
      input_ = "lab/end";
      Add(end, kNoResults, Source::kLava, "lab");
      input_ = "lab/log";
      Add(log, {{kTest, Verdict::kPass}}, Source::kLava, "lab");
      if (!before) add();
      const Fleet fleet = Take();
      EXPECT_EQ(fleet.health().jobs(), jobs == 1 ? 1 : jobs + 2);
      EXPECT_EQ(fleet.health().incomplete, 1);
      EXPECT_EQ(fleet.results, 1);
      EXPECT_EQ(fleet.duplicates, jobs == 1 ? 2 : 0);
    }
  }
}

TEST_F(FleetTest, AJobOfTheSameNumberOnAnotherDayIsAnother) {
  constexpr int64_t kDay = 86'400'000;
  for (const int64_t day : {1, 3, 1, 3}) {
    Add(Job("7", day * kDay), kNoResults, Source::kLava, "lab");
  }
  EXPECT_EQ(Take().health().jobs(), 2);
}

TEST_F(FleetTest, InfrastructureIsNobodysVerdict) {
  JobRecord broken = Job("7", 7000);
  broken.health = "Incomplete";
  broken.error_type = "Infrastructure";
  broken.error_message = "no power\x1b[2J";
  Add(broken, kNoResults);
  JobRecord canceled = Job("8", 8000);
  canceled.health = "Canceled";
  Add(canceled, kNoResults);
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

TEST_F(FleetTest, AFaultIsDatedByTheJobsThatSayWhen) {
  JobRecord broken = Job("7", 0);
  broken.error_type = "Bug";
  for (const int64_t started : {0, 9000, 5000, 0}) {
    broken.started = started;
    broken.id += "1";
    Add(broken, kNoResults);
  }
  const FleetFault fault = Take().faults.at({"Bug", "qemu"});
  EXPECT_EQ(fault.seen.count, 4);
  EXPECT_EQ(fault.seen.first, 5000);
  EXPECT_EQ(fault.seen.last, 9000);
}

TEST_F(FleetTest, AProblemIsNoPass) {
  FleetDocument document;
  document.is_job = false;
  document.problems = {{3, "torn"}};
  builder_.Add({"a.jsonl", "", 3}, document);
  const Fleet fleet = Take();
  EXPECT_THAT(fleet.series, IsEmpty());
  EXPECT_EQ(fleet.health().jobs(), 0);
  EXPECT_EQ(fleet.unreadable, 1);
  EXPECT_EQ(fleet.ExitStatus(), 2);
}

TEST_F(FleetTest, AWaivedFailureIsToldApart) {
  Add(Job("1", 1), {{kTest, Verdict::kWaived}, {"CR_1_11_b", Verdict::kPass}},
      Source::kRecord);
  const Fleet fleet = Take();
  const FleetCell cell = fleet.Rows()[0].second.at("qemu");
  EXPECT_EQ(cell.now, Verdict::kWaived);
  EXPECT_EQ(cell.counts[FleetIndex(Verdict::kWaived)], 1);
  EXPECT_THAT(FindingsOf(fleet), IsEmpty());
  EXPECT_EQ(fleet.ExitStatus(), 0);
}

TEST_F(FleetTest, AFloodOfTypesIsHeldAndSaid) {
  for (size_t i = 0; i < kMaxFleetTypes + 50; ++i) {
    Add(Job(std::to_string(i), 1, "type" + std::to_string(i)), Verdict::kPass);
  }
  const Fleet fleet = Take();
  EXPECT_LE(fleet.types.size(), kMaxFleetTypes + 1);
  EXPECT_EQ(fleet.types.at("(others)").jobs(), 50);
  EXPECT_EQ(fleet.merged_jobs, 50);
  EXPECT_EQ(fleet.ExitStatus(), 2);
  EXPECT_THAT(RenderFleetTable(fleet, {}),
              HasSubstr("(others): 50 jobs on other types"));
}

TEST_F(FleetTest, AFloodOfKindsLeavesTheKnownOnes) {
  JobRecord broken = Job("0", 1);
  const auto add = [&](const std::string& kind) {
    broken.id = std::to_string(++line_);
    broken.error_type = kind;
    Add(broken, kNoResults);
  };
  add("Infrastructure");
  for (size_t i = 0; i < kMaxFleetFaults + 50; ++i) {
    add("kind" + std::to_string(i));
  }
  add("Infrastructure");
  const Fleet fleet = Take();
  EXPECT_EQ(fleet.faults.at({"Infrastructure", "qemu"}).seen.count, 2);
  EXPECT_EQ(fleet.faults.at({"(others)", "qemu"}).seen.count, 51);
  EXPECT_EQ(fleet.merged_faults, 51);
  EXPECT_EQ(fleet.ExitStatus(), 0);
  EXPECT_NE(RenderFleetHtml(fleet).find("(others): 51 faults"),
            std::string::npos);
}

TEST_F(FleetTest, AFloodOfTestsIsNoPass) {
  FleetDocument document;
  document.job = Job("1", 1);
  for (size_t i = 0; i < kMaxFleetResults + 5; ++i) {
    document.Add("CR_1_1_x" + std::to_string(i), "CR_1_1", Source::kLava,
                 Verdict::kPass);
  }
  document.Add("vk", "", Source::kLava, Verdict::kFail);
  document.Add("CR_1_1_" + std::string(kMaxFleetName, 'x'), "CR_1_1",
               Source::kLava, Verdict::kFail);
  builder_.Add({"a.jsonl", "", 1}, document);
  const Fleet fleet = Take();
  EXPECT_EQ(fleet.dropped, 6);
  EXPECT_EQ(fleet.foreign, 1);
  EXPECT_EQ(fleet.ExitStatus(), 2);
  EXPECT_THAT(fleet.ExitReason(), HasSubstr("6 results beyond the limits"));
}

TEST_F(FleetTest, IdsAreOrderedAsNumbers) {
  Add(Job("99", 5), Verdict::kFail);
  Add(Job("100", 5), Verdict::kPass);
  EXPECT_EQ(Take().ExitStatus(), 0);
}

TEST_F(FleetTest, TheJsonHasWhatTheSchemaSays) {
  Add(Job("1", 1795456800000), Verdict::kFail);
  Add(Job("2", 1795456900000), {{"foreign", Verdict::kPass}});
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
  EXPECT_THAT(table, HasSubstr("no results  first       last\n"));
  EXPECT_THAT(table, HasSubstr("2026-11-23  2026-11-23\n"));
  EXPECT_THAT(table, AllOf(HasSubstr("qemu"), HasSubstr("CR 1.11"),
                           HasSubstr("first 2026-11-23T18:00 (job 41)"),
                           HasSubstr("Exit status 1")));
}

}  // namespace
}  // namespace iec
