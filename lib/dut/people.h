// SPDX-License-Identifier: Apache-2.0
// Who can log in at a device, and how its accounts are told apart.
#ifndef IEC_LIB_DUT_PEOPLE_H_
#define IEC_LIB_DUT_PEOPLE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/passwd_db.h"

namespace iec {

// The accounts of all sources that the device's name service has, as getent
// lists them; each with all of its lines. Where a device has no getent, those
// of the account files.
Result<PasswdDb> AllAccounts();

// Whether this password field lets somebody in by a password, or by none.
bool IsUsableHash(std::string_view field);

struct Person {
  const User* user = nullptr;
  std::string how;  // "a password", "keys in /home/a/.ssh/authorized_keys"
};

// Accounts with a password or a key of their own that have not expired by
// `today` (days since 1970), whatever their shell: SSH forwards for one
// without any, too.
std::vector<Person> WhoCanLogIn(const PasswdDb& accounts, int64_t today);

// Files with the keys of this user, as the SSH servers' configurations name
// them; those that hold one.
std::vector<std::string> KeyFilesOf(const User& user,
                                    const std::vector<std::string>& patterns);
// The patterns of all servers: "%h/.ssh/authorized_keys", "/etc/keys/%u".
std::vector<std::string> KeyFilePatterns();

// "alice and bob have user id 1001", "user name alice is there 2 times"; and
// the same of groups.
std::vector<std::string> SharedUserIds(const PasswdDb& accounts);
std::vector<std::string> SharedGroupIds(const PasswdDb& accounts);

}  // namespace iec

#endif  // IEC_LIB_DUT_PEOPLE_H_
