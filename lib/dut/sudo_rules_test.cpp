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

}  // namespace
}  // namespace iec
