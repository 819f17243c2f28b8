// SPDX-License-Identifier: Apache-2.0
// The account files, read by ourselves: getpwnam() and its like load NSS
// modules of the device, which ends a static program with a crash.
#ifndef IEC_LIB_DUT_PASSWD_DB_H_
#define IEC_LIB_DUT_PASSWD_DB_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

struct User {
  std::string name;
  std::string password;  // "x" where the hash is in the shadow file
  uid_t uid = 0;
  gid_t gid = 0;
  std::string gecos;
  std::string home;
  std::string shell;
};

struct Group {
  std::string name;
  gid_t gid = 0;
  std::vector<std::string> members;
};

// Days, since 1970 or as a span; nothing where the field is empty.
struct ShadowEntry {
  std::string name;
  std::string hash;
  std::optional<int64_t> last_change;
  std::optional<int64_t> min_age;
  std::optional<int64_t> max_age;
  std::optional<int64_t> warn;
  std::optional<int64_t> inactive;
  std::optional<int64_t> expires;
};

class PasswdDb {
 public:
  // passwd, group and, where it can be read, shadow of this directory.
  static Result<PasswdDb> Load(const std::string& directory = "/etc");

  // The files' text; lines of another shape are left out and listed in
  // malformed() as "passwd:7", lines for NIS ("+", "-") only counted.
  static PasswdDb Parse(std::string_view passwd, std::string_view group,
                        std::string_view shadow);

  // The first one, as the C library would find it; null where there is none.
  const User* FindUser(std::string_view name) const;
  const User* FindUid(uid_t uid) const;
  const Group* FindGroup(std::string_view name) const;
  const Group* FindGid(gid_t gid) const;
  const ShadowEntry* FindShadow(std::string_view name) const;

  const std::vector<User>& AllUsers() const { return users_; }
  const std::vector<Group>& AllGroups() const { return groups_; }
  const std::vector<ShadowEntry>& AllShadow() const { return shadow_; }
  const std::vector<std::string>& malformed() const { return malformed_; }

 private:
  std::vector<User> users_;
  std::vector<Group> groups_;
  std::vector<ShadowEntry> shadow_;
  std::vector<std::string> malformed_;
};

// Whether a login gives this user something to do: its shell is none of those
// that end at once, by its name (nologin, false, sync, ...).
bool HasLoginShell(const User& user);

// What /etc/login.defs (and files of its form: NAME VALUE or NAME=VALUE, '#'
// for comments) says of `name`; empty where it is silent or not there.
std::string SettingOf(const std::string& path, std::string_view name);

}  // namespace iec

#endif  // IEC_LIB_DUT_PASSWD_DB_H_
