// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/lava_log_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/collect/line_cutter.h"

namespace iec {
namespace {

using testing::HasSubstr;

std::string Json(std::string_view line) {
  std::string out;
  YamlLineToJson(line, out);
  return out;
}

TEST(YamlLineToJson, WritesTheEscapesOfYamlAsThoseOfJson) {
  EXPECT_EQ(Json(R"({"a": "\e[0m\x9f\0"})"),
            R"({"a": "\u001b[0m\u009f\u0000"})");
  EXPECT_EQ(Json(R"("\U0001F600")"), R"("\ud83d\ude00")");
  EXPECT_EQ(Json(R"("\U0011FFFF\x4")"), R"("\ufffd\ufffd4")");
  EXPECT_EQ(Json(R"("\_\N\L\P\a\v\ ")"),
            R"("\u00a0\u0085\u2028\u2029\u0007\u000b ")");
  EXPECT_EQ(Json(R"("\"\\\n\t\/")"), R"("\"\\\n\t\/")");
}

TEST(YamlLineToJson, TakesOffTheTagOfANumber) {
  EXPECT_EQ(Json(R"({"starttc": ! "936"})"), R"({"starttc": "936"})");
  EXPECT_EQ(Json(R"({"msg": "stop! \"x\""})"), R"({"msg": "stop! \"x\""})");
}

struct Got {
  Collected collected;
  std::vector<Problem> problems;
};

Got Read(const std::vector<std::string>& lines) {
  Got got;
  RecordReader records;
  LavaLogReader log(records, got.collected);
  size_t number = 0;
  for (std::string line : lines) {
    const size_t size = line.size();
    line.append(kLinePadding, ' ');
    log.Feed(++number, std::string_view(line).substr(0, size));
  }
  got.problems = log.Finish();
  return got;
}

std::string Line(const std::string& time, const std::string& rest) {
  return "- {\"dt\": \"2026-11-23T18:00:" + time + "\", " + rest + "}";
}

TEST(LavaLogReader, KnowsTheJobByItsFolderOrItsActions) {
  const Got folder = Read(
      {Line("00.1", R"("lvl": "debug", "msg": "[common] Preparing overlay )"
                    R"(tarball in /var/lib/x/tmp/12.1/lava-overlay-a")")});
  EXPECT_EQ(folder.collected.input.job->id, "12.1");
  const Got uuid = Read(
      {Line("00.1", R"("lvl": "results", "msg": {"case": "0_x", "definition": )"
                    R"("lava", "result": "pass", "uuid": "13_1.2"})")});
  EXPECT_EQ(uuid.collected.input.job->id, "13");
  EXPECT_EQ(Read({}).collected.input.job->id, "");
  // A device may print anything.
  const Got target = Read(
      {Line("00.1", R"("lvl": "target", "msg": "Preparing overlay tarball in )"
                    R"(/x/tmp/9/lava")")});
  EXPECT_EQ(target.collected.input.job->id, "");
}

TEST(LavaLogReader, TakesAResultWithItsLines) {
  const Got got = Read({Line(
      "01.5",
      R"("lvl": "results", "msg": {"case": "CR_1_1_a", "definition": "0_x", )"
      R"("endtc": ! "9", "result": "fail", "set": "CR_1_1", "starttc": ! "7"})")});
  ASSERT_EQ(got.collected.cases.size(), 1u);
  const LavaCase& lava = got.collected.cases[0];
  EXPECT_EQ(lava.result, "fail");
  EXPECT_EQ(lava.set, "CR_1_1");
  EXPECT_EQ(lava.lines.first, 7u);
  EXPECT_EQ(lava.lines.last, 9u);
  EXPECT_EQ(lava.logged, 1795456801500);
  EXPECT_TRUE(got.problems.empty());
}

TEST(LavaLogReader, TellsAResultThatLavaMadeItself) {
  const Got got = Read({Line(
      "01.5",
      R"("lvl": "results", "msg": {"case": "CR_1_1_a", "definition": "0_x", )"
      R"("extra": {"reason": "missing expected test case"}, "result": "fail"})")});
  ASSERT_EQ(got.collected.cases.size(), 1u);
  EXPECT_TRUE(IsMissing(got.collected.cases[0]));
}

Got Lost(const std::string& signal, const std::string& level,
         const std::string& message) {
  return Read(
      {Line("01.1", R"("lvl": "debug", "msg": "Received signal: <TESTCASE> )" +
                        signal + "\""),
       Line("01.2",
            R"("lvl": ")" + level + R"(", "msg": ")" + message + "\"")});
}

// As LAVA 2023.01 logs them.
TEST(LavaLogReader, TellsAResultThatLavaLost) {
  const Got got =
      Lost("TEST_CASE_ID=TC_CR1.1_1 RES[ 82.58] kernel noise", "error",
           R"(Ignoring malformed parameter for signal: \"RES[\". )");
  EXPECT_THAT(got.problems, testing::IsEmpty());
  ASSERT_EQ(got.collected.lost.size(), 1u);
  EXPECT_EQ(got.collected.lost[0].line, 2u);
  EXPECT_THAT(got.collected.lost[0].what,
              testing::AllOf(HasSubstr("LAVA lost a result"),
                             HasSubstr("TC_CR1.1_1 RES[ 82.58]")));
  const auto lost = [](const std::string& signal, const std::string& level) {
    return Lost(signal, level, "Bad test result: bogus").collected.lost.size();
  };
  EXPECT_EQ(lost("TEST_CASE_ID=CR_1_1_a RESULT=bogus", "error"), 1u);
  EXPECT_EQ(lost("TEST_CASE_ID=TC_[ 1.2] CR1.1_1", "error"), 1u);
  EXPECT_EQ(lost("TEST_CASE_ID=helper-bogus RESULT=bogus", "error"), 0u);
  EXPECT_EQ(lost("TEST_CASE_ID=CR_1_1_a RESULT=bogus", "target"), 0u);
}

TEST(LavaLogReader, NamesEachTornLineButNotAThousand) {
  std::vector<std::string> lines;
  for (int i = 0; i < 1000; ++i) {
    lines.push_back(Line("01.5", "\"lvl\": \"tar"));
  }
  // Something behind the map, a key twice, a result of no kind.
  lines[0] = Line("01.5", R"("lvl": "info", "msg": "x")") + "x";
  lines[1] = Line("01.5", R"("lvl": "results", "msg": {"case": "a", )"
                          R"("result": "pass", "result": "fail"})");
  lines[2] = Line("01.5", R"("lvl": "results", "msg": {"case": "a", )"
                          R"("result": "bogus"})");
  const Got got = Read(lines);
  ASSERT_EQ(got.problems.size(), 11u);
  EXPECT_EQ(got.problems[0].line, 1u);
  EXPECT_EQ(got.problems[1].line, 2u);
  EXPECT_THAT(got.problems[2].what, HasSubstr("bogus"));
  EXPECT_THAT(got.problems[10].what, HasSubstr("990 more lines"));
}

TEST(LavaLogReader, AClockMayWaverButNotGoBack) {
  const auto at = [](const std::string& time) {
    return Line(time, R"("lvl": "info", "msg": "x")");
  };
  EXPECT_TRUE(Read({at("03.0"), at("02.9"), at("04.0")}).problems.empty());
  const Got got = Read({at("30.0"), at("02.0"), at("03.0")});
  ASSERT_EQ(got.problems.size(), 1u);
  EXPECT_EQ(got.problems[0].line, 2u);
}

}  // namespace
}  // namespace iec
