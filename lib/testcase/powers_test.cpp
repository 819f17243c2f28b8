// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/powers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "lib/dut/process.h"

namespace iec {
namespace {

using testing::Contains;
using testing::IsEmpty;

Credentials Powerless() {
  Credentials who;
  who.uids = {kNobodyId, kNobodyId, kNobodyId, kNobodyId};
  who.gids = who.uids;
  return who;
}

TEST(Powers, HaveNamesOnce) {
  auto names = AllPowers();
  EXPECT_THAT(names, Contains("mount"));
  EXPECT_THAT(names, Contains("become_root"));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
}

TEST(Powers, OfSomebodyPowerless) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  PowerTargets targets;
  targets.configuration = {"/etc/passwd", "/etc"};
  targets.secrets = {"/etc/shadow"};
  targets.other = getpid();
  const auto none = PowersOf(Powerless(), targets);
  ASSERT_TRUE(none.ok()) << none.error().message;
  EXPECT_THAT(*none, IsEmpty());
}

TEST(Powers, OfSomebodyWithACapability) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  PowerTargets targets;
  targets.secrets = {"/etc/shadow"};
  targets.configuration = {"/etc/passwd", "/etc"};
  targets.other = getpid();
  Credentials who = Powerless();
  who.bounding = who.permitted = who.effective =
      *ParseCapabilityNames("cap_dac_override");
  const auto some = PowersOf(who, targets);
  ASSERT_TRUE(some.ok()) << some.error().message;
  EXPECT_EQ(some->at("read_secrets"), "/etc/shadow");
  EXPECT_EQ(some->at("write_configuration"), "/etc/passwd, /etc");
  EXPECT_EQ(some->count("mount"), 0U);
  EXPECT_EQ(Describe(who),
            "user id 65534 of the groups 65534 with cap_dac_override");
}

}  // namespace
}  // namespace iec
