// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/identifiers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PasswdDb Accounts() {
  return PasswdDb::Parse(
      "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/:/bin/sh\n",
      "root:x:0:\nsudo:x:27:alice,bob\nalice:x:1000:\n", "");
}

TEST(Identifiers, FindsMisleadingNames) {
  EXPECT_THAT(MisleadingNames(Accounts()), IsEmpty());
  EXPECT_THAT(
      MisleadingNames(
          PasswdDb::Parse("bob:x:5:5::/:/bin/sh\nBob:x:6:6::/:/bin/sh\n"
                          "1000:x:7:7::/:/bin/sh\n",
                          "", "")),
      ElementsAre("user name 1000 is a number", "user names Bob and bob"));
}

TEST(Identifiers, FindsLostMembers) {
  EXPECT_THAT(LostMembers(Accounts()), ElementsAre("group sudo: bob"));
}

TEST(Identifiers, FindsFaultsOfRanges) {
  EXPECT_THAT(SubordinateFaults("alice:100000:65536\nroot:165536:65536\n",
                                "subuid", Accounts()),
              IsEmpty());
  EXPECT_THAT(SubordinateFaults("alice:100000:65536\nroot:165535:65536\n",
                                "subuid", Accounts()),
              ElementsAre("subuid: alice and root overlap"));
  EXPECT_THAT(
      SubordinateFaults("bob:100000:65536\n1000:500:501\n:x:\n", "subgid",
                        Accounts()),
      ElementsAre("subgid: bob is no user", "subgid: 1000 has the id of alice",
                  "subgid: 1000 has the id of group alice"));
}

TEST(Identifiers, FindsGroupsInRangesOfGroupIds) {
  EXPECT_THAT(SubordinateFaults("alice:27:1\n", "subgid", Accounts()),
              ElementsAre("subgid: alice has the id of group sudo"));
  EXPECT_THAT(SubordinateFaults("alice:27:1\n", "subuid", Accounts()),
              IsEmpty());
}

TEST(Identifiers, FollowsWhatSudoersIncludes) {
  EXPECT_THAT(IncludedBySudoers("@includedir /etc/x\n#include more\n"
                                "# include nothing\n@include \"/a b\"\n"),
              ElementsAre("/etc/x/*", "/etc/more", "/a b"));
}

TEST(Identifiers, FindsWhoIsLostInSudoers) {
  EXPECT_THAT(
      LostInSudoers("# carol ALL=ALL\nDefaults:carol !lecture\n"
                    "root\tALL=(ALL:ALL) ALL\n%sudo ALL=(carol) ALL\n"
                    "@includedir /etc/sudoers.d\n#includedir /etc/x\n"
                    "OPERATORS ALL = ALL\n+net ALL=ALL\n#1000 ALL=ALL\n",
                    Accounts()),
      IsEmpty());
  EXPECT_THAT(
      LostInSudoers("alice, carol \\\n ALL = ALL\n%operators ALL=ALL\n"
                    "User_Alias OPERATORS = alice, dave : B = %27\n"
                    "#1001 ALL=ALL\n%#28 ALL=ALL\n",
                    Accounts()),
      ElementsAre("carol", "%operators", "dave", "%27", "#1001", "%#28"));
}

}  // namespace
}  // namespace iec
