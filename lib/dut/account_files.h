// SPDX-License-Identifier: Apache-2.0
// The files that make up the accounts of a device: taking one account out of
// them and leaving everything else as it was.
#ifndef IEC_LIB_DUT_ACCOUNT_FILES_H_
#define IEC_LIB_DUT_ACCOUNT_FILES_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/result.h"

namespace iec {

// A table and the copy of its former content that the shadow tools keep.
struct AccountFile {
  std::string path;
  std::string backup;
};

// passwd, shadow, group, gshadow, subuid, subgid and the list of old
// passwords, below `etc`.
std::vector<AccountFile> AccountFiles(const std::string& etc = "/etc");

// Locks and half-written copies that a tool which was cut short leaves in
// `etc`; "passwd.1234" and the like are found by looking. Those present.
std::vector<std::string> AccountRubbish(const std::string& etc = "/etc");

// `text` without the accounts that `is_account` names: their own lines (by the
// first field) and their membership in groups (last fields of group and
// gshadow).
std::string WithoutAccounts(
    std::string_view text, bool is_group_file,
    const std::function<bool(std::string_view)>& is_account);

// True for group and gshadow and their copies.
bool IsGroupFile(std::string_view path);

// Names of temporary accounts: "iect" and 8 letters or digits.
bool IsTemporaryName(std::string_view name);

// `text` without any temporary account.
std::string WithoutTemporaryAccounts(std::string_view text, bool is_group_file);

// The lock that lckpwdf(3), the shadow tools and systemd take before they
// change an account. Waits for it and for the holders of older locks beside
// it (at most 15 s, like lckpwdf); removes those of dead processes.
class AccountLock {
 public:
  static Result<AccountLock> Take(const std::string& etc = "/etc");

 private:
  explicit AccountLock(UniqueFd file) : file_(std::move(file)) {}
  UniqueFd file_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_ACCOUNT_FILES_H_
