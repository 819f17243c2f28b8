// SPDX-License-Identifier: Apache-2.0
#include "lib/report/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/base/text.h"
#include "lib/report/golden_test.h"

namespace iec {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Golden, Csv) { ExpectGolden("report.csv", RenderCsv(Everything(), {})); }

TEST(CsvCell, IsQuotedAndOfOneLine) {
  EXPECT_EQ(CsvCell(""), "\"\"");
  EXPECT_EQ(CsvCell("a \"b\", c"), "\"a \"\"b\"\", c\"");
  EXPECT_EQ(CsvCell("a\r\nb"), "\"a\\x0d b\"");
}

TEST(CsvCell, IsNoFormula) {
  for (const std::string text : {"=1+1", "+1", "-1", "@SUM(1)"}) {
    EXPECT_EQ(CsvCell(text), "\"'" + text + "\"");
  }
  EXPECT_THAT(CsvCell("\t=1"), StartsWith("\"'"));
  EXPECT_THAT(CsvCell("\n=1"), StartsWith("\"'"));
  EXPECT_EQ(CsvCell("1-1=0"), "\"1-1=0\"");
}

std::string RowOf(const std::string& csv, const std::string& id) {
  for (std::string& line : Split(csv, '\n')) {
    if (line.starts_with("\"" + id + "\"")) return line;
  }
  return "";
}

TEST(Csv, ARowNamesTheImageOfItsOwnTests) {
  SampleRun first("0000000000000001");
  first.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  SampleRun second("0000000000000002");
  second.plan().started += kDay;
  second.Add("CR_1_7_x", "CR_1_7", Verdict::kPass);
  RecordInput a = first.Input("a");
  RecordInput b = second.Input("b");
  a.job.emplace().image_sha256 = std::string(64, 'c');
  b.job.emplace().image_sha256 = std::string(64, 'd');
  const std::string csv = RenderCsv(*Assess({a, b}, {}), {});
  const std::string image_a = "\"" + std::string(64, 'c') + "\"";
  const std::string image_b = "\"" + std::string(64, 'd') + "\"";
  EXPECT_THAT(RowOf(csv, "CR 1.1"), HasSubstr(image_a));
  EXPECT_THAT(RowOf(csv, "CR 1.7"), HasSubstr(image_b));
  EXPECT_THAT(RowOf(csv, "CR 2.1"),
              HasSubstr(std::string(64, 'c') + "; " + std::string(64, 'd')));
}

TEST(Csv, ARowOfAPartSaysSo) {
  SampleRun sample;
  sample.plan().selection = {"fr1"};
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  const std::string csv = RenderCsv(sample.Assess(), {});
  EXPECT_THAT(RowOf(csv, "CR 1.1"),
              HasSubstr("\"part only: only a selection of the suite ran: fr1"));
}

TEST(Csv, ARowSaysWhatIsWrongWithTheInput) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  RecordInput unreadable;
  unreadable.problems = {{0, "opening it: No such file"}};
  EXPECT_THAT(
      RowOf(RenderCsv(*Assess({sample.Input(), unreadable}, {}), {}), "CR 1.1"),
      HasSubstr("problem: opening it: No such file"));
}

// Every line has as many cells as the first one, whatever a device printed.
TEST(Csv, HostileTextMakesNoCellAndNoLine) {
  const Assessment assessment = Hostile();
  const std::string text = RenderCsv(assessment, {});
  std::vector<std::string> lines = Split(text, '\n');
  EXPECT_EQ(lines.back(), "");
  lines.pop_back();
  ASSERT_EQ(lines.size(),
            1 + assessment.requirements.size() + assessment.constraints.size());
  for (const std::string& line : lines) {
    ASSERT_EQ(line.back(), '\r');
    size_t cells = 1;
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      if (c == ',' && !quoted) ++cells;
    }
    EXPECT_EQ(cells, 21u);
    EXPECT_FALSE(quoted);
    for (const char c : line.substr(0, line.size() - 1)) {
      EXPECT_TRUE(c >= ' ' || c < 0);
    }
  }
  EXPECT_THAT(text, HasSubstr("\"'=1+1"));
  EXPECT_LT(text.size(), 200000u);
}

}  // namespace
}  // namespace iec
