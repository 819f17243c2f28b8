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

TEST(SshKey, IsOfAKindThatAllAccept) {
  const auto begins = [](const std::vector<std::string>& accepted) {
    const auto key = SshKey::Generate(accepted);
    const auto line = key.ok() ? key->PublicLine() : key.error();
    return line.ok() ? line->substr(0, line->find(' ')) : line.error().message;
  };
  EXPECT_EQ(begins({"ecdsa-sha2-nistp384,ssh-ed25519"}), "ssh-ed25519");
  EXPECT_EQ(begins({"ecdsa-sha2-nistp384,ssh-ed25519",
                    "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384"}),
            "ecdsa-sha2-nistp384");
  EXPECT_EQ(begins({"rsa-sha2-256"}), "ssh-rsa");
  EXPECT_EQ(begins({"sk-ssh-ed25519@openssh.com"}), "ssh-ed25519");
}

}  // namespace
}  // namespace iec
