// SPDX-License-Identifier: Apache-2.0
// Keys by which temporary users come in over SSH.
#ifndef IEC_LIB_DUT_OWN_KEY_H_
#define IEC_LIB_DUT_OWN_KEY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/ssh_key.h"
#include "lib/dut/sshd_settings.h"

namespace iec {

// The files in which servers with these settings look for the user's keys. Not
// those that are of all users, which are not ours to change.
std::vector<std::string> KeyFilesIn(const std::vector<SshdSetting>& settings,
                                    const std::string& user,
                                    const std::string& home);

// Those outside of a home, or the folder of the user's that they are in.
std::vector<std::string> KeptKeysOf(const std::string& user);

// Of a kind that all servers take, as far as that can be found out.
Result<SshKey> NewKey();

// Has the servers let the user in by the key, wherever they look for it. It
// goes with the user's home and KeptKeysOf().
Status LetKeyIn(const SshKey& key, const User& user);

// The key of a temporary user, who gets it when it is first asked for. Nothing
// for anybody else.
std::optional<SshKey> OwnKeyOf(const std::string& user);

}  // namespace iec

#endif  // IEC_LIB_DUT_OWN_KEY_H_
