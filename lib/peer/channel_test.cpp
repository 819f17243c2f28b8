// SPDX-License-Identifier: Apache-2.0
// What is read before and at the opening of a control connection.
#include "lib/peer/channel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "lib/base/file.h"
#include "lib/peer/agent.h"
#include "lib/peer/peer.h"

namespace iec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PeerKey, IsItsOwnersAlone) {
  char directory[] = "/tmp/iec-peer-XXXXXX";
  ASSERT_NE(mkdtemp(directory), nullptr);
  const std::string path = std::string(directory) + "/key";
  ASSERT_TRUE(CreateFile(path, "0123456789abcdef\n", 0600).ok());
  EXPECT_EQ(*ReadPeerKey(path), "0123456789abcdef");
  chmod(path.c_str(), 0640);
  EXPECT_THAT(ReadPeerKey(path).error().message, HasSubstr("chmod 600"));
  ASSERT_TRUE(WriteFileAtomically(path, "short\n", 0600).ok());
  EXPECT_THAT(ReadPeerKey(path).error().message, HasSubstr("at least 16"));
  EXPECT_FALSE(ReadPeerKey(directory).ok());
  EXPECT_FALSE(ReadPeerKey(std::string(directory) + "/none").ok());
  (void)RemoveTree(directory);
}

TEST(PeerAddresses, AreThoseOfTheDevicesNetwork) {
  const auto found = AttackAddresses({"127.0.0.9"}, "127.0.0.2");
  ASSERT_TRUE(found.ok());
  EXPECT_THAT(*found, ElementsAre("127.0.0.1"));
  EXPECT_TRUE(AttackAddresses({"127.0.0.9"}, "127.0.0.1")->empty());
}

TEST(PeerWelcome, IsReadStrictly) {
  EXPECT_TRUE(ParsePeerWelcome("version 1\nfrom ::1\ndut 192.0.2.1\n").ok());
  EXPECT_FALSE(ParsePeerWelcome("version 1\ndut 192.0.2.1\n").ok());
  EXPECT_FALSE(ParsePeerWelcome("from here\n").ok());
  EXPECT_FALSE(ParsePeerWelcome("from ::1\nsurprise\n").ok());
}

}  // namespace
}  // namespace iec
