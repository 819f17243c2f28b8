// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

bool Contains(const std::vector<std::string>& list, const char* item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

class Trial {
 public:
  Trial(const LoginPath& path, Account& account)
      : path_(path), account_(account) {}

  void Try();

 private:
  std::string Text(const char* what) const { return path_.name + ": " + what; }
  bool Opens(const std::string& password) {
    return OpensSession(path_, account_, password, &detail_);
  }
  bool MustChange() const {
    const Status demanded = DemandPasswordChange(account_);
    if (!demanded.ok()) Obstacle(demanded.error().message);
    return demanded.ok();
  }
  // The user's own, in the login where that can be done.
  bool Change(const std::string& chosen);

  const LoginPath& path_;
  Account& account_;
  std::string detail_;
};

bool Trial::Change(const std::string& chosen) {
  const bool in_login = path_.kind == LoginPath::Kind::kConsole ||
                        path_.method == "keyboard-interactive";
  const std::string before = StoredPasswordOf(account_);
  if (in_login) {
    LoginAttempt attempt = account_.Attempt(account_.password);
    attempt.new_password = chosen;
    const auto outcome = Login(path_, attempt);
    if (!outcome.ok()) {
      Obstacle(outcome.error().message);
      return false;
    }
    Expect(outcome->password_expired,
           Text("the login demands a change of the initial password"),
           outcome->detail);
    detail_ = outcome->detail;
  } else {
    const auto change = ChangeTo(account_, chosen);
    if (!change.ok()) {
      Obstacle(change.error().message);
      return false;
    }
    detail_ = change->dialogue;
  }
  return Expect(before != StoredPasswordOf(account_),
                Text("the user can change the initial password"), detail_);
}

void Trial::Try() {
  const std::string initial = account_.password;
  const bool opens = Opens(initial);
  IEC_CONTROL(opens, Text("a password that need not be changed opens"),
              detail_);
  if (!MustChange()) return;
  const auto answer = TryLogin(path_, account_, initial);
  if (!answer) return;
  Expect(!answer->granted,
         Text("an initial password opens no session before it is changed"),
         answer->detail);
  if (!MustChange()) return;
  const std::string chosen = RandomPassword(initial.size());
  if (!Change(chosen)) return;
  // The right one first: a refusal is then one of the old password.
  const bool new_opens = Opens(chosen);
  Expect(new_opens, Text("the new password opens a session"), detail_);
  const auto old = TryLogin(path_, account_, initial);
  if (!old) return;
  if (old->granted && Opens(RandomPassword(initial.size()))) {
    return Note(Text("any password opens: see CR 1.1"));
  }
  Expect(!old->granted, Text("the initial password opens none any more"),
         old->detail);
}

// sudo takes a proof, and has no dialogue for a change of its own.
void TryAtSudo(Account& account) {
  const Way sudo{"sudo", std::nullopt};
  const auto before = TryLogin(sudo, account, account.password);
  if (!before) return;
  IEC_CONTROL(before->granted, "sudo: a password that need not be changed does",
              before->detail);
  if (const Status demanded = DemandPasswordChange(account); !demanded.ok()) {
    return Obstacle(demanded.error().message);
  }
  const auto answer = TryLogin(sudo, account, account.password);
  if (!answer) return;
  Expect(!answer->granted,
         "sudo: an initial password does not before it is changed",
         answer->detail);
}

}  // namespace

IEC_TEST_CASE(
    CR_1_5, initial_password_is_changed, .plan = "CR1.5.t2",
    .title = "An initial password must be changed, and is dead then",
    .tried =
        "On each interface, and by su, where access.elevation names it, with a "
        "member of the groups of authorization.roles, a temporary user whose "
        "password has to be changed, "
        "by the user's own entry as chage -d 0 makes it, logs in and changes "
        "nothing; then follows the dialogue that demands a change; then logs "
        "in with the new password and with the initial one. Where "
        "access.elevation names sudo, it is given an initial password, too.",
    .passes_when =
        "The initial password opens no session on any interface and is not "
        "taken by sudo before it is "
        "changed, the login demands the change and takes it, the new password "
        "opens a session, and the initial one none.",
    .not_covered =
        "That the supplier delivers accounts in that state; initial secrets "
        "of applications, keys and second factors; where any password opens, "
        "the former one (CR 1.1).",
    .remedy =
        "The account part of the PAM service of the interface that the "
        "message names needs pam_unix ('required', through common-account), "
        "its password part the same as passwd (common-password).",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin, Resource::kOldPasswords},
    .parameters = {"access.elevation", "authorization.roles"},
    .supersedes = {"TC_CR1.5_2"}, .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(auto paths, LoginPaths(dut.profile(), first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(paths.size() - 1));
  accounts.push_back(std::move(first));
  IEC_OBTAIN(const auto elevation, dut.profile().List("access.elevation"));
  if (Contains(elevation, "su")) {
    IEC_OBTAIN(const auto groups, GroupsOfRoles(dut.profile()));
    IEC_OBTAIN(auto member, dut.accounts().CreateTemporary({.groups = groups}));
    accounts.push_back(std::move(member));
    paths.push_back(SuPath());
  }
  if (Contains(elevation, "sudo")) {
    IEC_OBTAIN(auto user, dut.accounts().CreateTemporary());
    accounts.push_back(std::move(user));
  }
  InParallel(accounts.size(), [&](size_t i) {
    if (i < paths.size()) return Trial(paths[i], accounts[i]).Try();
    TryAtSudo(accounts[i]);
  });
}

}  // namespace iec
