// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/yaml_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string ErrorOf(std::string_view text) {
  YamlErrors errors("f");
  const auto root = ParseYaml(text, errors);
  if (errors.empty()) return root ? "valid" : "nothing at all";
  return errors.ToError().message;
}

YamlNode Tree(std::string_view text) {
  YamlErrors errors("f");
  auto root = ParseYaml(text, errors);
  EXPECT_TRUE(errors.empty()) << errors.ToError().message;
  return root.value_or(YamlNode());
}

TEST(ParseYaml, EachNodeKnowsItsPlace) {
  const YamlNode root = Tree("a: 1\nb:\n  - x\n  - \"3\"\nc:\nd: {e: f}\n");
  ASSERT_EQ(root.kind, YamlNode::Kind::kMap);
  ASSERT_EQ(root.entries.size(), 4u);
  EXPECT_EQ(root.entries[0].key, "a");
  EXPECT_EQ(root.entries[0].value.text, "1");
  EXPECT_EQ(root.entries[0].value.mark.column, 4);

  const YamlNode& list = root.entries[1].value;
  ASSERT_EQ(list.kind, YamlNode::Kind::kList);
  ASSERT_EQ(list.items.size(), 2u);
  EXPECT_EQ(list.items[1].mark.line, 4);
  EXPECT_EQ(list.items[1].mark.column, 5);
  EXPECT_FALSE(list.items[0].quoted);
  EXPECT_TRUE(list.items[1].quoted);

  // An empty value is where its key is, not where the next one begins.
  EXPECT_EQ(root.entries[2].value.kind, YamlNode::Kind::kNull);
  EXPECT_EQ(root.entries[2].value.mark.line, 5);
  EXPECT_EQ(root.entries[3].value.entries[0].key, "e");
}

TEST(ParseYaml, MapsInListsInMapsKeepTheirKeysApart) {
  const YamlNode root = Tree("a: [{k: 1}, {k: 2}]\nb: {k: {k: 3}}\n");
  ASSERT_EQ(root.entries.size(), 2u);
  ASSERT_EQ(root.entries[0].value.items.size(), 2u);
  EXPECT_EQ(root.entries[0].value.items[1].entries[0].value.text, "2");
  EXPECT_EQ(root.entries[1].value.entries[0].value.entries[0].value.text, "3");
}

TEST(ParseYaml, TakesAMarkAtTheFrontAndLinesThatEndInCrLf) {
  const YamlNode root = Tree(
      "\xef\xbb\xbf"
      "a: 1\r\nb: 2\r\n");
  ASSERT_EQ(root.entries.size(), 2u);
  EXPECT_EQ(root.entries[1].value.text, "2");
  EXPECT_EQ(root.entries[1].mark.line, 2);
}

TEST(ParseYaml, RefusesWhatIsNoYaml) {
  EXPECT_EQ(ErrorOf(""), "f:1:1: the file is empty");
  EXPECT_EQ(ErrorOf("# only a comment\n"), "f:1:1: the file is empty");
  EXPECT_THAT(ErrorOf("a: [1, 2\nb: 3\n"), StartsWith("f:2:2: this is not"));
  EXPECT_THAT(ErrorOf("a: @x\n"), StartsWith("f:1:4: this is not YAML"));
  EXPECT_THAT(ErrorOf("a: b: c\n"), StartsWith("f:1:5: this is not YAML"));
}

TEST(ParseYaml, ACutQuotationIsNoWholeOne) {
  for (const char* text : {"a: 'x\n", "a: 'x''\n", "a: \"x\n", "a: \"x\\\"\n",
                           "a: 'x", "a: 1\nb: ['x', 'y\n]\n"}) {
    EXPECT_NE(ErrorOf(text), "valid") << text;
  }
  EXPECT_EQ(ErrorOf("b: 1\na: 'x\n"), "f:2:4: this quotation has no end");
  for (const char* text : {"a: 'it''s'\n", "a: ''\n", "a: \"\\\"\"\n",
                           "a: it's\n", "a: 'x\n  y'\n", "a: ''''"}) {
    EXPECT_EQ(ErrorOf(text), "valid") << text;
  }
}

TEST(ParseYaml, RefusesTabsInTheIndentation) {
  EXPECT_EQ(ErrorOf("a:\n\tb: 1\n"),
            "f:2:1: a tab in the indentation: indent with spaces");
  EXPECT_EQ(ErrorOf("a:\n  \tb: 1\n"),
            "f:2:3: a tab in the indentation: indent with spaces");
  EXPECT_EQ(ErrorOf("a: 1\t# after the value\n"), "valid");
}

TEST(ParseYaml, RefusesAKeyThatIsThereTwice) {
  EXPECT_EQ(ErrorOf("a: 1\nb: 2\na: 3\n"), "f:3:1: the key 'a' is there twice");
  EXPECT_EQ(ErrorOf("x: {a: 1, 'a': [2]}\n"),
            "f:1:11: the key 'a' is there twice");
}

TEST(ParseYaml, RefusesAnchorsAliasesAndTags) {
  EXPECT_EQ(ErrorOf("a: &x 1\n"),
            "f:1:4: anchors are not read: write the value out");
  EXPECT_EQ(ErrorOf("a: &x 1\nb: *x\n"),
            "f:1:4: anchors are not read: write the value out\n"
            "f:2:4: aliases are not read: write the value out");
  EXPECT_EQ(ErrorOf("a: !!str 3\n"),
            "f:1:4: tags such as '!!str' are not read");
}

TEST(ParseYaml, RefusesASecondDocument) {
  const char* const kMessage =
      "a second document begins here, or text that does not belong to what "
      "stands above; one document is read";
  EXPECT_EQ(ErrorOf("a: 1\n---\nb: 2\n"), std::string("f:2:1: ") + kMessage);
  EXPECT_EQ(ErrorOf("- a\nb: 1\n"), std::string("f:2:1: ") + kMessage);
  EXPECT_EQ(ErrorOf("---\na: 1\n...\n"), "valid");
}

TEST(ParseYaml, RefusesKeysThatAreNotText) {
  EXPECT_EQ(ErrorOf("? [1]\n: 2\n"),
            "f:1:3: a key must be plain text, not a list or a map");
  EXPECT_EQ(ErrorOf("a: {~: 1}\n"), "f:1:5: a key without a name");
}

TEST(ParseYaml, RefusesBytesThatAreNoText) {
  EXPECT_EQ(ErrorOf("a: \xff\n"),
            "f:1:4: the byte 0xff is no text; write the file as UTF-8 without "
            "control characters");
  EXPECT_THAT(ErrorOf("a: 1\nb: \x1b[2J\n"), StartsWith("f:2:4: the byte"));
  EXPECT_THAT(ErrorOf(std::string_view("a\0: 1\n", 6)),
              StartsWith("f:1:2: the byte 0x00"));
  for (const char* bad : {"\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
                          "\xf4\x90\x80\x80", "\xc3", "\xf0\x9f\x98"}) {
    EXPECT_THAT(ErrorOf(std::string("a: ") + bad + "\n"),
                HasSubstr("is no text"));
  }
  EXPECT_EQ(ErrorOf("a: Gr\xc3\xbc\xc3\x9f \xe2\x82\xac\xf0\x9f\x98\x80\n"),
            "valid");
  EXPECT_EQ(ErrorOf("a: \"\\0\"\n"), "f:1:4: a control character in the text");
  EXPECT_EQ(ErrorOf("\"\\e[2J\": 1\n"),
            "f:1:1: a control character in the text");
}

TEST(ParseYaml, HasLimits) {
  const auto repeat = [](std::string_view piece, size_t times) {
    std::string text;
    for (size_t i = 0; i < times; ++i) text += piece;
    return text;
  };
  EXPECT_EQ(ErrorOf(repeat("#", kYamlMaxBytes)), "f:1:1: the file is empty");
  EXPECT_EQ(ErrorOf(repeat("#", kYamlMaxBytes + 1)),
            "f:1:1: the file has 1048577 bytes; at most 1048576 are read");

  EXPECT_EQ(ErrorOf(repeat("- ", kYamlMaxDepth) + "x"), "valid");
  EXPECT_EQ(ErrorOf(repeat("- ", kYamlMaxDepth + 1) + "x"),
            "f:1:65: nested more than 32 levels deep");
  EXPECT_EQ(ErrorOf(repeat("[", 1000) + repeat("]", 1000)),
            "f:1:33: nested more than 32 levels deep");

  // The list itself is a value too.
  EXPECT_EQ(ErrorOf(repeat("- x\n", kYamlMaxNodes - 1)), "valid");
  EXPECT_EQ(ErrorOf(repeat("- x\n", kYamlMaxNodes)),
            "f:50000:3: more than 50000 values");
  EXPECT_THAT(ErrorOf("- " + repeat("[", kYamlMaxNodes + 1)),
              HasSubstr("too large for a settings file"));
}

TEST(YamlErrors, StandInTheOrderOfTheFileAndAreCut) {
  YamlErrors errors("f");
  for (int line = 60; line >= 1; --line) errors.Add({line, 1}, "wrong");
  const std::string text = errors.ToError().message;
  EXPECT_THAT(text, StartsWith("f:1:1: wrong\nf:2:1: wrong\n"));
  EXPECT_THAT(text, HasSubstr("f:50:1: wrong\nf: 10 more errors"));
}

}  // namespace
}  // namespace iec
