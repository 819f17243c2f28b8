// SPDX-License-Identifier: Apache-2.0
#include "lib/report/xccdf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <set>

#include "lib/catalogue/catalogue.h"
#include "lib/report/golden_test.h"

namespace iec {
namespace {

using testing::HasSubstr;

class Xccdf {
 public:
  explicit Xccdf(const Assessment& assessment) {
    const std::string text = RenderXccdf(assessment, {});
    EXPECT_TRUE(document_.load_string(text.c_str()));
  }
  size_t Count(const std::string& path) const {
    return document_.select_nodes(path.c_str()).size();
  }
  std::string Result(const std::string& token) const {
    return Of(token).child("result").text().get();
  }
  pugi::xml_node Of(const std::string& token) const {
    for (const auto& found : document_.select_nodes("//rule-result")) {
      const std::string rule = found.node().attribute("idref").value();
      if (rule.ends_with("_rule_" + token)) return found.node();
    }
    return {};
  }

 private:
  pugi::xml_document document_;
};

TEST(Golden, Xccdf) {
  ExpectGolden("xccdf.xml", RenderXccdf(Everything(), {}));
}

// Names of forged records that are one in their first hundred letters.
TEST(Xccdf, DifferentRulesHaveDifferentIds) {
  SampleRun sample;
  const std::string name(120, 'x');
  sample.Add("a", name + "1", Verdict::kPass);
  sample.Add("b", name + "2", Verdict::kFail);
  pugi::xml_document document;
  const std::string text = RenderXccdf(sample.Assess(), {});
  ASSERT_TRUE(document.load_string(text.c_str()));
  std::set<std::string> ids;
  const auto rules = document.select_nodes("//Rule");
  for (const auto& rule : rules)
    ids.insert(rule.node().attribute("id").value());
  EXPECT_EQ(ids.size(), rules.size());
  EXPECT_EQ(ids.size(), Requirements().size() + 2);
}

TEST(Xccdf, SaysThatItIsAPart) {
  SampleRun sample;
  sample.plan().selection = {"fr1"};
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_THAT(RenderXccdf(sample.Assess(), {}),
              HasSubstr("part only: only a selection"));
}

TEST(Xccdf, EachVerdictHasItsResult) {
  const Xccdf xccdf(Everything());
  EXPECT_EQ(xccdf.Result("CR_2_1_RE_1"), "pass");
  EXPECT_EQ(xccdf.Result("CR_1_1_RE_1"), "notapplicable");
  EXPECT_EQ(xccdf.Result("CR_1_7"), "fail");
  EXPECT_EQ(xccdf.Result("CR_1_11"), "fail");  // waived
  EXPECT_THAT(xccdf.Of("CR_1_11").child("message").text().get(),
              HasSubstr("waived"));
  EXPECT_EQ(xccdf.Result("CR_2_1_RE_2"), "error");
  EXPECT_EQ(xccdf.Result("CR_2_5"), "unknown");
  EXPECT_EQ(xccdf.Result("CR_2_1_RE_3"), "notchecked");
  EXPECT_EQ(xccdf.Result("NDR_1_6"), "notselected");
}

TEST(Xccdf, HasARuleForEachRequirement) {
  const Assessment assessment = Everything();
  const Xccdf xccdf(assessment);
  EXPECT_EQ(xccdf.Count("//Group"), 7u);
  EXPECT_EQ(xccdf.Count("//Rule"), Requirements().size());
  EXPECT_EQ(xccdf.Count("//rule-result"), Requirements().size());
  EXPECT_EQ(xccdf.Count("//Profile"), 5u);  // SL 1 to 4, and the target
  size_t demanded = 0;
  for (const auto& row : assessment.requirements) demanded += row.demanded;
  EXPECT_EQ(xccdf.Count("//Profile[1]/select"), demanded);
}

TEST(Xccdf, ARequirementThatTheCatalogueLacksIsARuleToo) {
  SampleRun sample;
  sample.Add("CR_99_1_x", "CR_99_1", Verdict::kFail);
  EXPECT_EQ(Xccdf(sample.Assess()).Result("CR_99_1"), "fail");
}

TEST(Xccdf, HostileTextIsText) {
  const Assessment assessment = Hostile();
  const Xccdf xccdf(assessment);
  EXPECT_EQ(xccdf.Count("//rule-result"), Requirements().size());
  EXPECT_EQ(xccdf.Count("//b"), 0u);
  const std::string text = RenderXccdf(assessment, {});
  EXPECT_LT(text.size(), 1000000u);
  EXPECT_EQ(text.find("\xef\xbf\xbe"), std::string::npos);
  for (const char c : text) EXPECT_TRUE(c == '\n' || c >= ' ' || c < 0);
}

}  // namespace
}  // namespace iec
