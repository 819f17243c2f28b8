// SPDX-License-Identifier: Apache-2.0
// Objects of the file system by which somebody can do more than was granted,
// and the exceptions that the profile makes.
#ifndef IEC_LIB_DUT_PRIVILEGE_LEAK_H_
#define IEC_LIB_DUT_PRIVILEGE_LEAK_H_

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/file_rights.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/scan.h"
#include "lib/profile/profile.h"

namespace iec {

struct PrivilegeLeak {
  enum class Kind {
    kSetuid,        // a file that runs with another user's or group's rights
    kCapabilities,  // a file that runs with capabilities
    kWorldWritableFile,
    kWorldWritableDirectory,  // without the sticky bit, or where root reads
    kAclWrite,                // an ACL lets somebody write but owner and root
    kSocket,                  // a UNIX socket that everybody may connect to
    kDevice,                  // a node that everybody may write, or not in /dev
    // In a tree that root runs things from, what somebody else may change.
    kUntrustedOwner,
  };
  Kind kind = Kind::kSetuid;
  std::string path;
  mode_t mode = 0;  // 07777
  uid_t uid = 0;
  gid_t gid = 0;
  FileCapabilities capabilities;  // kCapabilities only
  std::string detail;             // kAclWrite, kUntrustedOwner: who may write
};

std::string_view Name(PrivilegeLeak::Kind kind);  // "setuid", "device", ...

// Whether root runs programs and reads settings from there.
bool IsTrusted(std::string_view path);

// Calls `found` for each way in which the object leaks. What only its owner
// can reach counts for nothing, except that it runs with others' rights.
void FindPrivilegeLeaks(const ScanObject& object,
                        const std::function<void(PrivilegeLeak)>& found);

// The leak in the form in which a profile allows it, "4755 root:root
// /usr/bin/su", and for a person to read.
std::string ToProfileItem(const PrivilegeLeak& leak, const PasswdDb& accounts);
std::string Describe(const PrivilegeLeak& leak, const PasswdDb& accounts);

// The exceptions of the profile's filesystem.* lists. A set-user-ID file must
// have exactly the mode and owners allowed to it, a file with capabilities
// exactly those. filesystem.world_writable also covers kAclWrite and
// kUntrustedOwner.
class AllowedLeaks {
 public:
  static Result<AllowedLeaks> From(const Profile& profile,
                                   const PasswdDb& accounts);

  bool Allows(const PrivilegeLeak& leak);

  // Items that have matched nothing so far: the profile is out of date.
  std::vector<std::string> Unused() const;

 private:
  struct Item {
    std::string text;  // as in the profile
    std::string list;  // the parameter it stands in
    PrivilegeLeak expected;
    bool used = false;
  };
  std::vector<Item> items_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_PRIVILEGE_LEAK_H_
