// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/password_hash.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

TEST(PasswordHash, NamesTheScheme) {
  EXPECT_EQ(HashScheme("$y$j9T$salt$hash"), "y");
  EXPECT_EQ(HashScheme("$gy$j9T$salt$hash"), "gy");
  EXPECT_EQ(HashScheme("$6$salt$hash"), "6");
  EXPECT_EQ(HashScheme("$1$salt$hash"), "1");
  EXPECT_EQ(HashScheme("$2b$12$salthash"), "2b");
  EXPECT_EQ(HashScheme("$argon2id$v=19$m=65536"), "argon2id");
  EXPECT_EQ(HashScheme("abJnggxhB/yWI"), "des");
  EXPECT_EQ(HashScheme("abJnggxhB/yWIabcdefghijk"), "des");
  EXPECT_EQ(HashScheme("_J9..rasmBYk8r9AiWNc"), "des");
}

TEST(PasswordHash, SeesAHashBehindALock) {
  EXPECT_EQ(HashScheme("!$1$salt$hash"), "1");
  EXPECT_EQ(HashScheme("!!$1$salt$hash"), "1");
  EXPECT_EQ(HashScheme("*$1$salt$hash"), "1");
  EXPECT_EQ(HashScheme("!abJnggxhB/yWI"), "des");
}

TEST(PasswordHash, TellsAWeakenedHash) {
  EXPECT_EQ(HashScheme("$6$rounds=1000$salt$hash"), "6 of 1000 rounds");
  EXPECT_EQ(HashScheme("$6$rounds=100000$salt$hash"), "6");
  EXPECT_EQ(HashScheme("$2b$04$salthash"), "2b of cost 04");
}

TEST(PasswordHash, KnowsWhatIsNoHash) {
  for (const char* none : {"", "!", "!!", "*", "!*", "x", "*LK*", "*NP*", "$",
                           "$$", "$6", "locked"}) {
    EXPECT_EQ(HashScheme(none), "") << none;
  }
}

TEST(PasswordHash, ReadsEachLine) {
  const auto hashes = StoredHashes(
      "root:*:19000:0:99999:7:::\n"
      "a:!$1$s$h:19000\n"
      "open::19000:0:99999:7:::\n"
      "short:$y$j9T$s$h\n"
      ":$1$s$h:\n"
      "b:!:1",
      "/etc/shadow");
  ASSERT_EQ(hashes.size(), 3U);
  EXPECT_EQ(hashes[0].owner, "a");
  EXPECT_EQ(hashes[0].scheme, "1");
  EXPECT_FALSE(hashes[0].empty_field);
  EXPECT_EQ(hashes[1].owner, "open");
  EXPECT_TRUE(hashes[1].empty_field);
  EXPECT_EQ(hashes[2].scheme, "y");
}

TEST(PasswordHash, AGroupMayHaveNone) {
  const auto hashes = StoredHashes("a::1:\nb:$1$s$h:2:\n", "/etc/group-");
  ASSERT_EQ(hashes.size(), 1U);
  EXPECT_EQ(hashes[0].Name(), "b in /etc/group-");
  EXPECT_TRUE(IsPublicAccountFile("/etc/group-"));
  EXPECT_FALSE(IsPublicAccountFile("/etc/gshadow-"));
}

TEST(PasswordHash, ReadsEachOldPassword) {
  const auto hashes = StoredHashes("a:1000:3:$y$j9T$s$h,$1$s$h,\nb:1001:0:\n",
                                   "/etc/security/opasswd");
  ASSERT_EQ(hashes.size(), 2U);
  EXPECT_EQ(hashes[0].scheme, "y");
  EXPECT_EQ(hashes[1].scheme, "1");
}

}  // namespace
}  // namespace iec
