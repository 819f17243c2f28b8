// SPDX-License-Identifier: Apache-2.0
#include "lib/report/oscal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "lib/report/golden_test.h"

namespace iec {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json Oscal(const Assessment& assessment) {
  return json::parse(RenderOscal(assessment, {})).at("assessment-results");
}

const json* FindFinding(const json& results, const std::string& control) {
  for (const json& finding : results.at("results")[0].at("findings")) {
    if (finding.at("target").at("target-id") == control) return &finding;
  }
  return nullptr;
}

TEST(Golden, Oscal) {
  ExpectGolden("oscal.json", RenderOscal(Everything(), {}));
}

TEST(ControlId, IsAToken) {
  EXPECT_EQ(ControlId("CR_1_1"), "cr-1.1");
  EXPECT_EQ(ControlId("CR_1_1_RE_1"), "cr-1.1.re-1");
  EXPECT_EQ(ControlId("EDR_3_14_RE_1"), "edr-3.14.re-1");
  EXPECT_EQ(ControlId("CCSC 1"), "ccsc-1");
  EXPECT_EQ(ControlId("9 x"), "_9-x");
  EXPECT_EQ(ControlId(""), "_");
}

// What a schema's \\s takes for a space.
TEST(Oscal, NoTextBeginsOrEndsWithASpaceOfAnyKind) {
  SampleRun sample;
  sample.plan().system = "\xc2\xa0\xe3\x80\x80 a\xc2\xa0z \xe2\x80\x83";
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass, "\xe2\x80\x83");
  const std::string text = RenderOscal(sample.Assess(), {});
  EXPECT_THAT(text, HasSubstr("\"a\\u00a0z\""));
  EXPECT_THAT(text, HasSubstr("\"title\": \"\\\\-\""));
}

TEST(Oscal, SaysThatItIsAPart) {
  SampleRun sample;
  sample.plan().selection = {"fr1"};
  sample.plan().deviations = {"serial: a root shell"};
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  const std::string remarks =
      Oscal(sample.Assess()).at("results")[0].at("remarks");
  EXPECT_THAT(remarks, HasSubstr("part only: only a selection"));
  EXPECT_THAT(remarks, HasSubstr("deviation: serial: a root shell"));
}

TEST(Oscal, OnlyAPassIsSatisfied) {
  const json results = Oscal(Everything());
  const auto status = [&](const std::string& control) {
    const json* finding = FindFinding(results, control);
    EXPECT_NE(finding, nullptr) << control;
    return finding == nullptr ? json() : finding->at("target").at("status");
  };
  EXPECT_EQ(status("cr-1.1").at("state"), "satisfied");
  EXPECT_EQ(status("cr-2.1.re-1").at("state"), "satisfied");
  EXPECT_EQ(status("cr-1.7").at("reason"), "fail");
  EXPECT_EQ(status("cr-1.11").at("state"), "not-satisfied");  // waived
  EXPECT_EQ(status("cr-2.5").at("reason"), "other");
  EXPECT_THAT(status("cr-2.5").at("remarks"), HasSubstr("missing"));
  EXPECT_EQ(status("ccsc-1").at("state"), "not-satisfied");
  // Not applicable: neither.
  EXPECT_EQ(FindFinding(results, "cr-1.1.re-1"), nullptr);
}

TEST(Oscal, TheSameRecordMakesTheSameNames) {
  EXPECT_EQ(RenderOscal(Everything(), {}), RenderOscal(Everything(), {}));
  SampleRun other("ffeeddccbbaa9988");
  EXPECT_NE(Oscal(other.Assess()).at("uuid"),
            Oscal(SampleRun().Assess()).at("uuid"));
}

// Collects each UUID that is defined, and each that is referred to.
void Collect(const json& value, std::multiset<std::string>& defined,
             std::set<std::string>& used) {
  if (!value.is_structured()) return;
  if (value.is_object()) {
    if (value.contains("uuid")) defined.insert(value.at("uuid"));
    if (value.contains("observation-uuid")) {
      used.insert(value.at("observation-uuid"));
    }
    if (value.contains("href")) {
      const std::string href = value.at("href");
      if (href.starts_with('#')) used.insert(href.substr(1));
    }
  }
  for (const json& item : value) Collect(item, defined, used);
}

TEST(Oscal, EachReferenceHasOneTarget) {
  for (const Assessment& assessment : {Everything(), Hostile()}) {
    std::multiset<std::string> defined;
    std::set<std::string> used;
    Collect(Oscal(assessment), defined, used);
    EXPECT_GT(used.size(), 2u);
    for (const std::string& uuid : used) EXPECT_EQ(defined.count(uuid), 1u);
    for (const std::string& uuid : defined) EXPECT_EQ(defined.count(uuid), 1u);
  }
}

TEST(Oscal, HostileTextStaysInItsPlace) {
  const json results = Oscal(Hostile());
  const std::regex line("\\S([^\\n]*\\S)?");
  for (const json& item : results.at("results")[0].at("observations")) {
    EXPECT_TRUE(std::regex_match(item.at("title").get<std::string>(), line));
    for (const json& property : item.at("props")) {
      EXPECT_TRUE(
          std::regex_match(property.at("value").get<std::string>(), line));
    }
  }
  // By a clock that OSCAL cannot say.
  EXPECT_EQ(results.at("results")[0].at("observations")[0].at("collected"),
            "1970-01-01T00:00:00.000Z");
  EXPECT_LT(results.dump().size(), 1000000u);
}

}  // namespace
}  // namespace iec
