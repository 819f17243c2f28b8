// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/people.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kPasswd =
    "root:x:0:0::/root:/bin/bash\n"
    "daemon:x:1:1::/:/usr/sbin/nologin\n"
    "alice:x:1000:1000::/nowhere/alice:/bin/bash\n"
    "bob:x:1001:1001::/nowhere/bob:/bin/bash\n"
    "gone:x:1002:1002::/nowhere/gone:/bin/bash\n"
    "open::1003:1003::/nowhere/open:/bin/sh\n";
constexpr std::string_view kShadow =
    "root:!*:20000:0:99999:7:::\ndaemon:*:20000:0:99999:7:::\n"
    "alice:$y$j9T$a$b:20000:0:99999:7:::\nbob:!$y$j9T$a$b:20000:0:99999:7:::\n"
    "gone:$y$j9T$a$b:20000:0:99999:7::1:\n";

TEST(People, KnowsWhoHasAPassword) {
  const auto accounts = PasswdDb::Parse(kPasswd, "", kShadow);
  const auto people = WhoCanLogIn(accounts, 20'100);
  ASSERT_THAT(people, SizeIs(2));
  EXPECT_EQ(people[0].user->name, "alice");
  EXPECT_EQ(people[1].user->name, "open");
  EXPECT_EQ(people[1].how, "no password");
}

TEST(People, KnowsWhoHasAKey) {
  const std::string home = testing::TempDir() + "/people";
  std::filesystem::create_directories(home + "/.ssh");
  std::ofstream(home + "/.ssh/authorized_keys") << "# none\n";
  const User user{"a", "x", 7, 7, "", home, "/bin/sh"};
  EXPECT_THAT(KeyFilesOf(user, {".ssh/authorized_keys"}), IsEmpty());
  std::ofstream(home + "/.ssh/authorized_keys") << "ssh-ed25519 AAAA\n";
  EXPECT_THAT(KeyFilesOf(user, {"none", "%h/.ssh/authorized_keys", "/x/%u/%U"}),
              ElementsAre(home + "/.ssh/authorized_keys"));
  std::filesystem::remove_all(home);
}

TEST(People, TellsUsableHashes) {
  for (const char* field : {"", "$6$a$b", "_J9..abcd", "abcdefghijklm"}) {
    EXPECT_TRUE(IsUsableHash(field)) << field;
  }
  for (const char* field : {"!", "*", "x", "!!", "!$6$a$b", "*LK*", "NP"}) {
    EXPECT_FALSE(IsUsableHash(field)) << field;
  }
}

TEST(People, FindsWhatIsShared) {
  const auto accounts = PasswdDb::Parse(
      "root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n"
      "a:x:5:5::/:/bin/sh\na:x:6:6::/:/bin/sh\n",
      "g:x:3:\nh:x:3:\n", "");
  EXPECT_THAT(SharedUserIds(accounts),
              ElementsAre("user name a is there 2 times",
                          "root and toor have user id 0"));
  EXPECT_THAT(SharedGroupIds(accounts), ElementsAre("g and h have group id 3"));
  EXPECT_THAT(SharedUserIds(PasswdDb::Parse(kPasswd, "", "")), IsEmpty());
}

}  // namespace
}  // namespace iec
