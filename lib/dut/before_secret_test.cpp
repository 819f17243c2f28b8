// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/before_secret.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace iec {
namespace {

TEST(VisibleText, IsWhatTheScreenShows) {
  EXPECT_EQ(VisibleText("a\r\nb"), "a\nb");
  EXPECT_EQ(VisibleText("gone\x1b[H\x1b[2Jthere"), "there");
  EXPECT_EQ(VisibleText("gone\x1b"
                        "cthere"),
            "there");
  EXPECT_EQ(VisibleText("\x1b[1mbold\x1b[0m"), "bold");
  EXPECT_EQ(VisibleText(""), "");
}

// A stand-in for a getty: a shell script on the terminal.
Result<std::string> ShownBy(const std::string& script) {
  return ShownAtConsole({"test", {"/bin/sh", "-c", script}}, "somebody");
}

TEST(ShownAtConsole, ReadsUpToTheSecret) {
  const auto shown = ShownBy(
      "printf 'The notice\\n\\nhost login: '; read -r name;"
      "printf 'More of it\\nPassword: '; stty -echo; read -r secret");
  ASSERT_TRUE(shown.ok()) << shown.error().message;
  EXPECT_EQ(*shown, "The notice\n\nMore of it\n");
}

TEST(ShownAtConsole, KnowsThatTheScreenWasCleared) {
  for (const char* script :
       {"printf 'The notice\\n\\033[H\\033[2Jlogin: '; read -r name;"
        "printf 'Password: '; stty -echo; read -r secret",
        "printf 'The notice\\nlogin: '; read -r name;"
        "printf '\\033[H\\033[JPassword: '; stty -echo; read -r secret"}) {
    const auto shown = ShownBy(script);
    ASSERT_TRUE(shown.ok()) << shown.error().message;
    EXPECT_EQ(*shown, "") << script;
  }
}

TEST(ShownAtConsole, LeavesOutWhatASessionShows) {
  const auto shown = ShownBy(
      "printf 'host login: '; read -r name; printf 'The notice\\n'; exit");
  ASSERT_TRUE(shown.ok()) << shown.error().message;
  EXPECT_EQ(*shown, "");
}

TEST(ShownAtConsole, PressesAKeyWhereOneIsWaitedFor) {
  const auto shown = ShownBy(
      "printf 'Press ENTER\\n'; read -r key; printf 'The notice\\nlogin: ';"
      "read -r name; stty -echo; printf 'Password: '; read -r secret");
  ASSERT_TRUE(shown.ok()) << shown.error().message;
  EXPECT_NE(shown->find("The notice\n"), std::string::npos);
}

TEST(ShownAtConsole, WithoutAQuestionForTheNameIsAnError) {
  EXPECT_FALSE(ShownBy("printf 'Nobody may log in\\n'").ok());
}

TEST(BeforeSecret, TellsWhatATerminalHides) {
  EXPECT_TRUE(IsConcealed("\x1b[8mNotice\x1b[0m"));
  EXPECT_TRUE(IsConcealed("\x1b[30;40mNotice"));
  EXPECT_TRUE(IsConcealed("\x1b[1;97m\x1b[107mNotice"));
  EXPECT_TRUE(IsConcealed("\x1b[38;5;16m\x1b[48;5;16mNotice"));
  EXPECT_TRUE(IsConcealed("Notice\r\x1b[2K"));
  EXPECT_TRUE(IsConcealed("Notice\r\x1b[KNo"));
  EXPECT_TRUE(IsConcealed("Notice\n\x1b[A\x1b[K"));
  EXPECT_FALSE(IsConcealed("\x1b[30;40m\x1b[0mNotice\r\n"));
  EXPECT_FALSE(IsConcealed("\x1b[1;31;40mNotice\x1b[K\r\n\x1b[KMore"));
  EXPECT_FALSE(IsConcealed("\x1b[31m\x1b[39;41mNotice"));
  EXPECT_FALSE(IsConcealed("\x1b[38;2;1;2;3m\x1b[48;2;1;2;4mNotice"));
  EXPECT_FALSE(IsConcealed("\x1b[38;5;1mNotice\x1b["));
}

}  // namespace
}  // namespace iec
