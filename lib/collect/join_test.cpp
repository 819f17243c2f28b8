// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/join.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

LavaCase Case(const std::string& name, const std::string& result,
              const std::string& set = "") {
  LavaCase lava;
  lava.suite = "0_iec";
  lava.name = name;
  lava.set = set;
  lava.result = result;
  lava.lines = {12, 14};
  return lava;
}

Collected Results(std::vector<LavaCase> cases, const std::string& id = "7") {
  Collected collected;
  collected.input.name = "results.yaml";
  collected.input.job.emplace().id = id;
  collected.cases = std::move(cases);
  return collected;
}

// A run of three tests, of which the records of the named ones arrived.
Collected Log(const std::vector<std::pair<std::string, Verdict>>& records,
              std::map<std::string, int> summary = {}) {
  Collected collected;
  collected.input.name = "output.yaml";
  collected.input.job.emplace().id = "7";
  RunRecord& run = collected.input.runs.emplace_back();
  run.plan.run = "00112233445566ff";
  run.plan.tests = {{"CR_1_1_a", "CR_1_1", ""},
                    {"CR_1_7_b", "CR_1_7", ""},
                    {"CR_1_11_c", "CR_1_11", ""}};
  for (const auto& [id, verdict] : records) {
    TestRecord& test = run.tests.emplace_back();
    test.id = id;
    test.requirement = id.substr(0, id.rfind('_'));
    test.verdict = verdict;
  }
  if (!summary.empty()) run.summary.emplace().verdicts = std::move(summary);
  return collected;
}

const TestRecord* Find(const RecordInput& input, const std::string& id) {
  for (const RunRecord& run : input.runs) {
    for (const TestRecord& test : run.tests) {
      if (test.id == id) return &test;
    }
  }
  return nullptr;
}

TEST(JoinJobs, ALogIsDescribedByTheOtherDocumentsOfItsJob) {
  Collected job;
  job.input.name = "job.json";
  job.input.job.emplace().id = "7";
  job.input.job->device = "qemu02";
  job.input.job->health = "Canceled";
  const auto inputs =
      JoinJobs({Log({}), job, Results({}), Results({}, "8")}, false);
  ASSERT_EQ(inputs.size(), 4u);
  EXPECT_EQ(inputs[0].job->device, "qemu02");
  EXPECT_EQ(inputs[0].job->health, "Canceled");
  EXPECT_FALSE(inputs[1].job.has_value());  // it is part of the first
  EXPECT_FALSE(inputs[2].job.has_value());
  EXPECT_EQ(inputs[3].job->id, "8");  // a job without a run is still seen
}

TEST(JoinJobs, WhatAPeerSaysIsSeenOnce) {
  Collected job = Results({}, "8");
  Collected log = job;
  log.input.peer = {{"peer_served", "pass"}};
  const auto inputs = JoinJobs({Log({}), job, log, log}, false);
  ASSERT_EQ(inputs.size(), 4u);
  EXPECT_TRUE(inputs[1].job.has_value());
  ASSERT_EQ(inputs[1].peer.size(), 1u);
  EXPECT_EQ(inputs[1].peer.front().name, "peer_served");
  EXPECT_FALSE(inputs[2].job.has_value());
  EXPECT_THAT(inputs[2].peer, IsEmpty());
}

TEST(JoinJobs, TheSameNumberOnTwoServersIsTwoJobs) {
  Collected one = Results({Case("CR_1_1_a", "pass")});
  Collected other = Results({Case("CR_1_1_a", "fail")});
  one.input.job->device = "qemu01";
  other.input.job->device = "board07";
  const auto inputs = JoinJobs({one, other}, false);
  EXPECT_EQ(inputs[0].runs.at(0).plan.run, "lava_7");
  EXPECT_EQ(inputs[1].runs.at(0).plan.run, "lava_7_2");
}

TEST(JoinJobs, ResultsOfAnotherServerOrYearAreAnotherJob) {
  Collected log = Log({{"CR_1_1_a", Verdict::kPass}});
  log.input.job->started = 1795456800000;
  LavaCase late = Case("CR_1_7_b", "pass");
  late.logged = log.input.job->started + 3'600'000;
  LavaCase early = late;
  early.logged = 1704067200000;
  EXPECT_NE(Find(JoinJobs({log, Results({late})}, false)[0], "CR_1_7_b"),
            nullptr);
  EXPECT_EQ(Find(JoinJobs({log, Results({early})}, false)[0], "CR_1_7_b"),
            nullptr);
  log.input.job->url = "https://lava.example.org/scheduler/job/7";
  Collected other = Results({late});
  other.input.job->url = "https://other.example.org/scheduler/job/7";
  EXPECT_EQ(Find(JoinJobs({log, other}, false)[0], "CR_1_7_b"), nullptr);
}

TEST(JoinJobs, ResultsWithoutARecordBecomeARunThatSaysSo) {
  const auto inputs = JoinJobs(
      {Results({Case("CR_1_1_a", "pass", "CR_1_1"), Case("CR_1_7_b", "fail"),
                Case("CR_1_11_c", "skip"), Case("CR_1_1_RE_1_d", "unknown"),
                Case("CR_2_1_a", "fail", "CR_2_1")})},
      false);
  ASSERT_EQ(inputs.at(0).runs.size(), 1u);
  const RunRecord& run = inputs[0].runs[0];
  EXPECT_FALSE(run.recorded);
  EXPECT_FALSE(run.verified);
  EXPECT_EQ(run.plan.target_levels.size(), 7u);
  ASSERT_EQ(run.tests.size(), 5u);
  EXPECT_EQ(run.tests[0].verdict, Verdict::kPass);
  EXPECT_EQ(run.tests[0].reason,
            "LAVA kept 'pass'; the record of the test did not arrive");
  EXPECT_EQ(run.tests[1].verdict, Verdict::kFail);
  EXPECT_THAT(run.tests[1].reason, HasSubstr("may have been an error"));
  EXPECT_EQ(run.tests[2].verdict, Verdict::kNotApplicable);
  EXPECT_EQ(run.tests[3].verdict, Verdict::kError);
  EXPECT_EQ(run.tests[3].requirement, "CR_1_1_RE_1");
  EXPECT_EQ(run.lines.at("CR_1_1_a").first, 12u);
  EXPECT_EQ(inputs[0].job->id, "7");
}

TEST(JoinJobs, WithAKeyNothingUnsignedIsAPass) {
  const auto inputs = JoinJobs({Results({Case("CR_1_1_a", "pass")})}, true);
  EXPECT_EQ(inputs.at(0).runs.at(0).tests.at(0).verdict, Verdict::kError);
  EXPECT_THAT(inputs[0].runs[0].tests[0].reason, HasSubstr("signed"));
}

TEST(JoinJobs, ATornRunIsCompletedFromLava) {
  const auto inputs =
      JoinJobs({Log({{"CR_1_1_a", Verdict::kPass}}),
                Results({Case("CR_1_1_a", "pass"), Case("CR_1_7_b", "pass")})},
               false);
  const TestRecord* completed = Find(inputs[0], "CR_1_7_b");
  ASSERT_NE(completed, nullptr);
  EXPECT_EQ(completed->verdict, Verdict::kPass);
  EXPECT_THAT(completed->reason, HasSubstr("did not arrive"));
  EXPECT_EQ(Find(inputs[0], "CR_1_11_c"), nullptr);  // stays missing
  EXPECT_THAT(inputs[0].problems, IsEmpty());
  EXPECT_THAT(inputs[1].runs, IsEmpty());
}

TEST(JoinJobs, TheSummaryTellsAnErrorFromAFailure) {
  const auto inputs = JoinJobs(
      {Log({{"CR_1_1_a", Verdict::kPass}, {"CR_1_11_c", Verdict::kPass}},
           {{"pass", 2}, {"error", 1}}),
       Results({Case("CR_1_7_b", "fail")})},
      false);
  EXPECT_EQ(Find(inputs[0], "CR_1_7_b")->verdict, Verdict::kError);
}

TEST(JoinJobs, WhereTheSummaryLeavesBothNobodyKnowsWhichIsTheError) {
  const auto inputs =
      JoinJobs({Log({{"CR_1_1_a", Verdict::kPass}},
                    {{"pass", 1}, {"error", 1}, {"fail", 1}}),
                Results({Case("CR_1_11_c", "fail"), Case("CR_1_7_b", "fail")})},
               false);
  EXPECT_EQ(Find(inputs[0], "CR_1_7_b")->verdict, Verdict::kError);
  EXPECT_EQ(Find(inputs[0], "CR_1_11_c")->verdict, Verdict::kError);
  EXPECT_THAT(inputs[0].problems, IsEmpty());
  const auto failures =
      JoinJobs({Log({{"CR_1_1_a", Verdict::kPass}}, {{"pass", 1}, {"fail", 2}}),
                Results({Case("CR_1_11_c", "fail"), Case("CR_1_7_b", "fail")})},
               false);
  EXPECT_EQ(Find(failures[0], "CR_1_7_b")->verdict, Verdict::kFail);
  EXPECT_EQ(Find(failures[0], "CR_1_11_c")->verdict, Verdict::kFail);
  EXPECT_EQ(Find(failures[0], "CR_1_7_b")->kept, "fail");
}

TEST(JoinJobs, WhatTheSummaryRefutesIsNotCompleted) {
  const auto inputs = JoinJobs(
      {Log({{"CR_1_1_a", Verdict::kPass}, {"CR_1_11_c", Verdict::kPass}},
           {{"pass", 2}, {"fail", 1}}),
       Results({Case("CR_1_7_b", "pass")})},
      false);
  EXPECT_EQ(Find(inputs[0], "CR_1_7_b"), nullptr);
  ASSERT_EQ(inputs[0].problems.size(), 1u);
  EXPECT_THAT(inputs[0].problems[0].what, HasSubstr("no such test left"));
}

TEST(JoinJobs, AResultThatDiffersFromItsRecordIsAProblem) {
  const auto inputs = JoinJobs({Log({{"CR_1_1_a", Verdict::kPass}}),
                                Results({Case("CR_1_1_a", "fail")})},
                               false);
  ASSERT_EQ(inputs[0].problems.size(), 1u);
  EXPECT_THAT(inputs[0].problems[0].what, HasSubstr("not what the record"));
  EXPECT_EQ(Find(inputs[0], "CR_1_1_a")->verdict, Verdict::kPass);
  // LAVA has no word for an error.
  const auto error = JoinJobs({Log({{"CR_1_1_a", Verdict::kError}}),
                               Results({Case("CR_1_1_a", "fail")})},
                              false);
  EXPECT_THAT(error[0].problems, IsEmpty());
}

TEST(JoinJobs, AResultThatNobodyPlannedIsAProblem) {
  const auto inputs =
      JoinJobs({Log({}), Results({Case("CR_2_1_x", "pass")})}, false);
  ASSERT_EQ(inputs[0].problems.size(), 1u);
  EXPECT_THAT(inputs[0].problems[0].what, HasSubstr("no plan of its job"));
  EXPECT_EQ(inputs[0].runs.size(), 1u);
}

TEST(JoinJobs, OfTwoResultsTheWorseOneCounts) {
  const auto inputs = JoinJobs(
      {Results({Case("CR_1_1_a", "pass"), Case("CR_1_1_a", "fail")})}, false);
  EXPECT_EQ(inputs[0].runs.at(0).tests.at(0).verdict, Verdict::kFail);
  EXPECT_THAT(inputs[0].problems.at(0).what, HasSubstr("two results"));
  // The same result in two documents is one.
  const auto same = JoinJobs({Results({Case("CR_1_1_a", "pass")}),
                              Results({Case("CR_1_1_a", "pass")})},
                             false);
  EXPECT_THAT(same[0].problems, IsEmpty());
  EXPECT_THAT(same[1].runs, IsEmpty());
}

TEST(JoinJobs, WhatLavaMissedIsMissing) {
  LavaCase missing = Case("CR_1_7_b", "fail");
  missing.reason = "missing expected test case";
  const auto inputs = JoinJobs({Log({}), Results({missing})}, false);
  EXPECT_EQ(Find(inputs[0], "CR_1_7_b"), nullptr);
  EXPECT_THAT(inputs[0].problems, IsEmpty());
}

TEST(JoinJobs, WhatLavaMissedIsMissingWithoutAPlanToo) {
  LavaCase missing = Case("CR_1_7_b", "fail");
  missing.reason = "missing expected test case";
  const auto inputs =
      JoinJobs({Results({missing, Case("CR_1_1_a", "pass")})}, false);
  const RunRecord& run = inputs.at(0).runs.at(0);
  EXPECT_EQ(run.tests.size(), 1u);
  ASSERT_EQ(run.plan.tests.size(), 2u);
  EXPECT_EQ(run.plan.tests[1].id, "CR_1_7_b");
  // It came after all, in another document.
  const auto found = JoinJobs(
      {Results({missing}), Results({Case("CR_1_7_b", "fail")})}, false);
  EXPECT_EQ(found.at(0).runs.at(0).plan.tests.size(), 1u);
  EXPECT_NE(Find(found[0], "CR_1_7_b"), nullptr);
}

TEST(JoinJobs, TestsOfTheShellSuiteGoByTheirList) {
  Collected shell;
  shell.input.name = "result.txt";
  shell.shell = {{"TC_CR1.11_1", "pass", 28, 1},
                 {"TC_CR1.1-RE1_1", "fail", 3, 2},
                 {"TC_CR9.9_1", "pass", 1, 3},
                 {"TC_CR7.1_1", "skip", 0, 4}};
  const auto inputs = JoinJobs({shell}, false);
  const RunRecord& run = inputs.at(0).runs.at(0);
  ASSERT_EQ(run.tests.size(), 3u);
  EXPECT_EQ(run.tests[0].id, "TC_CR1_11_1");
  EXPECT_EQ(run.tests[0].requirement, "CR_1_11");
  EXPECT_EQ(run.tests[0].seconds, 28);
  EXPECT_EQ(run.tests[0].verdict, Verdict::kPass);
  EXPECT_EQ(run.tests[1].requirement, "CR_1_1_RE_1");
  EXPECT_EQ(run.tests[1].verdict, Verdict::kFail);
  EXPECT_EQ(run.tests[2].verdict, Verdict::kError);  // nobody knows why
  EXPECT_EQ(run.lines.at("TC_CR1_1_RE1_1").first, 2u);
  ASSERT_EQ(inputs[0].problems.size(), 1u);
  EXPECT_EQ(inputs[0].problems[0].line, 3u);
  EXPECT_THAT(inputs[0].problems[0].what, HasSubstr("TC_CR9.9_1"));
  const auto lava = JoinJobs({Results({Case("TC_CR1.11_1", "pass")})}, false);
  EXPECT_EQ(lava.at(0).runs.at(0).tests.at(0).requirement, "CR_1_11");
}

TEST(JoinJobs, AnotherLabsTestIsNobodys) {
  const auto alone = JoinJobs(
      {Results({Case("CR_1_1_a", "pass"), Case("TC_other", "fail")})}, false);
  EXPECT_THAT(alone[0].problems, IsEmpty());
  EXPECT_EQ(alone[0].runs.at(0).tests.size(), 1u);
  // Beside tests of the shell suite it may be a new one of that suite.
  const auto beside = JoinJobs(
      {Results({Case("TC_other", "fail"), Case("TC_CR1.1_1", "pass")})}, false);
  ASSERT_EQ(beside[0].problems.size(), 1u);
  EXPECT_THAT(beside[0].problems[0].what, HasSubstr("TC_other"));
}

TEST(JoinJobs, WhatLavaLostIsSaidWhereThereIsNoRecord) {
  Collected log = Results({Case("TC_CR1.1_1", "pass")});
  log.lost = {{7, "LAVA lost a result: x"}};
  EXPECT_EQ(JoinJobs({log}, false)[0].problems.size(), 1u);
  log.cases.clear();
  for (const RecordInput& input : JoinJobs({log, Log({})}, false)) {
    EXPECT_THAT(input.problems, IsEmpty());
  }
}

TEST(JoinJobs, AThousandProblemsOfAKindAreTenAndANumber) {
  std::vector<LavaCase> cases;
  for (int i = 0; i < 1000; ++i) {
    cases.push_back(Case("CR_2_1_x" + std::to_string(i), "pass"));
  }
  const auto unplanned = JoinJobs({Log({}), Results(cases)}, false);
  ASSERT_EQ(unplanned[0].problems.size(), 11u);
  EXPECT_THAT(unplanned[0].problems[10].what, HasSubstr("990 more problems"));
  for (LavaCase& lava : cases) lava.result = "fail";
  const std::vector<LavaCase> failed = cases;
  for (LavaCase& lava : cases) lava.result = "pass";
  cases.insert(cases.end(), failed.begin(), failed.end());
  EXPECT_EQ(JoinJobs({Results(cases)}, false)[0].problems.size(), 11u);
}

// Rows [begin, end) of a list of `promised`.
Collected PageOf(int64_t begin, int64_t end, size_t promised,
                 const std::string& list) {
  Collected page = Results({Case("CR_1_1_a", "pass")});
  page.of_list = Page{list, promised, {}};
  for (int64_t row = begin; row < end; ++row) page.of_list->rows.push_back(row);
  return page;
}

TEST(JoinJobs, APageThatIsMissingIsAProblem) {
  const std::string suite = "http://h/api/v0.2/jobs/7/suites/6/tests/";
  const Collected page = PageOf(0, 50, 120, suite);
  EXPECT_THAT(JoinJobs({page}, false).at(0).problems.at(0).what,
              HasSubstr("50 of the 120 results of the suite"));
  EXPECT_THAT(JoinJobs({page, page}, false).at(0).problems.at(0).what,
              HasSubstr("50 of the 120"));
  EXPECT_THAT(JoinJobs({page, PageOf(200, 300, 100, "")}, false)
                  .at(0)
                  .problems.at(0)
                  .what,
              HasSubstr("50 of the 120"));
  EXPECT_THAT(
      JoinJobs({page, PageOf(50, 120, 120, suite)}, false).at(0).problems,
      IsEmpty());
  EXPECT_THAT(JoinJobs({PageOf(0, 50, 50, ""), PageOf(60, 99, 39, "")}, false)
                  .at(0)
                  .problems,
              IsEmpty());
}

TEST(JoinJobs, APageWithoutResultsIsAProblem) {
  Collected page;
  page.of_list.emplace();
  EXPECT_THAT(JoinJobs({Log({}), page}, false).at(1).problems.at(0).what,
              HasSubstr("without results"));
}

// "K/result.yaml" beside "K/job.log".
Collected JobEnd(const std::string& name, const std::string& health) {
  Collected end;
  end.input.name = name;
  end.input.job.emplace().health = health;
  return end;
}

TEST(JoinJobs, TheEndOfAJobBelongsToTheLogBesideIt) {
  Collected log = Log({});
  log.input.name = "a/job.log";
  Collected other = Results({Case("CR_1_1_a", "pass")}, "8");
  other.input.name = "b/results.yaml";
  const auto inputs =
      JoinJobs({JobEnd("a/result.yaml", "Incomplete"), log, other}, false);
  EXPECT_FALSE(inputs.at(0).job.has_value());
  EXPECT_EQ(inputs.at(1).job->health, "Incomplete");
  EXPECT_EQ(inputs.at(2).job->health, "");
}

TEST(JoinJobs, TheEndOfAJobThatNobodyKnowsIsSeenWhereItWasBad) {
  Collected log = Log({});
  log.input.name = "a/job.log";
  Collected second = Results({Case("CR_1_1_a", "pass")}, "8");
  second.input.name = "a/results.yaml";
  const auto inputs =
      JoinJobs({log, second, JobEnd("a/result.yaml", "Incomplete"),
                JobEnd("c/result.yaml", "Complete")},
               false);
  EXPECT_EQ(inputs.at(2).job->health, "Incomplete");
  EXPECT_FALSE(inputs.at(3).job.has_value());
}

}  // namespace
}  // namespace iec
