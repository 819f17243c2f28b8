// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/dialogue.h"

#include <gtest/gtest.h>

#include <deque>

namespace iec {
namespace {

using std::chrono::milliseconds;

// Says one item for each reading; an empty one is silence.
struct Script {
  std::deque<std::string> items;
  std::string typed;

  TerminalWire Wire() {
    return {[this](std::string& text, milliseconds) {
              if (items.empty()) return TerminalWire::Got::kEnd;
              const std::string item = items.front();
              items.pop_front();
              text += item;
              return item.empty() ? TerminalWire::Got::kNothing
                                  : TerminalWire::Got::kText;
            },
            [this](std::string_view text) -> Status {
              typed += text;
              return {};
            }};
  }
};

LoginAttempt Ann() {
  LoginAttempt attempt;
  attempt.user = "ann";
  attempt.password = "sesame-42";
  return attempt;
}

const auto kNever = [](std::string_view) { return false; };

TEST(HoldDialogue, AnswersOnceAndHidesTheSecret) {
  Script script{{"[sudo] password for", " ann: ", "", "", "sesame-42\r\nok"},
                {}};
  const auto said =
      HoldDialogue(script.Wire(), Ann(), kNever, milliseconds(5'000));
  ASSERT_TRUE(said.ok()) << said.error().message;
  EXPECT_EQ(script.typed, "sesame-42\n") << "silence asks nothing again";
  EXPECT_EQ(said->find("sesame"), std::string::npos) << *said;
  EXPECT_NE(said->find("ok"), std::string::npos);
}

TEST(HoldDialogue, TypesNothingWhereNothingIsAsked) {
  Script script{{"password of ann is old\r\n", "", "login: ", "", "$ ", ""},
                {}};
  ASSERT_TRUE(
      HoldDialogue(script.Wire(), Ann(), kNever, milliseconds(5'000)).ok());
  EXPECT_EQ(script.typed, "");
}

TEST(HoldDialogue, EndsWhereItIsOver) {
  Script script{{"a", "b", "c"}, {}};
  const auto said = HoldDialogue(
      script.Wire(), Ann(),
      [](std::string_view text) { return text.ends_with('b'); },
      milliseconds(5'000));
  ASSERT_TRUE(said.ok());
  EXPECT_EQ(*said, "ab");
}

TEST(HoldDialogue, GivesUp) {
  Script endless{{}, {}};
  for (int i = 0; i < 40; ++i) {
    endless.items.emplace_back("Password: ");
    endless.items.emplace_back("");
  }
  EXPECT_FALSE(
      HoldDialogue(endless.Wire(), Ann(), kNever, milliseconds(5'000)).ok());
}

}  // namespace
}  // namespace iec
