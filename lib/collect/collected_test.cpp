// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/collected.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Shell {
  std::vector<std::string> results;  // "id result seconds"
  std::vector<Problem> problems;
};

Shell Take(const std::vector<std::string>& lines) {
  Collected collected;
  ProblemList problems;
  size_t number = 0;
  for (const std::string& line : lines) {
    TakeShellLine(++number, line, collected, problems);
  }
  Shell shell;
  for (const ShellResult& result : collected.shell) {
    shell.results.push_back(result.id + " " + result.result + " " +
                            std::to_string(result.seconds).substr(0, 3));
  }
  shell.problems = problems.Take();
  return shell;
}

TEST(TakeShellLine, TakesAResultWhateverStandsBeforeIt) {
  for (const std::string before : {"", "\t", "# ", "root@dut:~# ", "[    9.1] ",
                                   "\x1b[0m", "\x1b[1;32m"}) {
    for (const std::string after : {"", "\r", " \r", "\x1b[0m"}) {
      const Shell shell = Take({before + "TC_CR1.1_1+fail+3" + after});
      EXPECT_THAT(shell.results, ElementsAre("TC_CR1.1_1 fail 3.0"))
          << before << after;
      EXPECT_THAT(shell.problems, IsEmpty()) << before << after;
    }
  }
  EXPECT_THAT(
      Take({"TC_CR1.1_1+fail+2.5", "TC_CR1.7_1+pass", "TC_CR1.9_1+skip+",
            "TC_CR2.1_1+pass+1\rTC_CR2.6_1+fail+2\r"})
          .results,
      ElementsAre("TC_CR1.1_1 fail 2.5", "TC_CR1.7_1 pass 0.0",
                  "TC_CR1.9_1 skip 0.0", "TC_CR2.1_1 pass 1.0",
                  "TC_CR2.6_1 fail 2.0"));
}

TEST(TakeShellLine, NamesAResultThatIsTorn) {
  for (const std::string torn :
       {"TC_CR1.1_1+fail+3[   12.345] usb 1-1: new device",
        "TC_CR1.1_1+fai[  12.4] kernel", "TC_CR1.1_1+pa", "TC_CR1.1_1+",
        "TC_CR1.1_1+FAIL+1", "TC_CR1.1_1+error+1", "TC_CR1.1_1+fail+-1",
        "TC_CR1.1_1+fail+nan", "C_CR1.1_1+fail+3", "TC_CR1\x1b.1_1+fail",
        "+fail+3"}) {
    const Shell shell = Take({"TC_CR1.7_1+pass+1", torn});
    EXPECT_THAT(shell.results, ElementsAre("TC_CR1.7_1 pass 1.0")) << torn;
    ASSERT_EQ(shell.problems.size(), 1u) << torn;
    EXPECT_EQ(shell.problems[0].line, 2u);
    EXPECT_THAT(shell.problems[0].what, HasSubstr("a torn result line"))
        << torn;
  }
  const Shell next = Take({"TC_CR1.1_1+faTC_CR1.7_1+pass+1"});
  EXPECT_THAT(next.results, ElementsAre("TC_CR1.7_1 pass 1.0"));
  EXPECT_EQ(next.problems.size(), 1u);
}

TEST(TakeShellLine, OtherTextIsNoResult) {
  const Shell shell =
      Take({"TC_CR1.1_1", "preTest: TC_CR7.3: Control system backup", "1+1=2",
            "TC_+pass", "+ echo 3+passed", "C++",
            "IEC1 test 1 2 00000000 {\"a\":\"TC_CR1.1_1+pass\"}"});
  EXPECT_THAT(shell.results, IsEmpty());
  EXPECT_THAT(shell.problems, IsEmpty());
}

TEST(TakeShellLine, AMillionLinesAreAHandful) {
  std::vector<std::string> lines;
  for (int i = 0; i < 1000; ++i) {
    lines.push_back("TC_zz" + std::to_string(i) + "+pass+1");
    lines.push_back("TC_CR1.1_1+pass+" + std::to_string(i));
    lines.push_back("TC_CR1.1_1+torn");
  }
  const Shell shell = Take(lines);
  EXPECT_THAT(shell.results, ElementsAre("TC_CR1.1_1 pass 0.0"));
  EXPECT_EQ(shell.problems.size(), 22u);
  EXPECT_THAT(shell.problems[0].what, HasSubstr("the result of TC_zz0"));
}

TEST(RequirementOfShellTest, KnowsEachOfTheSuite) {
  EXPECT_EQ(RequirementOfShellTest("TC_CR7.3_2"), "CR_7_3");
  EXPECT_EQ(RequirementOfShellTest("TC_CR_2.11-RE1_1"), "CR_2_11_RE_1");
  EXPECT_EQ(RequirementOfShellTest("TC_other"), "");
}

LavaCase Case(const std::string& name, const std::string& set = "") {
  LavaCase lava;
  lava.suite = "0_iec";
  lava.name = name;
  lava.set = set;
  lava.result = "fail";
  return lava;
}

TEST(RequirementOf, IsTheLongestThatTheNameBeginsWith) {
  EXPECT_EQ(RequirementOf(Case("CR_1_1_a")), "CR_1_1");
  EXPECT_EQ(RequirementOf(Case("CR_1_1_RE_1_b")), "CR_1_1_RE_1");
  // A set that LAVA saw no end of.
  EXPECT_EQ(RequirementOf(Case("CR_1_1_RE_1_b", "CR_1_1")), "CR_1_1_RE_1");
  EXPECT_EQ(RequirementOf(Case("helper")), "");
}

size_t Kept(const LavaCase& lava) {
  Collected collected;
  TakeCase(lava, collected);
  return collected.cases.size();
}

TEST(TakeCase, DropsWhatTheCollectorGaveBackToLava) {
  EXPECT_EQ(Kept(Case("CR_1_1_RE_1_b", "CR_1_1_RE_1")), 1u);
  EXPECT_EQ(Kept(Case("CR_1_1_RE_1", "requirements")), 0u);
  EXPECT_EQ(Kept(Case("CR_1_1_RE_1_b", "requirements")), 0u);
  EXPECT_EQ(Kept(Case("CR_1_1_RE_1")), 0u);
  EXPECT_EQ(Kept(Case("CR_1_1_levels", "levels")), 0u);
}

TEST(TakeCase, AFailureWithAMeasurementIsAFailure) {
  LavaCase lava = Case("TC_CR1.1_1");
  lava.measured = true;
  EXPECT_EQ(Kept(lava), 1u);
  lava.result = "unknown";
  EXPECT_EQ(Kept(lava), 1u);
  lava.result = "pass";
  EXPECT_EQ(Kept(lava), 0u);
}

}  // namespace
}  // namespace iec
