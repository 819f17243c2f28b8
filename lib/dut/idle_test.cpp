// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/idle.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "lib/dut/pty.h"

namespace iec {
namespace {

using std::chrono::seconds;

TEST(LoginSessionIn, IsTheScopeThatAProcessIsIn) {
  EXPECT_EQ(
      LoginSessionIn("0::/user.slice/user-1000.slice/session-c12.scope\n"),
      "c12");
  EXPECT_EQ(LoginSessionIn("1:name=systemd:/user.slice/user-0.slice/"
                           "session-4.scope/sub\n0::/\n"),
            "4");
  EXPECT_EQ(LoginSessionIn("0::/system.slice/ssh.service\n"), "");
  EXPECT_EQ(LoginSessionIn("0::/session-4/a.scope\n"), "");
}

TEST(EndOfIdleIn, IsATimeOrNone) {
  EXPECT_EQ(EndOfIdleIn("t 900000000"), seconds(900));
  EXPECT_EQ(EndOfIdleIn("t 1500000"), seconds(2));
  EXPECT_EQ(EndOfIdleIn("t 18446744073709551615"), std::nullopt);  // infinity
  EXPECT_EQ(EndOfIdleIn("t 0"), std::nullopt);
  EXPECT_EQ(EndOfIdleIn(""), std::nullopt);
}

TEST(CatchesAlarm, IsOneBitOfTheMask) {
  EXPECT_TRUE(
      CatchesAlarm("SigIgn:\t0000000000384004\n"
                   "SigCgt:\t000000004b817efb\n"));
  EXPECT_FALSE(CatchesAlarm("SigCgt:\t000000004b815efb\n"));
  EXPECT_FALSE(CatchesAlarm("SigIgn:\tffffffffffffffff\n"));
  EXPECT_FALSE(CatchesAlarm("SigCgt:\tx\n"));
  EXPECT_FALSE(CatchesAlarm(getpid()));
}

TEST(IdleTime, IsSetBackForATerminalOfOurs) {
  auto pty = Pty::Start({.argv = {"cat"}});
  ASSERT_TRUE(pty.ok()) << pty.error().message;
  ASSERT_TRUE(SetIdleTimeOf(pty->terminal(), seconds(5000)).ok());
  const auto idle = IdleTimeOf(pty->terminal());
  ASSERT_TRUE(idle.ok()) << idle.error().message;
  EXPECT_GE(*idle, seconds(5000));
  EXPECT_LT(*idle, seconds(5100));
  ASSERT_TRUE(pty->Send("typed\n").ok());
  pty->WaitFor({"typed\r\ntyped"}, std::chrono::milliseconds(5000));
  const auto typed = IdleTimeOf(pty->terminal());
  ASSERT_TRUE(typed.ok());
  EXPECT_LT(*typed, seconds(60)) << "typing makes it busy again";
}

TEST(IdleTime, TroubleIsAnError) {
  EXPECT_FALSE(IdleTimeOf("/dev/pts/none").ok());
  EXPECT_FALSE(SetIdleTimeOf("/dev/pts/none", seconds(1)).ok());
}

}  // namespace
}  // namespace iec
