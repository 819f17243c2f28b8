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
    EXPECT_EQ(cells, 20u);
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
