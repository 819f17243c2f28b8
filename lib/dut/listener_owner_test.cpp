// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/listener_owner.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

TEST(ListenerOwners, OneUnitIsOneOwner) {
  ListenerOwners owners;
  owners.AddUnits(
      "0.0.0.0:22   ssh.socket   ssh.service\n"
      "[::]:22      ssh.socket   ssh.service\n"
      "[::]:2222    other.socket other@.service\n"
      "/run/a b     a.socket     a.service\n");
  const Listener v4{false, "0.0.0.0", 22};
  const Listener v6{false, "::", 22};
  const Listener other{false, "::", 2222};
  const Listener unknown{false, "10.0.0.1", 22};
  EXPECT_TRUE(owners.Same(v4, v6));
  EXPECT_FALSE(owners.Same(v4, other));
  EXPECT_FALSE(owners.Same(unknown, unknown));
}

TEST(ListenerOwners, FindsNoOtherProcessBehindOurOwn) {
  // This process is not looked at, and nobody else has its sockets.
  const auto own = OwnListener::Start();
  const auto second = OwnListener::Start();
  ASSERT_TRUE(own.ok() && second.ok());
  const auto all = Listeners();
  ASSERT_TRUE(all.ok());
  const auto owners = ListenerOwners::Of(*all);
  EXPECT_FALSE(owners.Same(own->listener(), second->listener()));
}

}  // namespace
}  // namespace iec
