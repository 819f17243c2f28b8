// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/known_password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::Contains;
using testing::IsEmpty;

TEST(ParseKnownPasswords, NamesAndPasswords) {
  const auto known = ParseKnownPasswords({"admin a b", "- 1234"});
  ASSERT_TRUE(known.ok());
  ASSERT_EQ(known->size(), 2u);
  EXPECT_EQ((*known)[0].user, "admin");
  EXPECT_EQ((*known)[0].password, "a b");
  EXPECT_EQ((*known)[1].user, "");
  EXPECT_FALSE(ParseKnownPasswords({"admin"}).ok());
}

TEST(PasswordsIn, AreTheWordsOfTellingLines) {
  const std::vector<std::string> accounts = {"root", "operator"};
  EXPECT_THAT(PasswordsIn("Service: root / pump-7!\n", accounts),
              Contains("pump-7!"));
  EXPECT_THAT(PasswordsIn("operator:blue.42\n", accounts), Contains("blue.42"));
  EXPECT_THAT(PasswordsIn("The password is 'Blue42'.\n", accounts),
              Contains("Blue42"));
  EXPECT_THAT(PasswordsIn("All activity is monitored.\n", accounts), IsEmpty());
}

}  // namespace
}  // namespace iec
