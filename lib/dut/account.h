// SPDX-License-Identifier: Apache-2.0
// Temporary accounts: the people that a test lets log in.
#ifndef IEC_LIB_DUT_ACCOUNT_H_
#define IEC_LIB_DUT_ACCOUNT_H_

#include <sys/types.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/password.h"
#include "lib/dut/second_factor.h"
#include "lib/dut/undo.h"
#include "lib/profile/profile.h"

namespace iec {

struct LoginAttempt;  // these two: lib/dut/login.h
struct PasswordChange;

struct Account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::string home;
  std::string shell;
  std::string password;
  std::unique_ptr<SecondFactor> factor;  // null: none is enrolled

  // A login as this user with this password and the right second factor. It
  // points to `factor`: the account has to outlive it.
  LoginAttempt Attempt(const std::string& password_to_try);
};

// As login.h has it, for the account's user.
Result<PasswordChange> ChangeOwnPassword(Account& account,
                                         const std::string& current,
                                         const std::string& candidate);

struct AccountOptions {
  // Enrol the user where the profile declares a second factor.
  bool second_factor = true;
  // The password counts as changed so many days ago, so that a minimum age
  // does not keep the user from changing it; fewer where it would have
  // expired by then.
  int password_age_days = 30;
  // Beside their own and those without which nobody logs in: accounts.groups,
  // and one that AllowGroups of sshd_config names and is no role. Each has to
  // be there.
  std::vector<std::string> groups;
};

// The groups of authorization.roles that are there. Rules may let their members
// off, so one of those who try has to be a member.
Result<std::vector<std::string>> GroupsOfRoles(const Profile& profile);

// By the account's own entry: its password counts as changed so many whole days
// ago, however old that makes it.
Status SetPasswordAge(const Account& account, int days);
// As `chage -d 0` does: the password has to be changed before anything else.
Status DemandPasswordChange(const Account& account);

class Accounts {
 public:
  // Both have to outlive it.
  Accounts(const Profile& profile, UndoJournal& undo)
      : profile_(profile), undo_(undo) {}

  // A user with a home, a login shell and a random password, made by the
  // device's own useradd and chpasswd, enrolled by the profile's hook. The
  // undo takes away all of it, its sessions, mail and files included. Tests
  // that run side by side do not meet each other's users, nor their ids.
  Result<Account> CreateTemporary(const AccountOptions& options = {});
  Result<std::vector<Account>> CreateSeveral(
      size_t count, const AccountOptions& options = {});

 private:
  Result<std::vector<Account>> AddSeveral(size_t count,
                                          const AccountOptions& options);
  Result<Account> Add(const std::vector<std::string>& groups);
  Status EnrolAll(std::vector<Account>& accounts) const;
  Status Enrol(Account& account) const;

  const Profile& profile_;
  UndoJournal& undo_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_ACCOUNT_H_
