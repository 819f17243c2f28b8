// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/result_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace iec {
namespace {

using testing::HasSubstr;

struct Got {
  std::vector<LavaCase> cases;
  std::string error;
};

Got Read(const std::string& yaml) {
  Got got;
  ResultListReader reader;
  const Status status = reader.Read(
      yaml, [&](const LavaCase& lava) { got.cases.push_back(lava); });
  if (!status.ok()) got.error = status.error().message;
  return got;
}

constexpr char kItem[] =
    "- id: '5'\n  job: '7'\n  log_end_line: '9'\n  measurement: None\n"
    "  metadata:\n    case: a\n    extra:\n    - fail: 'x: y'\n"
    "    - reason: missing expected test case\n    set: CR_1_1\n"
    "  name: it's\n  result: pass\n  suite: '0_it''s'\n  unit: ''\n";

TEST(ResultList, TakesTheLinesOfPyYamlTheFastWay) {
  ResultListReader reader;
  LavaCase lava;
  ASSERT_TRUE(reader.ReadFast(kItem, lava));
  EXPECT_EQ(lava.id, "5");
  EXPECT_EQ(lava.name, "it's");
  EXPECT_EQ(lava.suite, "0_it's");
  EXPECT_EQ(lava.set, "CR_1_1");
  EXPECT_EQ(lava.reason, "missing expected test case");
  EXPECT_EQ(lava.lines.last, 9u);
  EXPECT_FALSE(lava.measured);
}

TEST(ResultList, BothWaysSayTheSame) {
  ResultListReader reader;
  LavaCase fast;
  ASSERT_TRUE(reader.ReadFast(kItem, fast));
  std::vector<LavaCase> strict;
  ASSERT_TRUE(ResultListReader::ReadStrict(kItem, 1, [&](const LavaCase& lava) {
                strict.push_back(lava);
              }).ok());
  ASSERT_EQ(strict.size(), 1u);
  EXPECT_EQ(strict[0].name, fast.name);
  EXPECT_EQ(strict[0].suite, fast.suite);
  EXPECT_EQ(strict[0].reason, fast.reason);
  EXPECT_EQ(strict[0].lines.last, fast.lines.last);
}

TEST(ResultList, LeavesWhatIsNotPlainToTheStrictWay) {
  ResultListReader reader;
  LavaCase lava;
  for (const std::string item :
       {"- name: a\n    b\n  result: pass\n", "- name: \"a\\n\"\n",
        "- name: [a]\n", "- name: &a b\n", "- name: a: b\n", "- name: a #b\n",
        "- name: 'a'b'\n", "- name:\n", "- 'name': a\n", "- name: a\r\n",
        "- name: a\n  name: b\n", "- name: |\n    a\n", "- name: ? a\n",
        "  name: a\n", "- metadata: {a: b}\n"}) {
    EXPECT_FALSE(reader.ReadFast(item, lava)) << item;
  }
}

TEST(ResultList, FoldedAndFlowingTextIsRead) {
  const Got got = Read(
      "---\n- name: a\n    b\n  result: pass\n  suite: s\n"
      "- {name: c, result: fail, suite: s, metadata: {set: x}}\n");
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.cases.size(), 2u);
  EXPECT_EQ(got.cases[0].name, "a b");
  EXPECT_EQ(got.cases[1].set, "x");
  EXPECT_EQ(Read("[{name: c, result: fail, suite: s}]\n").cases.size(), 1u);
}

TEST(ResultList, NamesTheLine) {
  const std::string item = kItem;  // 14 lines
  EXPECT_THAT(Read(item + "- name: a\n  result: error\n").error,
              HasSubstr("line 15: 'error' is no result"));
  EXPECT_THAT(Read(item + "- name: a\n  name: b\n  result: pass\n").error,
              HasSubstr("line 16: the key 'name' is there twice"));
  EXPECT_THAT(Read(item + "- x: *y\n").error, HasSubstr("line 15: "));
  EXPECT_THAT(Read("a: b\n").error, HasSubstr("line 1: this is no list"));
  EXPECT_THAT(Read("- a\n").error, HasSubstr("line 1: a result must be a map"));
}

TEST(ResultList, ANameHasALimit) {
  EXPECT_THAT(Read("- name: " + std::string(kMaxNameBytes + 1, 'x') +
                   "\n  result: pass\n")
                  .error,
              HasSubstr("a name of more than"));
}

TEST(ResultList, AnAliasBombDoesNotGoOff) {
  std::string bomb = "- a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string n = std::to_string(i);
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "  a" + n + ": &a" + n + " [";
    for (int k = 0; k < 9; ++k) bomb += (k == 0 ? "" : ", ") + before;
    bomb += "]\n";
  }
  EXPECT_NE(Read(bomb).error, "");
  EXPECT_NE(Read("- a: " + std::string(1000, '[')).error, "");
}

}  // namespace
}  // namespace iec
