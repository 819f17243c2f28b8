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

TEST(JoinJobs, APageThatIsMissingIsAProblem) {
  Collected page = Results({Case("CR_1_1_a", "pass")});
  page.page = 50;
  page.promised = 120;
  EXPECT_THAT(JoinJobs({page}, false).at(0).problems.at(0).what,
              HasSubstr("50 of the 120 results"));
  Collected rest = page;
  rest.page = 70;
  EXPECT_THAT(JoinJobs({page, rest}, false).at(0).problems, IsEmpty());
}

}  // namespace
}  // namespace iec
