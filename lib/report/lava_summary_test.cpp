// SPDX-License-Identifier: Apache-2.0
#include "lib/report/lava_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "lib/base/text.h"
#include "lib/report/golden_test.h"

namespace iec {
namespace {

using testing::HasSubstr;

TEST(Golden, LavaSummary) {
  ExpectGolden("lava.txt", RenderLavaSummary(Everything(), {}));
}

TEST(LavaSummary, EachVerdictHasLavasWord) {
  const std::string text = RenderLavaSummary(Everything(), {});
  const auto result = [&](const std::string& token) {
    const std::string before =
        "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=" + token + " RESULT=";
    const size_t at = text.find(before);
    return at == std::string::npos ? "none"
                                   : text.substr(at + before.size(), 4);
  };
  EXPECT_EQ(result("CR_2_1_RE_1"), "pass");
  EXPECT_EQ(result("CR_1_7"), "fail");
  EXPECT_EQ(result("CR_1_1_RE_1"), "skip");  // not applicable
  EXPECT_EQ(result("CR_2_1_RE_2"), "fail");  // error
  EXPECT_EQ(result("CR_2_5"), "fail");       // missing
  EXPECT_EQ(result("CR_1_11"), "fail");      // waived
  EXPECT_EQ(result("CR_2_1_RE_3"), "skip");  // manual
  EXPECT_EQ(result("whole_run"), "fail");
}

TEST(LavaSummary, APartOfARunIsNoPassOfTheWhole) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_THAT(RenderLavaSummary(sample.Assess(), {}),
              HasSubstr("TEST_CASE_ID=whole_run RESULT=pass"));
  sample.plan().selection = {"fr1"};
  const std::string text = RenderLavaSummary(sample.Assess(), {});
  EXPECT_THAT(text, HasSubstr("TEST_CASE_ID=whole_run RESULT=skip"));
  EXPECT_THAT(text, HasSubstr("part only: only a selection"));
}

TEST(LavaSummary, NoRequirementSaysHowTheWholeRunEnded) {
  SampleRun sample;
  sample.Add("x", "whole_run", Verdict::kPass);
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kFail);
  const std::string text = RenderLavaSummary(sample.Assess(), {});
  EXPECT_THAT(text, HasSubstr("TEST_CASE_ID=whole_run RESULT=fail"));
  EXPECT_THAT(text, testing::Not(HasSubstr("whole_run RESULT=pass")));
}

// LAVA drops the result of a case with a measurement, and one of two cases of
// the same name.
TEST(LavaSummary, NoVerdictIsAMeasurementAndNoNameComesTwice) {
  for (const Assessment& assessment : {Everything(), Hostile()}) {
    std::set<std::string> names;
    size_t verdicts = 0;
    for (const std::string& line :
         Split(RenderLavaSummary(assessment, {}), '\n')) {
      if (!line.starts_with("<LAVA_SIGNAL_TESTCASE ")) continue;
      const std::vector<std::string> words = Split(line, ' ');
      ASSERT_GE(words.size(), 3u);
      EXPECT_TRUE(names.insert(words[1]).second) << line;
      const bool level = words[1].find("=reached") != std::string::npos;
      EXPECT_EQ(words.size(), level ? 5u : 3u) << line;
      verdicts += level ? 0 : 1;
    }
    EXPECT_EQ(verdicts, assessment.requirements.size() + 1);
  }
}

TEST(LavaSummary, HostileTextIsNoSignal) {
  const Assessment assessment = Hostile();
  const std::string text = RenderLavaSummary(assessment, {});
  EXPECT_LT(text.size(), 100000u);
  size_t signals = 0;
  for (const std::string& line : Split(text, '\n')) {
    const size_t at = line.find("<LAVA_SIGNAL");
    if (at == std::string::npos) continue;
    ++signals;
    EXPECT_EQ(at, 0u) << line;
  }
  // Three for each verdict, one for each level, four of the two test sets.
  EXPECT_EQ(signals, 3 * (assessment.requirements.size() + 1) + 8 + 4);
  for (const char c : text) EXPECT_TRUE(c == '\n' || c >= ' ' || c < 0);
}

}  // namespace
}  // namespace iec
