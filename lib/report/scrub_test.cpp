// SPDX-License-Identifier: Apache-2.0
#include "lib/report/scrub.h"

#include <gtest/gtest.h>

#include <string>

namespace iec {
namespace {

TEST(Scrub, RemovesWhatIsSecret) {
  EXPECT_EQ(Scrub("password=hunter2 rest"), "password=[removed] rest");
  EXPECT_EQ(Scrub("Password: \"two words\" x"), "Password: [removed] x");
  EXPECT_EQ(Scrub("db_password = a"), "db_password = [removed]");
  EXPECT_EQ(Scrub("{\"token\": \"abc\"}"), "{\"token\": [removed]}");
  EXPECT_EQ(Scrub("root:$6$salt$0123456789abcdef0123/.:19000"),
            "root:[removed]:19000");
  EXPECT_EQ(Scrub("x -----BEGIN OPENSSH PRIVATE KEY----- abc -----END OPENSSH "
                  "PRIVATE KEY----- y"),
            "x [removed] y");
  EXPECT_EQ(Scrub("-----BEGIN PRIVATE KEY----- torn off"), "[removed]");
  EXPECT_EQ(Scrub("t eyJhbGciOi.eyJzdWIi.c2ln-_ x"), "t [removed] x");
}

TEST(Scrub, KnowsALabelInEachSpelling) {
  for (const std::string label :
       {"'password': ", "dbPassword=", "PGPASSWORD=", "password => ",
        "password:=", "--password ", "aws_secret_access_key=", "pwd=",
        "client-secret: ", "authToken: ", "password\t=\t",
        "X-Api-Key: ", "password\xc2\xa0=\xc2\xa0", "my_pin=", "Bearer "}) {
    EXPECT_EQ(Scrub(label + "hunter2 x"), label + "[removed] x");
    EXPECT_EQ(Scrub(label + "'hunter2 a' x"), label + "[removed] x");
  }
  for (const std::string value : {"Bearer a.b", "Token a", "Digest b=\"a\""}) {
    EXPECT_EQ(Scrub("Authorization: " + value + "\nx"),
              "Authorization: [removed]\nx");
  }
}

TEST(Scrub, KnowsWhatIsSecretWithoutALabel) {
  EXPECT_EQ(Scrub("at https://john:x@host/x"), "at https://[removed]@host/x");
  EXPECT_EQ(Scrub("https://john:hu!nter2@host.example.org/x"),
            "https://[removed]@host.example.org/x");
  EXPECT_EQ(Scrub("a glpat-hunter2hunter2 x"), "a [removed] x");
  EXPECT_EQ(Scrub("ghp_hunter2hunter2hunter2hunter2"), "[removed]");
  EXPECT_EQ(Scrub("userPassword {SSHA}hunter2hunter2hunter2 x"),
            "userPassword [removed] x");
  EXPECT_EQ(Scrub("a -----BEGIN PGP PRIVATE KEY BLOCK----- x -----END PGP "
                  "PRIVATE KEY BLOCK----- b"),
            "a [removed] b");
}

TEST(Scrub, RemovesAddressesOfPeople) {
  EXPECT_EQ(Scrub("by a.person@example.org, at 9"), "by [removed], at 9");
}

TEST(Scrub, LeavesTheRest) {
  for (const char* text : {"no password of 4 letters is taken",
                           "spinning: 3",
                           "costs $5 or $6$",
                           "user@host",
                           "pass: taken",
                           "a token was refused",
                           "eyJ.a",
                           "@",
                           "$",
                           "-----BEGIN CERTIFICATE-----",
                           "shopping=1",
                           "topspin=1",
                           "https://host/@x",
                           "http://[::1]:80/",
                           "{sizes} {SHA}",
                           "ghp_short",
                           "authorization is refused",
                           "--passwords",
                           "password_quality",
                           "the password-less login",
                           "task-based-scheduler-of-a-device"}) {
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
