// SPDX-License-Identifier: Apache-2.0
// What an administrator does to accounts, by the procedures that the profile
// names.
#ifndef IEC_LIB_TESTCASE_ACCOUNT_COMMANDS_H_
#define IEC_LIB_TESTCASE_ACCOUNT_COMMANDS_H_

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/dut/account.h"
#include "lib/dut/process.h"
#include "lib/dut/ssh_key.h"
#include "lib/profile/profile.h"

namespace iec {

// Runs the procedure `parameter` ("accounts.disable") for `user`; nothing where
// the profile has none.
Result<std::optional<Outcome>> ManageAccount(const Profile& profile,
                                             std::string_view parameter,
                                             const std::string& user,
                                             const std::string& new_name = {});

// A new key that lets the user in. It goes with the user, whose other name it
// does not know.
Result<SshKey> GiveKey(const Account& account);
Status LetKeyIn(const SshKey& key, const Account& account);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_ACCOUNT_COMMANDS_H_
