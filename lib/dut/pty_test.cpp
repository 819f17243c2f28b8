// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/pty.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

namespace iec {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

constexpr milliseconds kLong{20'000};

Pty MustStart(const std::string& script,
              std::optional<Identity> run_as = std::nullopt) {
  auto pty = Pty::Start({.argv = {"sh", "-c", script}, .run_as = run_as});
  if (!pty.ok()) {
    ADD_FAILURE() << pty.error().message;
    std::abort();
  }
  return std::move(*pty);
}

TEST(Pty, IsTheControllingTerminalOfItsOwnSession) {
  Pty pty = MustStart(
      "tty; echo on-the-tty >/dev/tty;"
      "read -r pid comm state ppid group session rest </proc/$$/stat;"
      "echo $(($pid == $session))");
  const auto outcome = pty.WaitForExit(kLong);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->exit_status, 0);
  EXPECT_EQ(pty.transcript(), pty.terminal() + "\r\non-the-tty\r\n1\r\n");
}

TEST(Pty, HoldsADialogue) {
  Pty pty = MustStart(
      "printf 'Name: '; read name; stty -echo; printf 'Secret: '; read s;"
      "stty echo; echo; [ \"$s\" = sesame ] && echo welcome $name");
  Pty::Match match = pty.WaitFor({"password:", "NAME:"}, kLong);
  ASSERT_EQ(match.wait, Pty::Wait::kHeld);
  EXPECT_EQ(match.pattern, 1U);
  EXPECT_EQ(match.before, "");
  EXPECT_EQ(pty.input(), Pty::Input::kLines);
  ASSERT_TRUE(pty.Send("ali\n").ok());
  match = pty.WaitFor({"Secret: "}, kLong);
  ASSERT_EQ(match.wait, Pty::Wait::kHeld);
  EXPECT_THAT(match.before, HasSubstr("ali\r\n")) << "the echo";
  EXPECT_EQ(pty.input(), Pty::Input::kSecret);
  ASSERT_TRUE(pty.Send("sesame\n").ok());
  match = pty.WaitFor({"welcome ali"}, kLong);
  EXPECT_EQ(match.wait, Pty::Wait::kHeld);
  EXPECT_THAT(pty.transcript(), ::testing::Not(HasSubstr("sesame")));
  EXPECT_EQ(pty.WaitForExit(kLong)->exit_status, 0);
}

TEST(Pty, TheEarliestPatternWins) {
  Pty pty = MustStart("echo one two three");
  const Pty::Match match = pty.WaitFor({"three", "two"}, kLong);
  EXPECT_EQ(match.pattern, 1U);
  EXPECT_EQ(match.before, "one ");
  EXPECT_EQ(pty.WaitFor({"three"}, kLong).before, " ");
}

TEST(Pty, TellsTheEndFromTheTimeLimit) {
  Pty ending = MustStart("echo bye; exit 4");
  const Pty::Match match = ending.WaitFor({"never"}, kLong);
  EXPECT_EQ(match.wait, Pty::Wait::kEnded);
  EXPECT_EQ(match.before, "bye\r\n");
  EXPECT_EQ(ending.WaitForExit(milliseconds(0))->exit_status, 4);

  Pty waiting = MustStart("echo hello; sleep 1000");
  EXPECT_EQ(waiting.WaitFor({"never"}, milliseconds(200)).wait,
            Pty::Wait::kTimedOut);
  EXPECT_FALSE(waiting.WaitForExit(milliseconds(10)).has_value());
}

TEST(Pty, TheTimeLimitHoldsAgainstAFlood) {
  Pty pty = MustStart("exec yes");
  EXPECT_EQ(pty.WaitFor({"never"}, milliseconds(500)).wait,
            Pty::Wait::kTimedOut);
}

TEST(Pty, SurvivesATerminalThatIsHungUpAndOpenedAgain) {
  // As the login program of util-linux does: for a moment nobody has it open.
  Pty pty = MustStart(
      "t=$(tty); trap '' HUP; exec <&- >&- 2>&-; sleep 0.3;"
      "exec <>$t >&0 2>&1; echo back; read line; echo got $line");
  ASSERT_EQ(pty.WaitFor({"back\r\n"}, kLong).wait, Pty::Wait::kHeld);
  ASSERT_TRUE(pty.Send("it\n").ok());
  EXPECT_EQ(pty.WaitFor({"got it"}, kLong).wait, Pty::Wait::kHeld);
}

TEST(Pty, SeesAShellTakeTheTerminal) {
  Pty quiet = MustStart("echo on; sleep 1000");
  ASSERT_EQ(quiet.WaitFor({"on"}, kLong).wait, Pty::Wait::kHeld);
  EXPECT_FALSE(quiet.ForegroundChanged());
  Pty shell = MustStart("set -m; sh -c 'echo inside; sleep 1000'");
  ASSERT_EQ(shell.WaitFor({"inside"}, kLong).wait, Pty::Wait::kHeld);
  EXPECT_TRUE(shell.ForegroundChanged());
}

TEST(Pty, CloseHangsUpAndReaps) {
  Pty polite =
      MustStart("trap 'exit 0' HUP; echo up; while :; do sleep 1; done");
  ASSERT_EQ(polite.WaitFor({"up"}, kLong).wait, Pty::Wait::kHeld);
  Pty stubborn = MustStart("trap '' HUP TERM; echo up; sleep 1000; sleep 1000");
  ASSERT_EQ(stubborn.WaitFor({"up"}, kLong).wait, Pty::Wait::kHeld);
  polite.Close();
  stubborn.Close();
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "no child is left";
  EXPECT_FALSE(polite.Send("x").ok());
}

TEST(Pty, AsAnotherUserOwnsItsTerminal) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  Pty pty = MustStart("id -u; [ -O \"$(tty)\" ] && echo mine", Nobody());
  ASSERT_TRUE(pty.WaitForExit(kLong).has_value());
  EXPECT_EQ(pty.transcript(), "65534\r\nmine\r\n");
}

TEST(Pty, KnowsWhenKeysAreReadOneByOne) {
  Pty pty = MustStart("stty -icanon -echo; echo raw; sleep 1000");
  ASSERT_EQ(pty.WaitFor({"raw"}, kLong).wait, Pty::Wait::kHeld);
  EXPECT_EQ(pty.input(), Pty::Input::kKeys);
}

TEST(Pty, AFailedStartIsAnError) {
  EXPECT_FALSE(Pty::Start({.argv = {"iec-no-such-program"}}).ok());
  const auto pty = Pty::Start({.argv = {"true"}, .directory = "/nowhere"});
  ASSERT_FALSE(pty.ok());
  EXPECT_THAT(pty.error().message, HasSubstr("No such file"));
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(Pty, SilenceIsWaitedFor) {
  Pty pty =
      MustStart("for i in 1 2 3; do echo $i; sleep 0.1; done; sleep 1000");
  EXPECT_TRUE(pty.WaitForSilence(milliseconds(1000), kLong));
  EXPECT_EQ(pty.unread(), "1\r\n2\r\n3\r\n");
  Pty noisy = MustStart("exec yes");
  EXPECT_FALSE(noisy.WaitForSilence(milliseconds(300), milliseconds(600)));
}

}  // namespace
}  // namespace iec
