// SPDX-License-Identifier: Apache-2.0
// What the kernel lets a process do: its ids, groups and capabilities, read
// from a process that runs, and taken on by a fork of ours.
#ifndef IEC_LIB_DUT_CREDENTIALS_H_
#define IEC_LIB_DUT_CREDENTIALS_H_

#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

struct Credentials {
  // Real, effective, saved, of the file system.
  std::array<uid_t, 4> uids{};
  std::array<gid_t, 4> gids{};
  std::vector<gid_t> groups;
  uint64_t inheritable = 0;  // these five: a bit for each capability
  uint64_t permitted = 0;
  uint64_t effective = 0;
  uint64_t bounding = 0;
  uint64_t ambient = 0;
  bool no_new_privileges = false;

  // With one of its ids, or by what it may take on again.
  bool IsRoot() const;
};

// The text of /proc/PID/status.
Result<Credentials> ParseCredentials(std::string_view status);
Result<Credentials> CredentialsOf(pid_t pid);

// "cap_sys_admin,cap_net_raw"; numbers for those that have no name here.
std::string CapabilityNames(uint64_t capabilities);
// The bits of such a list; an Error names what is no capability.
Result<uint64_t> ParseCapabilityNames(std::string_view names);

// AsUser() for exactly these credentials.
Result<std::string> WithCredentials(const Credentials& who,
                                    const std::function<std::string()>& work,
                                    std::chrono::milliseconds timeout);

}  // namespace iec

#endif  // IEC_LIB_DUT_CREDENTIALS_H_
