// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/console_door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(ConsoleDoor, FindsWhatUnitsStartThere) {
  const auto shell = ParseConsoleUnit(
      "debug-shell.service",
      "[Service]\nExecStart=/bin/bash\nStandardInput=tty\n", false);
  ASSERT_THAT(shell, SizeIs(1));
  EXPECT_THAT(shell[0].login, IsEmpty());

  const auto getty = ParseConsoleUnit(
      "port.service",
      "[Service]\nExecStart=/usr/bin/setsid /sbin/agetty -a root ttyS1\n",
      false);
  ASSERT_THAT(getty, SizeIs(1));
  EXPECT_THAT(getty[0].login,
              ElementsAre("/sbin/agetty", "-a", "root", "ttyS1"));

  EXPECT_THAT(
      ParseConsoleUnit("a.service",
                       "[Service]\nExecStart=/bin/sh -c 'echo a'\n", false),
      IsEmpty());
  // iscsiadm and its like
  EXPECT_THAT(
      ParseConsoleUnit("a.service", "[Service]\nExecStart=/sbin/iscsi login\n",
                       false),
      IsEmpty());
  EXPECT_THAT(ParseConsoleUnit("systemd-firstboot.service",
                               "[Service]\nStandardInput=tty\n"
                               "ExecStart=systemd-firstboot --prompt-locale\n",
                               false),
              IsEmpty());
}

TEST(ConsoleDoor, KnowsWhetherSuloginIsForced) {
  constexpr const char* kUnit =
      "[Service]\nStandardInput=tty-force\n"
      "ExecStartPre=-/bin/plymouth --wait quit\n"
      "ExecStart=-/lib/systemd/systemd-sulogin-shell rescue\n";
  const auto asks = ParseConsoleUnit("rescue.service", kUnit, false);
  ASSERT_THAT(asks, SizeIs(1));
  EXPECT_THAT(asks[0].login, SizeIs(1));
  const std::string forced =
      std::string(kUnit) + "Environment=A=b SYSTEMD_SULOGIN_FORCE=1\n";
  const auto forces = ParseConsoleUnit("rescue.service", forced, false);
  ASSERT_THAT(forces, SizeIs(1));
  ASSERT_THAT(forces[0].login, SizeIs(2));
  EXPECT_EQ(forces[0].login[1], "--force");
  EXPECT_THAT(ParseConsoleUnit("rescue.service", kUnit, true)[0].login,
              SizeIs(2));
  const std::string off =
      std::string(kUnit) + "Environment=SYSTEMD_SULOGIN_FORCE=0\n";
  EXPECT_THAT(ParseConsoleUnit("rescue.service", off, false)[0].login,
              SizeIs(1));
}

TEST(ConsoleDoor, ReadsWhatUdevRuns) {
  const auto shell = ParseUdevCommand(
      "90-serial.rules",
      "/usr/bin/systemd-run -p StandardInput=tty -p TTYPath=/dev/%k /bin/sh");
  ASSERT_THAT(shell, SizeIs(1));
  EXPECT_EQ(shell[0].unit, "udev 90-serial.rules");
  EXPECT_THAT(shell[0].login, IsEmpty());
  const auto getty =
      ParseUdevCommand("a.rules", "/sbin/agetty --autologin root %k");
  ASSERT_THAT(getty, SizeIs(1));
  EXPECT_THAT(getty[0].login, SizeIs(4));
  for (const char* command :
       {"", "/bin/sh -c 'stty -F /dev/%k raw'", "/usr/lib/udev/hwclock-set a",
        "/bin/udevadm trigger -s block"}) {
    EXPECT_THAT(ParseUdevCommand("a.rules", command), IsEmpty()) << command;
  }
}

TEST(ConsoleDoor, ReadsInittabs) {
  const auto found = ParseInittab(
      "# tty9::respawn:/bin/sh\n::sysinit:/etc/init.d/rcS\n"
      "tty2::askfirst:-/bin/sh\n1:2345:respawn:/sbin/getty 38400 tty1\n"
      "x:5:respawn:/etc/X11/prefdm -nodaemon\n");
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_THAT(found[0].login, IsEmpty());
  EXPECT_THAT(found[1].login, ElementsAre("/sbin/getty", "38400", "tty1"));
}

TEST(ConsoleDoor, TellsShells) {
  EXPECT_TRUE(IsShell("/bin/bash"));
  EXPECT_TRUE(IsShell("sh"));
  EXPECT_FALSE(IsShell("/bin/true"));
  EXPECT_FALSE(IsShell("/no/such/program"));
}

TEST(ConsoleDoor, TellsOpenFromShut) {
  const auto shell = TryDoor({"/bin/sh"}, "somebody");
  ASSERT_TRUE(shell.ok()) << shell.error().message;
  EXPECT_EQ(shell->kind, Door::Kind::kOpens) << shell->said;
  const auto ends = TryDoor({"/bin/true"}, "somebody");
  ASSERT_TRUE(ends.ok()) << ends.error().message;
  EXPECT_EQ(ends->kind, Door::Kind::kCloses);
  const auto asks = TryDoor({"/bin/sh", "-c",
                             "printf 'x login: '; read name; stty -echo; "
                             "printf 'Password: '; read secret"},
                            "somebody");
  ASSERT_TRUE(asks.ok()) << asks.error().message;
  EXPECT_EQ(asks->kind, Door::Kind::kAsks) << asks->said;
  // As sulogin where root is locked and it must not mind.
  const auto enter =
      TryDoor({"/bin/sh", "-c",
               "stty -echo; printf 'Press Enter for maintenance: '; read any; "
               "stty echo; exec /bin/sh"},
              "somebody");
  ASSERT_TRUE(enter.ok()) << enter.error().message;
  EXPECT_EQ(enter->kind, Door::Kind::kOpens) << enter->said;
  // A shell behind a name only.
  const auto open =
      TryDoor({"/bin/sh", "-c", "printf 'x login: '; read name; exec /bin/sh"},
              "somebody");
  ASSERT_TRUE(open.ok()) << open.error().message;
  EXPECT_EQ(open->kind, Door::Kind::kOpens) << open->said;
}

Door DoorOf(const std::string& script) {
  const auto door = TryDoor({"/bin/sh", "-c", script}, "somebody");
  EXPECT_TRUE(door.ok()) << door.error().message;
  return door.ok() ? *door : Door();
}

TEST(ConsoleDoor, AMenuThatEndsHasTakenAnOrder) {
  // Side by side, as each is silent for long.
  std::vector<std::future<Door>> menus;
  for (const char* menu :
       {"printf '1 restart\\n2 status\\n> '; read choice; echo \"$choice?\"",
        "read choice",
        // The order comes behind a name, or behind the Enter key.
        "printf 'x login: '; read name; printf '> '; read choice; echo done",
        "echo 'Press Enter'; read any; printf '1 restart > '; read choice"}) {
    menus.push_back(std::async(std::launch::async, DoorOf, menu));
  }
  for (std::future<Door>& menu : menus) {
    const Door door = menu.get();
    EXPECT_EQ(door.kind, Door::Kind::kGoesOn) << door.said;
    EXPECT_FALSE(door.IsShut());
  }
}

TEST(ConsoleDoor, WhoEndsWithoutAnOrderIsShut) {
  // As sulogin where root is locked.
  const Door locked = DoorOf(
      "stty -echo; printf 'root is locked.\\nPress Enter to continue.\\n'; "
      "read any");
  EXPECT_EQ(locked.kind, Door::Kind::kCloses) << locked.said;
  const Door refused = DoorOf("printf 'x login: '; read name; echo no");
  EXPECT_EQ(refused.kind, Door::Kind::kCloses) << refused.said;
  // A name asked for in other words.
  const Door asks = DoorOf(
      "printf 'Kennung: '; read name; case $name in echo*) exit;; esac; "
      "stty -echo; printf 'Password: '; read secret");
  EXPECT_EQ(asks.kind, Door::Kind::kAsks) << asks.said;
}

}  // namespace
}  // namespace iec
