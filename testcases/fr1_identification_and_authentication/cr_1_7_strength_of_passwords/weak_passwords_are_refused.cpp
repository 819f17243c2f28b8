// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/pam_judge.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"
#include "lib/testcase/weak_passwords.h"

namespace iec {
namespace {

// Where a login demands a change, the rules of that interface count.
void TryAtLogin(const LoginPath& path, Account& account,
                const PasswordPolicy& policy) {
  if (path.kind == LoginPath::Kind::kSsh &&
      path.method != "keyboard-interactive") {
    Note(path.name + ": a change is not part of this method");
    return;
  }
  // Stores what the device makes of the password that is chosen.
  const auto change = [&](const std::string& chosen) -> Result<bool> {
    IEC_RETURN_IF_ERROR(DemandPasswordChange(account));
    const std::string before = StoredPasswordOf(account);
    LoginAttempt attempt = account.Attempt(account.password);
    attempt.new_password = chosen;
    if (const auto outcome = Login(path, attempt); !outcome.ok()) {
      return outcome.error();
    }
    return before != StoredPasswordOf(account);
  };
  const auto all = WeakPasswords(policy);
  for (const WeakPassword& weak : {all.front(), all.back()}) {
    IEC_OBTAIN(const bool accepted, change(weak.password(account)));
    Expect(!accepted,
           fmt::format("{}: where a change is demanded, a password is refused: "
                       "{}",
                       path.name, weak.what),
           accepted ? "it is in force" : "the former one stays");
    if (accepted) return;
  }
  IEC_OBTAIN(const bool accepted,
             change(RandomPassword(std::max<size_t>(policy.min_length, 24))));
  static_cast<void>(
      Control(accepted, path.name + ": a strong password is accepted on demand",
              accepted ? "it is" : "the former one stays"));
}

}  // namespace

IEC_TEST_CASE(
    CR_1_7, weak_passwords_are_refused, .plan = "CR1.7.t1",
    .title = "A user's own change to a weak password is refused",
    .tried =
        "A temporary user runs passwd on a pseudo-terminal, unprivileged, and "
        "offers passwords that are each weak in one way: too short, too few "
        "classes, own name, palindrome, too like the old one, a dictionary "
        "word, a sequence. Then a strong one. Then logs in. Members of the "
        "groups of authorization.roles offer two of them where a login on an "
        "interface demands a change. The password rules of PAM are read, and "
        "worked out for whatever their conditions (groups, numbers) may say.",
    .passes_when =
        "Each weak password is refused and the old one still opens a session; "
        "the strong one is accepted and opens a session; the same where a "
        "change is demanded; and no condition passes over the module that "
        "judges, but for access.pam_exceptions.",
    .not_covered =
        "Passwords that are checked by a directory server only, and those of "
        "the product's own applications; palindromes and passwords too like "
        "the old one where pam_passwdqc judges.",
    .remedy =
        "Put pam_pwquality or pam_passwdqc before pam_unix in "
        "/etc/pam.d/common-password as 'requisite', and set the length, the "
        "classes and the dictionary that the message names.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin, Resource::kOldPasswords},
    .parameters = {"password.min_length", "password.min_classes",
                   "password.dictionary", "password.min_changed_characters",
                   "access.pam_exceptions", "authorization.roles"},
    .supersedes = {"TC_CR1.7_1"}, .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(const PasswordPolicy policy, PasswordPolicyOf(dut.profile()));
  ExpectJudgedIsEverybody(
      dut.profile(), "password",
      {"pam_pwquality.so", "pam_cracklib.so", "pam_passwdqc.so"}, {"passwd"});
  // An account of its own: a minimum age of passwords may allow one change.
  IEC_OBTAIN(auto changer, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), changer.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  const LoginPath& path = paths.front();
  const std::string strong =
      RandomPassword(std::max<size_t>(policy.min_length + 8, 24));
  IEC_OBTAIN(const auto allowed, ChangeTo(changer, strong));
  IEC_CONTROL(allowed.accepted, "a strong password is accepted",
              allowed.dialogue);
  std::string detail;
  bool opens = OpensSession(path, changer, strong, &detail);
  IEC_CONTROL(opens, "the strong password opens a session", detail);

  IEC_OBTAIN(auto account, dut.accounts().CreateTemporary());
  for (const WeakPassword& weak : WeakPasswords(policy)) {
    const std::string password = weak.password(account);
    IEC_OBTAIN(const auto change, ChangeTo(account, password));
    Expect(!change.accepted,
           fmt::format("a password is refused: {}", weak.what),
           change.dialogue);
    if (!change.accepted) continue;
    IEC_OBTAIN(account, dut.accounts().CreateTemporary());
  }
  opens = OpensSession(path, account, account.password, &detail);
  Expect(opens, "after the refusals the old password still opens a session",
         detail);

  IEC_OBTAIN(const auto groups, GroupsOfRoles(dut.profile()));
  IEC_OBTAIN(auto members,
             dut.accounts().CreateSeveral(paths.size(), {.groups = groups}));
  InParallel(paths.size(),
             [&](size_t i) { TryAtLogin(paths[i], members[i], policy); });
}

}  // namespace iec
