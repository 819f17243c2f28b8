// SPDX-License-Identifier: Apache-2.0
#include "lib/record/reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "lib/base/text.h"
#include "lib/record/reader_for_test.h"
#include "lib/record/record_json.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

void ExpectWhole(const RecordInput& input) {
  EXPECT_THAT(input.problems, IsEmpty());
  ASSERT_EQ(input.runs.size(), 1u);
  const RunRecord& run = input.runs[0];
  EXPECT_THAT(run.problems, IsEmpty());
  EXPECT_EQ(ToJson(run.plan), ToJson(SamplePlan()));
  EXPECT_EQ(run.plan.run, kSampleRun);
  ASSERT_EQ(run.tests.size(), 3u);
  EXPECT_EQ(run.tests[0].verdict, Verdict::kPass);
  EXPECT_EQ(run.tests[1].verdict, Verdict::kFail);
  EXPECT_EQ(run.tests[1].checks.at(1).found, "<shell prompt>");
  ASSERT_TRUE(run.summary.has_value());
  EXPECT_EQ(run.summary->verdicts.at("pass"), 2);
}

TEST(RecordReader, ReadsARunFromItsRecordFile) {
  const RecordInput input = Read(SampleLines());
  ExpectWhole(input);
  EXPECT_FALSE(input.runs[0].verified);
  EXPECT_EQ(input.record_lines, SampleLines().size());
}

TEST(RecordReader, SaysInWhichLinesARecordStands) {
  const Lines lines = SampleLines();
  const size_t last = IndexOf(lines, "IEC1 summary");  // the line before it
  const RecordInput input = Read(lines);
  const auto& found = input.runs.at(0).lines;
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found.at("CR_1_11_c").last, last);
  EXPECT_LT(found.at("CR_1_7_b").last, found.at("CR_1_11_c").first);
  // A record of several slices begins with the first of them.
  RecordEncoder encoder(kSampleRun, "");
  Lines sliced = encoder.Encode(SamplePlan());
  const size_t first = sliced.size() + 1;
  TestRecord test = SampleTest(SamplePlan().tests[0], Verdict::kPass);
  test.reason = std::string(3000, 'x');
  for (const std::string& line : encoder.Encode(test)) sliced.push_back(line);
  const LineRange range = Read(sliced).runs.at(0).lines.at("CR_1_1_a");
  EXPECT_EQ(range.first, first);
  EXPECT_EQ(range.last, sliced.size());
  EXPECT_GT(range.last, range.first);
}

TEST(RecordReader, FindsRecordsInAConsoleLog) {
  Lines log = {"[    0.000000] Linux version 6.1.0", "login: ", ""};
  for (const std::string& line : SampleLines()) {
    log.push_back("root@dut:~# " + line + "\r\n");
    log.push_back("<LAVA_SIGNAL_STARTTC x>\r");
    log.push_back("[   82.581234] " + line + "\x1b[0m\r");  // echoed by printk
    log.push_back("\x1b[32mpass\x1b[0m CR_1_1_a");
  }
  ExpectWhole(Read(log));
}

// A backslash before each of `characters`.
std::string Escaped(std::string_view text, std::string_view characters) {
  std::string escaped;
  for (const char c : text) {
    if (characters.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string AsYaml(const std::string& line) {
  return R"(- {"dt": "2026-11-23T18:00:00.000001", "lvl": "target", "msg": ")" +
         Escaped(line, "\"\\") + "\"}";
}

TEST(RecordReader, FindsRecordsInALavaJobLog) {
  Lines log = {
      R"(- {"dt": "2026-11-23T18:00:00", "lvl": "info", "msg": "start: 0"})"};
  for (const std::string& line : SampleLines()) log.push_back(AsYaml(line));
  ExpectWhole(Read(log));
}

TEST(RecordReader, FindsRecordsWhoseQuotesTheDispatcherHasMarked) {
  Lines log;
  for (const std::string& line : SampleLines()) {
    log.push_back(AsYaml(Escaped(line, "\"")));
  }
  ExpectWhole(Read(log));
}

TEST(RecordReader, FindsThemInTheTextOfALavaJobLogToo) {
  Lines lines = SampleLines();
  for (std::string& line : lines) {
    std::string marked;
    for (const char c : line) {
      if (c == '"') marked += '\\';
      marked += c;
    }
    line = marked;
  }
  ExpectWhole(Read(lines));
}

TEST(RecordReader, APlanWithoutATestIsAProblem) {
  PlanRecord plan = SamplePlan();
  plan.tests.clear();
  const RecordInput input = Read(RecordEncoder(kSampleRun, "").Encode(plan));
  ASSERT_EQ(input.runs.size(), 1u);
  EXPECT_THAT(input.runs[0].problems,
              ElementsAre(Field(&Problem::what, "the plan has no test")));
}

TEST(RecordReader, TakesSignedLinesWithTheirKey) {
  const RecordInput input = Read(SampleLines("secret"), "secret");
  ExpectWhole(input);
  EXPECT_TRUE(input.runs[0].verified);
}

TEST(RecordReader, RefusesWhatIsNotSignedWithTheKey) {
  const RecordInput wrong = Read(SampleLines("other"), "secret");
  EXPECT_THAT(wrong.runs, IsEmpty());
  EXPECT_THAT(wrong.problems, Says("the signature does not match"));
  const RecordInput crc = Read(SampleLines(), "secret");
  EXPECT_THAT(crc.runs, IsEmpty());
  EXPECT_THAT(crc.problems, Says("is not signed, though IEC_RECORD_KEY"));
  const RecordInput no_key = Read(SampleLines("secret"));
  EXPECT_THAT(no_key.runs, IsEmpty());
  EXPECT_THAT(no_key.problems, Says("without the key: set IEC_RECORD_KEY"));
}

// A line by somebody without the key must not count, wherever it stands.
TEST(RecordReader, IgnoresAForgedLineAmongSignedOnes) {
  Lines lines = SampleLines("secret");
  const size_t fail = IndexOf(lines, "IEC1 test") - 1;
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(fail),
               SampleLines()[fail]);
  const RecordInput input = Read(lines, "secret");
  EXPECT_THAT(input.problems, Says("is not signed"));
  ASSERT_EQ(input.runs.size(), 1u);
  EXPECT_EQ(input.runs[0].tests.size(), 3u);
  EXPECT_THAT(input.runs[0].problems, IsEmpty());
}

TEST(RecordReader, TakesALineThatCameTwiceOnce) {
  Lines lines;
  for (const std::string& line : SampleLines()) {
    lines.push_back(line);
    lines.push_back(line);
  }
  const Lines again = SampleLines();
  lines.insert(lines.end(), again.begin(), again.end());
  ExpectWhole(Read(lines));
}

TEST(RecordReader, SaysWhichLinesAreLost) {
  const Lines whole = SampleLines();
  for (size_t lost = 0; lost + 1 < whole.size(); ++lost) {
    Lines lines = whole;
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(lost));
    const RecordInput input = Read(lines);
    std::vector<Problem> problems = input.problems;
    for (const RunRecord& run : input.runs) {
      problems.insert(problems.end(), run.problems.begin(), run.problems.end());
      EXPECT_LT(run.tests.size(), 3u);
    }
    EXPECT_FALSE(problems.empty()) << "without line " << lost + 1;
  }
  Lines lines = whole;
  lines.erase(lines.begin() + 2, lines.begin() + 4);
  const RecordInput input = Read(lines);
  ASSERT_EQ(input.runs.size(), 1u);
  EXPECT_THAT(input.runs[0].problems, Says("record lines 3 to 4 are lost"));
}

TEST(RecordReader, ALostSliceSpoilsNoOtherRecord) {
  RecordEncoder encoder(kSampleRun, "");
  const PlanRecord plan = SamplePlan();
  Lines lines = encoder.Encode(plan);
  TestRecord big = SampleTest(plan.tests[0], Verdict::kPass);
  big.reason.assign(3000, 'x');
  for (size_t i = 0; i < 3; ++i) {
    big.id = plan.tests[i].id;
    big.requirement = plan.tests[i].requirement;
    const Lines more = encoder.Encode(big);
    // Of the first record the end is lost, so that the next begins with a
    // slice right behind the gap.
    lines.insert(lines.end(), more.begin(), more.end() - (i == 0 ? 1 : 0));
  }
  const RecordInput input = Read(lines);
  ASSERT_EQ(input.runs.size(), 1u);
  ASSERT_EQ(input.runs[0].tests.size(), 2u);
  EXPECT_EQ(input.runs[0].tests[0].id, plan.tests[1].id);
  EXPECT_EQ(input.runs[0].problems.size(), 1u);
}

TEST(RecordReader, ReportsATornLineWithItsPlace) {
  Lines lines = SampleLines();
  const size_t at = IndexOf(lines, "IEC1 test");
  lines[at].insert(lines[at].size() / 2, "[   82.58] kernel noise ");
  RecordInput input = Read(lines);
  ASSERT_EQ(input.problems.size(), 1u);
  EXPECT_EQ(input.problems[0].line, at + 1);
  EXPECT_THAT(input.problems[0].what, HasSubstr("torn"));
  // Cut off, and the next line right behind it.
  lines = SampleLines();
  lines[at] = lines[at].substr(0, 30) + lines[at + 1];
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  input = Read(lines);
  EXPECT_THAT(input.problems,
              ElementsAre(AllOf(Field(&Problem::line, at + 1),
                                Field(&Problem::what, HasSubstr("torn")))));
  ASSERT_EQ(input.runs.size(), 1u);
  EXPECT_TRUE(input.runs[0].summary.has_value());
}

Lines Twice(const Lines& lines) {
  Lines twice;
  for (const std::string& line : lines) twice.insert(twice.end(), 2, line);
  return twice;
}

TEST(RecordReader, ATornCopyIsOfNoConsequence) {
  const Lines once = SampleLines();
  Lines lines = Twice(once);
  const size_t at = 2 * IndexOf(once, "IEC1 test");
  lines[at].insert(lines[at].size() / 2, "[   82.58] kernel noise ");
  lines[at + 3].insert(20, "[   82.59] kernel noise ");
  const RecordInput input = Read(lines);
  EXPECT_THAT(input.problems, IsEmpty());
  ASSERT_EQ(input.runs.size(), 1u);
  EXPECT_EQ(input.runs[0].tests.size(), Read(once).runs[0].tests.size());
  EXPECT_THAT(input.remark,
              HasSubstr(fmt::format("2 torn record lines, the first in line {}",
                                    at + 1)));
}

TEST(RecordReader, WhatIsTornTwiceIsStillAProblem) {
  const Lines once = SampleLines();
  Lines lines = Twice(once);
  const size_t at = 2 * IndexOf(once, "IEC1 test");
  for (const size_t copy : {at, at + 1}) {
    lines[copy].insert(lines[copy].size() / 2, "[   82.58] kernel noise ");
  }
  const RecordInput input = Read(lines);
  EXPECT_EQ(input.problems.size(), 2u);
  EXPECT_THAT(input.remark, IsEmpty());
}

TEST(RecordReader, MoreTornLinesThanCopiesAreAProblem) {
  Lines lines = Twice(SampleLines());
  // Those of a run of which nothing has arrived.
  lines.push_back(SampleLines()[0].substr(0, 60));
  const RecordInput input = Read(lines);
  EXPECT_EQ(input.problems.size(), 1u);
  EXPECT_THAT(input.remark, IsEmpty());
}

TEST(RecordReader, ProseThatNamesItIsNoTornLine) {
  const RecordInput input = Read(
      {"+ grep IEC1 /var/log/messages", "the IEC1 format", "IEC1 ", "IEC1"});
  EXPECT_THAT(input.problems, IsEmpty());
  EXPECT_EQ(input.record_lines, 0u);
}

TEST(RecordReader, ARunWithoutItsEndHasNoSummary) {
  Lines lines = SampleLines();
  lines.pop_back();
  const RecordInput input = Read(lines);
  ASSERT_EQ(input.runs.size(), 1u);
  EXPECT_FALSE(input.runs[0].summary.has_value());
  EXPECT_EQ(input.runs[0].tests.size(), 3u);
}

TEST(RecordReader, SaysWhenTheLastRecordIsTornOff) {
  Lines lines = SampleLines();
  lines.resize(1);  // the first slice of the plan
  const RecordInput input = Read(lines);
  EXPECT_THAT(input.runs, IsEmpty());
  EXPECT_THAT(input.problems, Says("the plan of that run is not in"));
}

TEST(RecordReader, ReadsEachRunOfALog) {
  Lines lines = SampleLines();
  const Lines second = SampleLines("", "ffeeddccbbaa9988");
  lines.insert(lines.end(), second.begin(), second.end());
  const RecordInput input = Read(lines);
  EXPECT_THAT(input.problems, IsEmpty());
  ASSERT_EQ(input.runs.size(), 2u);
  EXPECT_EQ(input.runs[0].plan.run, kSampleRun);
  EXPECT_EQ(input.runs[1].plan.run, "ffeeddccbbaa9988");
  EXPECT_EQ(input.runs[1].tests.size(), 3u);
}

TEST(RecordReader, SaysWhenTwoRunsAreMixed) {
  const Lines first = SampleLines();
  const Lines second = SampleLines("", "ffeeddccbbaa9988");
  Lines lines;
  for (size_t i = 0; i < first.size(); ++i) {
    lines.push_back(first[i]);
    lines.push_back(second[i]);
  }
  const RecordInput input = Read(lines);
  EXPECT_THAT(input.problems, Says("two runs are mixed"));
  ASSERT_EQ(input.runs.size(), 2u);
  EXPECT_EQ(input.runs[0].tests.size(), 3u);
}

TEST(RecordReader, RecordsOfAnUnknownRunAreNoResults) {
  Lines lines = SampleLines();
  RecordEncoder stranger("ffeeddccbbaa9988", "");
  lines.insert(lines.end() - 1, stranger.Encode(SampleTest(
                                    SamplePlan().tests[0], Verdict::kPass))[0]);
  const RecordInput input = Read(lines);
  EXPECT_EQ(input.runs.size(), 1u);
  EXPECT_THAT(input.problems, Says("of run ffeeddccbbaa9988 cannot be used"));
}

// Whatever a console does to one byte of a record, no result changes unseen.
TEST(RecordReader, NoDamageToOneByteChangesAResultUnseen) {
  const Lines whole = SampleLines();
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    Lines lines = whole;
    std::string& line = lines[random() % lines.size()];
    const size_t at = random() % line.size();
    const char before = line[at];
    line[at] = static_cast<char>(random() & 0xff);
    if (line[at] == before) continue;
    const RecordInput input = Read(lines);
    size_t problems = input.problems.size();
    for (const RunRecord& run : input.runs) {
      problems += run.problems.size();
      if (!run.summary) ++problems;  // the report says that it is torn off
      for (const TestRecord& test : run.tests) {
        ASSERT_EQ(test.verdict == Verdict::kFail, test.id == "CR_1_7_b");
      }
    }
    ASSERT_GT(problems, 0u) << line;
  }
}

}  // namespace
}  // namespace iec
