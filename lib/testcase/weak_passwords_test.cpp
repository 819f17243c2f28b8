// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/weak_passwords.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace iec {
namespace {

size_t Classes(const std::string& text) {
  bool lower = false, upper = false, digit = false, other = false;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') {
      lower = true;
    } else if (c >= 'A' && c <= 'Z') {
      upper = true;
    } else if (c >= '0' && c <= '9') {
      digit = true;
    } else {
      other = true;
    }
  }
  return size_t{lower} + upper + digit + other;
}

TEST(WeakPasswords, EachIsWeakInOneWay) {
  const PasswordPolicy policy = {
      .min_length = 12, .min_classes = 3, .min_changed = 4, .dictionary = true};
  Account user;
  user.name = "iectabcdefgh";
  user.password = "aB3%cD4+eF5,gH6=jK7_mN8.";
  std::map<std::string, std::string> made;
  for (const WeakPassword& weak : WeakPasswords(policy)) {
    const std::string password = weak.password(user);
    made[weak.what] = password;
    EXPECT_EQ(password.size() < 12, weak.what == std::string("one character "
                                                             "too short"))
        << weak.what;
    EXPECT_EQ(Classes(password) < 3,
              weak.what == std::string("one class of characters too few"))
        << weak.what;
  }
  EXPECT_EQ(made.size(), 7u);
  const std::string& palindrome = made["a palindrome"];
  EXPECT_TRUE(
      std::equal(palindrome.begin(), palindrome.end(), palindrome.rbegin()));
  const std::string& near = made["the old password with too few changes"];
  ASSERT_EQ(near.size(), user.password.size());
  size_t changed = 0;
  for (size_t i = 0; i < near.size(); ++i)
    changed += near[i] != user.password[i];
  EXPECT_EQ(changed, 3u);
}

TEST(WeakPasswords, PasswdqcHasOtherRules) {
  for (const WeakPassword& weak : WeakPasswords({.min_length = 12,
                                  .min_classes = 3,
                                  .min_changed = 4,
                                  .dictionary = true,
                                  .passwdqc = true})) {
    EXPECT_STRNE(weak.what, "a palindrome");
    EXPECT_STRNE(weak.what, "the old password with too few changes");
  }
}

TEST(WeakPasswords, NoDictionaryIsAskedFor) {
  EXPECT_EQ(WeakPasswords({.min_length = 12,
                           .min_classes = 3,
                           .min_changed = 4,
                           .dictionary = false})
                .size(),
            5u);
}

}  // namespace
}  // namespace iec
