// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/sudo_grants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/profile/profile.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SudoRule Rule(const std::string& command, const std::string& as = "root") {
  SudoRule rule;
  rule.as = as;
  rule.command = command;
  return rule;
}

TEST(SudoGrants, AreDeclared) {
  const auto profile = ParseProfile(
      "schema: iec-profile/1\nname: a\ncomponent_type: embedded\n"
      "target_sl: 1\ncapabilities: []\nparameters:\n  authorization:\n"
      "    administrators: wheel\n"
      "    roles: [admin become_root, ops control_services]\n"
      "    commands:\n      - ops /usr/bin/hmi -r\n"
      "      - web (backup) /usr/bin/rsync\n",
      "p");
  ASSERT_TRUE(profile.ok()) << profile.error().message;
  const auto grants = SudoGrants::From(*profile);
  ASSERT_TRUE(grants.ok()) << grants.error().message;
  EXPECT_TRUE(grants->MakeRoot({"a", "admin"}));
  EXPECT_TRUE(grants->MakeRoot({"wheel"}));
  EXPECT_FALSE(grants->MakeRoot({"ops"}));
  const std::vector<SudoRule> rules = {Rule("/usr/bin/hmi -r"),
                                       Rule("/usr/bin/rsync", "backup"),
                                       Rule("/usr/bin/systemctl restart x"),
                                       Rule("/usr/bin/systemctl edit x"),
                                       Rule("/usr/bin/systemctl"),
                                       Rule("ALL", "")};
  EXPECT_THAT(grants->Undeclared(rules, "a", {"ops"}),
              ElementsAre("(backup) /usr/bin/rsync",
                          "/usr/bin/systemctl edit x", "/usr/bin/systemctl"));
  EXPECT_THAT(grants->Undeclared({Rule("/usr/bin/rsync", "backup")}, "web", {}),
              IsEmpty());
  EXPECT_THAT(grants->Undeclared({Rule("/usr/bin/rsync")}, "web", {}),
              ElementsAre("/usr/bin/rsync"));
}

}  // namespace
}  // namespace iec
