// SPDX-License-Identifier: Apache-2.0
// Whoever acts on a device without being root, with what such a one sees of
// its file systems: a service may have a /tmp of its own.
#ifndef IEC_LIB_DUT_BRINGERS_H_
#define IEC_LIB_DUT_BRINGERS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/process.h"

namespace iec {

struct Bringer {
  std::string name;  // "_chrony, as which chronyd runs", "user mail"
  Identity identity;
  // Whose mounts and root directory these are; closed: those of this process.
  UniqueFd mounts;
  UniqueFd root;
  std::vector<std::string> mount_points;  // in there
};

// As which a process runs, by its real ids; nothing where that is root or the
// process is gone.
std::optional<Bringer> BringerOf(pid_t pid, const PasswdDb& accounts);

// One for each user id and view of the file systems that a process has, and
// one for each account that none has. Without temporary users.
std::vector<Bringer> AllBringers(const PasswdDb& accounts);

// In a fork of one thread, for good: to be this one, in that view. Whether it
// has come to that.
bool BecomeBringer(const Bringer& bringer);

// The real ids of a process, in the text of its /proc/PID/status.
std::optional<Identity> IdentityIn(std::string_view status);

}  // namespace iec

#endif  // IEC_LIB_DUT_BRINGERS_H_
