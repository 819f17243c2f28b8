// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/ssh_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using ::testing::StartsWith;

TEST(SshKey, SurvivesItsText) {
  const auto key = SshKey::Generate();
  ASSERT_TRUE(key.ok());
  const auto text = key->PrivateText();
  ASSERT_TRUE(text.ok());
  EXPECT_THAT(*text, StartsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
  const auto again = SshKey::FromText(*text);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again->PublicLine(), *key->PublicLine());
  EXPECT_THAT(*key->PublicLine(), StartsWith("ssh-ed25519 AAAA"));
  EXPECT_NE(*SshKey::Generate()->PublicLine(), *key->PublicLine());
  EXPECT_FALSE(SshKey::FromText("nonsense").ok());
}

}  // namespace
}  // namespace iec
