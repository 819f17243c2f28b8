// SPDX-License-Identifier: Apache-2.0
#include "lib/report/kcidb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "lib/report/golden_test.h"

namespace iec {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

json Kcidb(const Assessment& assessment, const std::string& origin = "lab") {
  RenderOptions options;
  options.origin = origin;
  return json::parse(RenderKcidb(assessment, options));
}

const json* FindPath(const json& document, const std::string& path) {
  for (const json& test : document.at("tests")) {
    if (test.at("path") == path) return &test;
  }
  return nullptr;
}

// What no part of the schema allows, anywhere.
void ExpectClean(const json& value) {
  EXPECT_FALSE(value.is_null());
  if (value.is_string()) {
    for (const char c : value.get<std::string>()) {
      EXPECT_TRUE(c == '\n' || c >= ' ' || c < 0);
    }
  }
  if (value.is_structured()) {
    for (const auto& item : value) ExpectClean(item);
  }
}

TEST(Golden, Kcidb) {
  ExpectGolden("kcidb.json", RenderKcidb(Everything(), {}));
}

TEST(Kcidb, ATestThatIsCalledLikeARequirementIsNotItsRow) {
  SampleRun sample;
  sample.Add("CR_2_1_RE_3", "CR_1_1", Verdict::kPass);
  std::set<std::string> ids;
  const json document = Kcidb(sample.Assess());
  for (const json& test : document.at("tests")) ids.insert(test.at("id"));
  EXPECT_EQ(ids.size(), document.at("tests").size());
}

TEST(Kcidb, APartHasARootWithoutStatus) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_EQ(FindPath(Kcidb(sample.Assess()), "iec62443-4-2"), nullptr);
  sample.plan().selection = {"fr1"};
  const json document = Kcidb(sample.Assess());
  const json* root = FindPath(document, "iec62443-4-2");
  ASSERT_NE(root, nullptr);
  EXPECT_FALSE(root->contains("status"));
  EXPECT_THAT(root->at("log_excerpt").get<std::string>(),
              HasSubstr("part only: only a selection"));
}

TEST(Kcidb, NamesNoFolder) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  RecordInput unreadable;
  unreadable.name = "/home/john.doe/none";
  unreadable.problems = {{0, "opening /home/john.doe/none: No such file"}};
  AssessmentOptions options;
  options.judged_by = "p.yaml (pump, sha256 0)";
  const std::string text = RenderKcidb(
      *Assess({sample.Input("/home/john.doe/run"), unreadable}, options), {});
  EXPECT_THAT(text, Not(HasSubstr("john")));
  EXPECT_THAT(text, HasSubstr("none:0: opening none: No such file"));
  EXPECT_THAT(text, HasSubstr("targets and waivers from p.yaml"));
}

TEST(Kcidb, EachVerdictHasItsStatus) {
  const json document = Kcidb(Everything());
  const std::map<std::string, std::string> expected = {
      {"CR_1_1.CR_1_1_asks_at_console", "PASS"},
      {"CR_1_1_RE_1.CR_1_1_RE_1_wireless", "SKIP"},
      {"CR_1_7.CR_1_7_takes_weak_passwords", "FAIL"},
      {"CR_1_11.CR_1_11_locks_account", "FAIL"},  // waived
      {"CR_2_1_RE_2.CR_2_1_RE_2_roles", "ERROR"},
      {"CR_2_5.CR_2_5_locks_session", "MISS"},
      {"CR_3_4.CR_3_4_finds_changes", "ERROR"}};  // not undone
  for (const auto& [path, status] : expected) {
    const json* test = FindPath(document, "iec62443-4-2." + path);
    ASSERT_NE(test, nullptr) << path;
    EXPECT_EQ(test->at("status"), status) << path;
  }
  // Of the other verdicts KCIDB has no word.
  const json* manual = FindPath(document, "iec62443-4-2.CR_2_1_RE_3");
  ASSERT_NE(manual, nullptr);
  EXPECT_FALSE(manual->contains("status"));
  EXPECT_EQ(manual->at("misc").at("verdict"), "manual");
  // The torn line is nobody's result but must be seen.
  EXPECT_EQ(FindPath(document, "iec62443-4-2")->at("status"), "ERROR");
}

TEST(Kcidb, AnEnhancementIsBesideItsBase) {
  const json document = Kcidb(Everything());
  for (const json& test : document.at("tests")) {
    EXPECT_THAT(test.at("path"), Not(HasSubstr(".RE_")));
  }
}

TEST(Kcidb, AWaiverIsAKnownIssueWithoutItsApprover) {
  const json document = Kcidb(Everything());
  ASSERT_EQ(document.at("issues").size(), 1u);
  const json& issue = document.at("issues")[0];
  EXPECT_EQ(issue.at("version"), 20270131);
  ASSERT_EQ(document.at("incidents").size(), 1u);
  const json& incident = document.at("incidents")[0];
  EXPECT_EQ(incident.at("issue_id"), issue.at("id"));
  EXPECT_EQ(incident.at("test_id"),
            "lab:00112233445566ff.CR_1_11_locks_account");
  EXPECT_THAT(document.dump(), Not(HasSubstr("A. Person")));
}

TEST(Kcidb, NamesWhereAResultIsFrom) {
  const json document = Kcidb(Everything());
  const json* test =
      FindPath(document, "iec62443-4-2.CR_1_7.CR_1_7_takes_weak_passwords");
  ASSERT_NE(test, nullptr);
  const json& provenance = test->at("misc").at("provenance");
  EXPECT_EQ(provenance.at("log"), "lines 120 to 124");
  EXPECT_EQ(provenance.at("image_sha256"), std::string(64, 'b'));
  EXPECT_EQ(test->at("log_url"), "https://lava.example.org/scheduler/job/4711");
  EXPECT_EQ(test->at("misc").at("runtime"), "lava.example.org");
  EXPECT_EQ(test->at("environment").at("misc").at("platform"), "qemu");
}

TEST(Kcidb, HoldsNoSecret) {
  SampleRun sample;
  TestRecord& test = sample.Add("CR_1_5_x", "CR_1_5", Verdict::kFail);
  test.reason = "password: hunter2";
  test.checks = {{Check::Kind::kExpectation, false, "none",
                  "root:$6$salt$0123456789abcdef0123:1", "x.cpp:1"}};
  const std::string text = Kcidb(sample.Assess()).dump();
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(text, Not(HasSubstr("$6$salt")));
}

TEST(Kcidb, HoldsNoFolderOfAPerson) {
  RecordInput input = EverythingInput();
  input.name = "/home/somebody/run.txt";
  const std::string text = Kcidb(*Assess({input}, {})).dump();
  EXPECT_THAT(text, HasSubstr("run.txt"));
  EXPECT_THAT(text, Not(HasSubstr("somebody")));
}

TEST(Kcidb, HostileTextStaysInItsPlace) {
  const json document = Kcidb(Hostile());
  ExpectClean(document);
  const std::regex path("([a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*)?");
  std::set<std::string> ids;
  for (const json& test : document.at("tests")) {
    EXPECT_TRUE(std::regex_match(test.at("path").get<std::string>(), path));
    EXPECT_TRUE(ids.insert(test.at("id")).second) << test.at("id");
    EXPECT_FALSE(test.contains("log_url"));  // no address as a whole
    if (test.contains("log_excerpt")) {
      EXPECT_LE(test.at("log_excerpt").get<std::string>().size(), 16384u);
    }
  }
  EXPECT_LT(document.dump().size(), 1000000u);
}

}  // namespace
}  // namespace iec
