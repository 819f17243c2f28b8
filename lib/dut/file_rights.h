// SPDX-License-Identifier: Apache-2.0
// The two extended attributes that give rights on a file: capabilities and
// POSIX access control lists, decoded from the kernel's bytes.
#ifndef IEC_LIB_DUT_FILE_RIGHTS_H_
#define IEC_LIB_DUT_FILE_RIGHTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

struct FileCapabilities {
  uint64_t permitted = 0;  // bit n: capability n
  uint64_t inheritable = 0;
  bool effective = false;
  uint32_t root_id = 0;  // of the user namespace they count in; 0: any

  bool operator==(const FileCapabilities&) const = default;
};

// The value of security.capability, versions 1 to 3.
Result<FileCapabilities> DecodeCapabilities(std::string_view bytes);

// As getcap prints them: "cap_net_admin,cap_net_raw=ep".
std::string ToText(const FileCapabilities& capabilities);

// What getcap prints and setcap takes: clauses like "cap_net_raw=ep",
// "cap_chown,cap_kill+p" or "=ep" for all.
Result<FileCapabilities> ParseCapabilities(std::string_view text);

// An entry of an ACL that names a user or a group.
struct AclGrant {
  enum class Kind { kUser, kGroup };
  Kind kind = Kind::kUser;
  uint32_t id = 0;
  bool may_write = false;  // the mask taken into account
};

// The value of system.posix_acl_access or _default: named entries only, as
// the others are what the mode says.
Result<std::vector<AclGrant>> DecodeAcl(std::string_view bytes);

}  // namespace iec

#endif  // IEC_LIB_DUT_FILE_RIGHTS_H_
