// SPDX-License-Identifier: Apache-2.0
#include "lib/report/scrub.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

TEST(Scrub, RemovesWhatIsSecret) {
  EXPECT_EQ(Scrub("password=hunter2 rest"), "password=[removed] rest");
  EXPECT_EQ(Scrub("Password: \"two words\" x"), "Password: [removed] x");
  EXPECT_EQ(Scrub("db_password = a"), "db_password = [removed]");
  EXPECT_EQ(Scrub("{\"token\": \"abc\"}"), "{\"token\": [removed]}");
  EXPECT_EQ(Scrub("Authorization: Bearer abc.def"),
            "Authorization: Bearer [removed]");
  EXPECT_EQ(Scrub("root:$6$salt$0123456789abcdef0123/.:19000"),
            "root:[removed]:19000");
  EXPECT_EQ(Scrub("x -----BEGIN OPENSSH PRIVATE KEY----- abc -----END OPENSSH "
                  "PRIVATE KEY----- y"),
            "x [removed] y");
  EXPECT_EQ(Scrub("-----BEGIN PRIVATE KEY----- torn off"), "[removed]");
  EXPECT_EQ(Scrub("t eyJhbGciOi.eyJzdWIi.c2ln-_ x"), "t [removed] x");
}

TEST(Scrub, RemovesAddressesOfPeople) {
  EXPECT_EQ(Scrub("by a.person@example.org, at 9"), "by [removed], at 9");
}

TEST(Scrub, LeavesTheRest) {
  for (const char* text :
       {"no password of 4 letters is taken", "spinning: 3", "costs $5 or $6$",
        "user@host", "pass: taken", "a token was refused", "eyJ.a", "@", "$",
        "-----BEGIN CERTIFICATE-----", "shopping=1"}) {
    EXPECT_EQ(Scrub(text), text);
  }
}

TEST(CutBytes, CutsBetweenTwoCharacters) {
  EXPECT_EQ(CutBytes("abc", 3), "abc");
  EXPECT_EQ(CutBytes("abcd", 3), "abc");
  EXPECT_EQ(CutBytes("a\xc3\xa4", 2), "a");
  EXPECT_EQ(CutBytes("\xe2\x82\xac\xe2\x82\xac", 5), "\xe2\x82\xac");
}

}  // namespace
}  // namespace iec
