// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/secret_dialogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kSecret[] = "aB3%cD4+eF5,";

TEST(GivenAway, WhatComesBackIsFound) {
  EXPECT_EQ(GivenAway(kSecret, "you typed aB3%cD4+eF5,\r\n"), "all of it");
  EXPECT_EQ(GivenAway(kSecret, "it ends in F5,"), "a part of it");
  EXPECT_EQ(GivenAway(kSecret, "a\x1b[1mB\x1b[0m3"), "a part of it");
  EXPECT_EQ(GivenAway(kSecret, "Login incorrect\r\nhost login: "), "");
  EXPECT_EQ(GivenAway(kSecret, "aB c5 5,"), "");
  EXPECT_EQ(GivenAway("", "anything"), "");
}

TEST(GivenAway, ThreeDigitsOfACodeMeanNothing) {
  EXPECT_EQ(GivenAway("12345678", "tty 345"), "");
  EXPECT_EQ(GivenAway("12345678", "code 3456"), "a part of it");
}

TEST(GivenAwayByKeys, ShownForAMomentIsShown) {
  std::string shown;
  for (const char* key = kSecret; *key != '\0'; ++key) {
    shown += std::string(1, *key) + "\b*";
  }
  EXPECT_EQ(GivenAwayByKeys(kSecret, shown), "its characters one by one");
}

TEST(GivenAwayByKeys, MasksAreNoSecret) {
  EXPECT_EQ(GivenAwayByKeys(kSecret, "************"), "");
  EXPECT_EQ(GivenAwayByKeys(kSecret, "%%%%%%%%%%%%"), "");
  EXPECT_EQ(GivenAwayByKeys(kSecret, "x9Q#w7Z!k2P_"), "");
}

// A login in a few lines: a name, then a secret with these terminal settings.
SecretDialogue Hold(const std::string& settings, const std::string& after) {
  TerminalDialogue dialogue;
  dialogue.command.argv = {
      "sh", "-c",
      "printf 'host login: '; read -r name; stty " + settings +
          "; printf 'Password: '; read -r secret; stty echo; " + after};
  dialogue.user = "mary";
  dialogue.answer = [](PromptKind, int) -> Result<std::string> {
    return std::string(kSecret);
  };
  auto held = HoldDialogue(dialogue);
  EXPECT_TRUE(held.ok()) << held.error().message;
  return held.ok() ? std::move(held).value() : SecretDialogue{};
}

TEST(HoldDialogue, QuietOne) {
  const auto held = Hold("-echo", "echo; echo no such thing, $name");
  ASSERT_EQ(held.secrets.size(), 1u);
  EXPECT_EQ(held.secrets[0].prompt, "Password:");
  EXPECT_EQ(held.secrets[0].kind, PromptKind::kPassword);
  EXPECT_EQ(GivenAwayByKeys(kSecret, held.secrets[0].while_typed), "");
  EXPECT_EQ(GivenAway(kSecret, held.secrets[0].after), "");
  EXPECT_THAT(held.said, HasSubstr("no such thing, NAME"));
}

TEST(HoldDialogue, EchoIsSeen) {
  const auto held = Hold("echo", "echo bye");
  ASSERT_EQ(held.secrets.size(), 1u);
  EXPECT_EQ(GivenAwayByKeys(kSecret, held.secrets[0].while_typed), "all of it");
}

TEST(HoldDialogue, RepetitionAfterwardsIsSeen) {
  const auto held = Hold("-echo", "echo \"wrong: $secret\"");
  ASSERT_EQ(held.secrets.size(), 1u);
  EXPECT_EQ(GivenAway(kSecret, held.secrets[0].after), "all of it");
  // What is said to others has none of it.
  EXPECT_THAT(held.said, HasSubstr("wrong: [secret]"));
  EXPECT_THAT(held.said, Not(HasSubstr(kSecret)));
}

TEST(HoldDialogue, NoQuestionIsAnError) {
  TerminalDialogue dialogue;
  dialogue.command.argv = {"true"};
  dialogue.answer = [](PromptKind, int) -> Result<std::string> {
    return std::string();
  };
  EXPECT_FALSE(HoldDialogue(dialogue).ok());
}

TEST(HoldDialogue, ANameMayBeEnough) {
  TerminalDialogue dialogue;
  dialogue.command.argv = {"sh", "-c", "printf 'host login: '; read -r name"};
  dialogue.user = "mary";
  const auto held = HoldDialogue(dialogue);
  ASSERT_TRUE(held.ok()) << held.error().message;
  EXPECT_TRUE(held->secrets.empty());
}

}  // namespace
}  // namespace iec
