// SPDX-License-Identifier: Apache-2.0
// Keys by which temporary users come in over SSH.
#ifndef IEC_LIB_DUT_OWN_KEY_H_
#define IEC_LIB_DUT_OWN_KEY_H_

#include <sys/types.h>

#include <optional>
#include <string>

#include "lib/base/result.h"
#include "lib/dut/ssh_key.h"

namespace iec {

// Has the user's own authorized_keys, which is not there yet, let the key in;
// it goes with the user's home.
Status LetKeyIn(const SshKey& key, const std::string& home, uid_t uid,
                gid_t gid);

// The key of a temporary user, who gets it when it is first asked for. Nothing
// for anybody else.
std::optional<SshKey> OwnKeyOf(const std::string& user);

}  // namespace iec

#endif  // IEC_LIB_DUT_OWN_KEY_H_
