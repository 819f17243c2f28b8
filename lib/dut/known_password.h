// SPDX-License-Identifier: Apache-2.0
// Passwords that others know: published, delivered, shown.
#ifndef IEC_LIB_DUT_KNOWN_PASSWORD_H_
#define IEC_LIB_DUT_KNOWN_PASSWORD_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

struct KnownPassword {
  std::string user;  // empty: of anybody
  std::string password;
};

// Lines like "admin secret"; "- secret" is of anybody. Others are Errors.
Result<std::vector<KnownPassword>> ParseKnownPasswords(
    const std::vector<std::string>& lines);

// What in a text for everybody could be a password: the words of those lines
// that name one of `accounts`, a password or a login. At most 40.
std::vector<std::string> PasswordsIn(std::string_view text,
                                     const std::vector<std::string>& accounts);

// Whether that is the password in the device's own table, as PAM's own helper
// says; it counts no failure, asks for no second factor and locks nobody. An
// Error where the device has no such helper.
Result<bool> IsPasswordOf(const std::string& user, const std::string& password);

}  // namespace iec

#endif  // IEC_LIB_DUT_KNOWN_PASSWORD_H_
