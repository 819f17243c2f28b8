// SPDX-License-Identifier: Apache-2.0
#include "lib/report/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/base/text.h"
#include "lib/report/golden_test.h"

namespace iec {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Golden, Markdown) {
  ExpectGolden("report.md", RenderMarkdown(Everything(), {}));
}

TEST(MarkdownText, ShowsMarkupAsItIs) {
  EXPECT_EQ(MarkdownText("a|b `d` CR_1_1 _e_"), "a\\|b \\`d\\` CR_1_1 \\_e\\_");
  EXPECT_EQ(MarkdownText("<b> & back\\slash"), "&lt;b&gt; &amp; back\\\\slash");
}

// As an escape alone they would still notify a person or link an issue.
TEST(MarkdownText, RefersToNobody) {
  EXPECT_EQ(MarkdownText("@all"), "\\@&#8203;all");
  EXPECT_EQ(MarkdownText("#12 !3"), "\\#&#8203;12 \\!&#8203;3");
  EXPECT_EQ(MarkdownText("www.x"), "www.&#8203;x");
  EXPECT_EQ(MarkdownText(":tada: at 18:00"), ":&#8203;tada: at 18:00");
  EXPECT_THAT(MarkdownText("https://x.org"), Not(HasSubstr("://")));
}

TEST(MarkdownText, BeginsNothing) {
  EXPECT_EQ(MarkdownText("- 1. x"), "\\- 1. x");
  EXPECT_EQ(MarkdownText("12. x"), "12\\. x");
  EXPECT_EQ(MarkdownText(" \t+ x"), "\\+ x");
}

TEST(MarkdownBlock, IsEndedByNothingInIt) {
  EXPECT_EQ(MarkdownBlock("a"), "```text\na\n```\n");
  EXPECT_EQ(MarkdownBlock("a ```` b"), "`````text\na ```` b\n`````\n");
}

// A row stays one row of as many cells, whatever a device printed.
TEST(Markdown, HostileTextMakesNoRowAndNoControlCharacter) {
  const Assessment assessment = Hostile();
  const std::string text = RenderMarkdown(assessment, {});
  EXPECT_LT(text.size(), 40000u);
  size_t rows = 0;
  bool fenced = false;
  for (const std::string& line : Split(text, '\n')) {
    if (line.starts_with("```")) fenced = !fenced;
    if (fenced) continue;
    rows += line.starts_with("| CR ") || line.starts_with("| EDR ") ? 1 : 0;
    EXPECT_FALSE(line.starts_with("# h"));
    EXPECT_THAT(line, Not(HasSubstr("<img")));
    EXPECT_THAT(line, Not(HasSubstr("@all")));
  }
  EXPECT_EQ(rows, assessment.requirements.size());
  for (const char c : text) EXPECT_TRUE(c == '\n' || c >= ' ' || c < 0);
}

}  // namespace
}  // namespace iec
