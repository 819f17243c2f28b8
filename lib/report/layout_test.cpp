// SPDX-License-Identifier: Apache-2.0
#include "lib/report/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace iec {
namespace {

using testing::ElementsAre;

TEST(SafeText, KeepsWhatPeopleWrite) {
  const std::string text =
      "a <b> \"c\" gr\xc3\xbc\xc3\x9f \xe4\xb8\x96 \xf0\x9f\x94\x92 IEC 62443";
  EXPECT_EQ(SafeText(text), text);
}

TEST(SafeText, EscapesWhatMovesOrColorsATerminal) {
  EXPECT_EQ(SafeText("\x1b[2J\r\x07\x7f"), "\\x1b[2J\\x0d\\x07\\x7f");
  EXPECT_EQ(SafeText("a\tb\nc"), "a b c");
  EXPECT_EQ(SafeText("\xc2\x9b"
                     "31m"),
            "\\u{009b}31m");
  EXPECT_EQ(SafeText("\xe2\x80\xae"), "\\u{202e}");
  EXPECT_EQ(SafeText(std::string_view("\0", 1)), "\\x00");
}

TEST(SafeText, ForgesNeitherASignalNorARecord) {
  EXPECT_EQ(SafeText("<LAVA_SIGNAL_TESTCASE x>"),
            "\\x3cLAVA_SIGNAL_TESTCASE x>");
  EXPECT_EQ(SafeText("IEC1 test IIEC1"), "IEC-1 test IIEC-1");
}

TEST(SafeText, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(SafeText("\xff"), "\\xff");
  EXPECT_EQ(SafeText("\xc3"), "\\xc3");
  EXPECT_EQ(SafeText("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(SafeText("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(SafeText("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(SafeText("\xe4\xb8"), "\\xe4\\xb8");
}

TEST(Fit, CutsBetweenCharacters) {
  EXPECT_EQ(Fit("abcdef", 6), "abcdef");
  EXPECT_EQ(Fit("abcdefg", 6), "abc...");
  EXPECT_EQ(Fit("\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc", 4), "\xc3\xbc...");
  EXPECT_EQ(Fit("abcdef", 2), "..");
  EXPECT_EQ(Fit("abcdef", 0), "");
}

TEST(Cell, FillsUpToItsWidth) {
  EXPECT_EQ(Cell("\xc3\xbc", 3), "\xc3\xbc  ");
  EXPECT_EQ(Cell("abcdef", 5), "ab...");
}

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_THAT(Wrap("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrap("  one  two ", 80), ElementsAre("one two"));
  EXPECT_THAT(Wrap("", 80), ElementsAre(""));
  EXPECT_THAT(Wrap("abcdefgh", 3), ElementsAre("abc", "def", "gh"));
  EXPECT_THAT(Wrap("a bcdefgh", 3), ElementsAre("a", "bcd", "efg", "h"));
}

// Whatever the text, no line is too long and no character is lost.
TEST(Wrap, LosesNothing) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (size_t i = random() % 200; i > 0; --i) {
      text += random() % 4 == 0 ? ' ' : static_cast<char>('a' + random() % 26);
    }
    const size_t width = 1 + random() % 40;
    std::string joined;
    for (const std::string& line : Wrap(text, width)) {
      ASSERT_LE(Width(line), width);
      joined += line;
    }
    const auto without_spaces = [](std::string from) {
      std::erase(from, ' ');
      return from;
    };
    ASSERT_EQ(without_spaces(joined), without_spaces(text));
  }
}

}  // namespace
}  // namespace iec
