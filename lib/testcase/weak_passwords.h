// SPDX-License-Identifier: Apache-2.0
// Passwords that the declared policy has to refuse.
#ifndef IEC_LIB_TESTCASE_WEAK_PASSWORDS_H_
#define IEC_LIB_TESTCASE_WEAK_PASSWORDS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/account.h"
#include "lib/profile/profile.h"

namespace iec {

struct PasswordPolicy {
  size_t min_length = 0;
  size_t min_classes = 0;
  size_t min_changed = 0;
  bool dictionary = false;
  // pam_passwdqc judges, which refuses no palindrome, and what is like the old
  // password only where nothing much is left without it.
  bool passwdqc = false;
};

struct WeakPassword {
  const char* what;
  std::function<std::string(const Account&)> password;
};

// What the profile's parameters `password.*` say, for the module that judges on
// this device.
Result<PasswordPolicy> PasswordPolicyOf(const Profile& profile);

// Each of them breaks one rule only and is strong by all others, so that a
// rule which is gone lets its candidate through.
std::vector<WeakPassword> WeakPasswords(const PasswordPolicy& policy);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_WEAK_PASSWORDS_H_
