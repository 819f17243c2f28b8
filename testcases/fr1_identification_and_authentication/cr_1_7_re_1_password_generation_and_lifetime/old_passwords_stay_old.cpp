// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

// The passwords of a user, the first one first.
class History {
 public:
  History(Account& account, int age)
      : account_(account), age_(age), passwords_{account.password} {}

  const std::vector<std::string>& passwords() const { return passwords_; }
  bool ChangeTimes(size_t times);
  void TryOldOnes();
  void TryOldOnesAt(const LoginPath& path);

 private:
  std::string New() const { return RandomPassword(passwords_[0].size()); }
  std::optional<PasswordChange> Change(const std::string& candidate);
  bool MustChange();
  void Judge(const std::string& way, size_t which, bool in_force,
             const std::string& found);

  Account& account_;
  int age_;
  std::vector<std::string> passwords_;
};

std::optional<PasswordChange> History::Change(const std::string& candidate) {
  // A minimum age allows one change only.
  if (const Status aged = SetPasswordAge(account_, age_); !aged.ok()) {
    Obstacle(aged.error().message);
    return std::nullopt;
  }
  auto change = ChangeTo(account_, candidate);
  if (!change.ok()) {
    Obstacle(change.error().message);
    return std::nullopt;
  }
  if (change->accepted) account_.password = candidate;
  return std::move(change).value();
}

bool History::ChangeTimes(size_t times) {
  for (size_t i = 0; i < times; ++i) {
    const std::string next = New();
    const auto change = Change(next);
    if (!change || !Control(change->accepted, "a new password is accepted",
                            change->dialogue)) {
      return false;
    }
    passwords_.push_back(next);
  }
  return true;
}

void History::Judge(const std::string& way, size_t which, bool in_force,
                    const std::string& found) {
  Expect(!in_force,
         fmt::format("{}: the password of {} changes ago is refused", way,
                     passwords_.size() - 1 - which),
         found);
}

// The most recent one last: should the device forget one, the others have
// been tried.
void History::TryOldOnes() {
  for (size_t which = 0; which < passwords_.size(); ++which) {
    const auto change = Change(passwords_[which]);
    if (!change) return;
    Judge("passwd", which, change->accepted, change->dialogue);
    if (change->accepted) return;  // the history is another one now
  }
}

bool History::MustChange() {
  const Status demanded = DemandPasswordChange(account_);
  if (!demanded.ok()) Obstacle(demanded.error().message);
  return demanded.ok();
}

// Where a login demands a change, the rules of that interface count.
void History::TryOldOnesAt(const LoginPath& path) {
  if (path.kind == LoginPath::Kind::kSsh &&
      path.method != "keyboard-interactive") {
    Note(path.name + ": a change is not part of this method");
    return;
  }
  LoginAttempt attempt = account_.Attempt(account_.password);
  // The first one too: the whole history has to be asked.
  for (const size_t which : {size_t{0}, passwords_.size() - 2}) {
    if (!MustChange()) return;
    const std::string before = StoredPasswordOf(account_);
    attempt.new_password = passwords_[which];
    IEC_OBTAIN(const auto outcome, Login(path, attempt));
    const bool in_force = before != StoredPasswordOf(account_);
    Judge(path.name, which, in_force, outcome.detail);
    if (in_force) return;
  }
  attempt.new_password = New();
  if (!MustChange()) return;
  const std::string before = StoredPasswordOf(account_);
  IEC_OBTAIN(const auto outcome, Login(path, attempt));
  IEC_CONTROL(before != StoredPasswordOf(account_),
              path.name + ": a new password is accepted where one is demanded",
              outcome.detail);
  account_.password = attempt.new_password;
}

}  // namespace

IEC_TEST_CASE(
    CR_1_7_RE_1, old_passwords_stay_old, .plan = "CR1.7RE1.t1",
    .title = "A user's former passwords are refused as new ones",
    .tried =
        "A temporary user, whose password is made old enough each time, "
        "changes it until there have been as many as are to be remembered, "
        "then to each of those, the present one included, by passwd. Members "
        "of the groups of authorization.roles do so where a login on an "
        "interface demands a change.",
    .passes_when =
        "Each of the last password.remember passwords, the present one "
        "included, is refused by passwd and at each interface, new ones are "
        "accepted, and the last new one opens a session.",
    .not_covered =
        "Passwords that an administrator gives; small variations of former "
        "passwords; applications of the product with passwords of their own.",
    .remedy =
        "Put pam_pwhistory with remember= between the module that judges "
        "passwords and pam_unix, which takes use_authtok, in "
        "/etc/pam.d/common-password, and see that the PAM service that the "
        "message names includes it and that /etc/security/opasswd is a file.",
    .needs = {Capability::kPassword}, .uses = {Resource::kOldPasswords},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"authorization.roles", "password.remember",
                   "password.min_age_days", "password.max_age_days"},
    .timeout = std::chrono::seconds(400)) {
  IEC_OBTAIN(const int64_t remember,
             dut.profile().Integer("password.remember"));
  IEC_OBTAIN(const int age, AgeToChangeAt(dut.profile()));
  IEC_OBTAIN(auto account, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), account.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  History history(account, age);
  if (!history.ChangeTimes(static_cast<size_t>(remember) - 1)) return;
  std::string detail;
  // Which must not make the device forget.
  bool opens = OpensSession(paths.front(), account, account.password, &detail);
  IEC_CONTROL(opens, "the last of the passwords opens a session", detail);
  history.TryOldOnes();
  // A refusal of all would be none of old ones.
  if (!history.ChangeTimes(1)) return;
  opens = OpensSession(paths.front(), account, account.password, &detail);
  Expect(opens, "the last accepted password opens a session", detail);

  // A rule may let members off.
  IEC_OBTAIN(const auto groups, GroupsOfRoles(dut.profile()));
  IEC_OBTAIN(auto others,
             dut.accounts().CreateSeveral(paths.size(), {.groups = groups}));
  for (size_t i = 0; i < paths.size(); ++i) {
    History short_one(others[i], age);
    const int64_t changes = std::min<int64_t>(remember - 1, 2);
    if (!short_one.ChangeTimes(static_cast<size_t>(changes))) return;
    short_one.TryOldOnesAt(paths[i]);
  }
}

}  // namespace iec
