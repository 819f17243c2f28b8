// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sudo_rules.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

using Rules = std::vector<std::string>;

constexpr char kListing[] =
    "Matching Defaults entries for a on b:\n"
    "    env_reset, timestamp_timeout=5, use_pty, timestamp_timeout=1.5, x\n"
    "\n"
    "Runas and Command-specific defaults for a:\n"
    "    Defaults>bob timestamp_timeout=30    Defaults!/bin/less "
    "timestamp_timeout=-1, !use_pty\n"
    "    Defaults!/bin/id, /bin/apt timestamp_timeout=\"60\"\n"
    "    Defaults!ALL, !/bin/env timestamp_timeout=2\n"
    "    Defaults!/bin/b !use_pty\n"
    "\n"
    "User a may run the following commands on b:\n"
    "    (ALL : ALL) ALL\n";

TEST(SudoRules, SomeProofsAreGoodForLonger) {
  EXPECT_EQ(LongerProofsIn(kListing, 300),
            (Rules{"Defaults>bob timestamp_timeout=30",
                   "Defaults!/bin/less timestamp_timeout=-1",
                   "Defaults!/bin/id, /bin/apt timestamp_timeout=\"60\""}));
  EXPECT_EQ(LongerProofsIn(kListing, 89).size(), 5u);
  EXPECT_EQ(LongerProofsIn(kListing, 89).back(), "timestamp_timeout=1.5");
  EXPECT_EQ(LongerProofsIn(kListing, 7200).size(), 1u);
  EXPECT_EQ(LongerProofsIn("User a is not allowed to run sudo on b.\n", 1),
            Rules{});
}

TEST(SudoRules, SomeRulesAreAboutOneUser) {
  EXPECT_EQ(BoundTo("Defaults>bob timestamp_timeout=-1"), "bob");
  for (const char* rule :
       {"Defaults!/bin/a timestamp_timeout=1", "Defaults> timestamp_timeout=1",
        "Defaults>a, b timestamp_timeout=1", "timestamp_timeout=1",
        "Defaults>ALL timestamp_timeout=1", "Defaults>%a timestamp_timeout=1",
        "Defaults>a;b timestamp_timeout=1", "Defaults>a use_pty"}) {
    EXPECT_EQ(BoundTo(rule), "") << rule;
  }
}

TEST(SudoRules, AreTakenApart) {
  constexpr char kLong[] =
      "User a may run the following commands on b:\n\n"
      "Sudoers entry: /etc/sudoers\n"
      "    RunAsUsers: ALL\n    RunAsGroups: ALL\n    Commands:\n\tALL\n\n"
      "Sudoers entry:\n    RunAsUsers: root\n"
      "    Options: noexec, setenv, !authenticate\n"
      "    NotBefore: 20270101000000Z\n    Commands:\n"
      "\t/usr/bin/less\n        /var/log/x\n\t!/usr/bin/su\n\n"
      "Sudoers entry:\n    RunAsUsers: a\n    RunAsGroups: shadow\n"
      "    Commands:\n\tsudoedit /etc/group\n";
  const auto rules = SudoRulesIn(kLong, "a");
  ASSERT_EQ(rules.size(), 3u);
  EXPECT_EQ(rules[0].Text(), "(ALL:ALL) ALL");
  EXPECT_TRUE(rules[0].asks);
  EXPECT_EQ(rules[1].Text(), "SETENV: /usr/bin/less /var/log/x");
  EXPECT_FALSE(rules[1].asks);
  EXPECT_EQ(rules[2].Text(), "(:shadow) sudoedit /etc/group");
  EXPECT_TRUE(rules[2].asks);
  EXPECT_TRUE(SudoRulesIn("User a is not allowed to run sudo\n", "a").empty());
  EXPECT_TRUE(SudoRulesIn("", "a").empty());
  const auto brief = SudoRulesIn(
      "User a may run the following commands on b:\n"
      "    (root) NOPASSWD: /usr/bin/find\n",
      "a");
  ASSERT_EQ(brief.size(), 1u);
  EXPECT_FALSE(brief[0].asks);
  EXPECT_EQ(brief[0].Text(), "(root) NOPASSWD: /usr/bin/find");
  const auto kept = SudoRulesIn(
      "Matching Defaults entries for a on b:\n"
      "    env_reset, env_keep+=\"LD_PRELOAD X\"\n\n"
      "User a may run the following commands on b:\n\nSudoers entry:\n"
      "    RunAsUsers: root\n    Commands:\n\t/usr/bin/uptime\n",
      "a");
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].Text(), "SETENV: /usr/bin/uptime");
}

TEST(SudoRules, SomeLeaveNoRecord) {
  constexpr char kBound[] =
      "Matching Defaults entries for a on b:\n    !syslog, use_pty\n\n"
      "Runas and Command-specific defaults for a:\n"
      "    Defaults!/bin/sh, /bin/bash !syslog,\n        !log_allowed    "
      "Defaults!/bin/id !syslog\n    Defaults!/bin/cat !use_pty\n\n"
      "User a may run the following commands on b:\n";
  EXPECT_EQ(UnrecordedIn(kBound),
            (Rules{"Defaults!/bin/sh, /bin/bash !syslog,         !log_allowed",
                   "Defaults!/bin/id !syslog"}));
  EXPECT_EQ(UnrecordedIn(kBound, {"/bin/id"}).size(), 1u);
  EXPECT_TRUE(UnrecordedIn(kListing).empty());
}

}  // namespace
}  // namespace iec
