// SPDX-License-Identifier: Apache-2.0
// What somebody else can do, tried by a fork that has become that user for
// good. Without exec: starting a program is what costs, and nothing of the
// device's own programs is between the try and the kernel.
#ifndef IEC_LIB_DUT_AS_USER_H_
#define IEC_LIB_DUT_AS_USER_H_

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/process.h"

namespace iec {

// The text that `work` returns when this user does it. To be called while no
// other thread of the process runs; only root can.
Result<std::string> AsUser(const Identity& who,
                           const std::function<std::string()>& work,
                           std::chrono::milliseconds timeout);

// The same for a fork that `become` has made somebody else; `name` is how an
// error calls that one.
Result<std::string> InFork(const std::function<bool()>& become,
                           std::string_view name,
                           const std::function<std::string()>& work,
                           std::chrono::milliseconds timeout);

// In a fork: to be this user and to die with the parent. Whether that has come
// about; false also where there is a way back to root.
bool BecomeForGood(const Identity& who);

// Those of `paths` that this user can open for reading, whatever lets them:
// mode, owner, group or access list.
Result<std::vector<std::string>> ReadableBy(
    const Identity& who, const std::vector<std::string>& paths);

// Those of `paths` that this user can open for writing, or replace or make anew
// by a directory on the way there. Nothing is written.
Result<std::vector<std::string>> ChangeableBy(
    const Identity& who, const std::vector<std::string>& paths);

// With all groups of the group file, as a login gives them.
Identity IdentityOf(const User& user, const PasswdDb& accounts);

}  // namespace iec

#endif  // IEC_LIB_DUT_AS_USER_H_
