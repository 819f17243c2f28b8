// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/weak_passwords.h"

namespace iec {

IEC_TEST_CASE(
    CR_1_7, weak_passwords_are_refused, .plan = "CR1.7.t1",
    .title = "A user's own change to a weak password is refused",
    .tried =
        "A temporary user runs passwd on a pseudo-terminal, unprivileged, and "
        "offers passwords that are each weak in one way: too short, too few "
        "classes, own name, palindrome, too like the old one, a dictionary "
        "word, a sequence. Then a strong one. Then logs in.",
    .passes_when =
        "Each weak password is refused and the old one still opens a session; "
        "the strong one is accepted and opens a session.",
    .not_covered =
        "Passwords that are checked by a directory server only, and those of "
        "the product's own applications.",
    .remedy =
        "Put pam_pwquality or pam_passwdqc before pam_unix in "
        "/etc/pam.d/common-password as 'requisite', and set the length, the "
        "classes and the dictionary that the message names.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"password.min_length", "password.min_classes",
                   "password.dictionary", "password.min_changed_characters"},
    .supersedes = {"TC_CR1.7_1"}, .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(const PasswordPolicy policy, PasswordPolicyOf(dut.profile()));
  // An account of its own: a minimum age of passwords may allow one change.
  IEC_OBTAIN(auto changer, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), changer.name));
  IEC_CONTROL(!paths.empty(), "the profile declares a way in for people",
              "neither a console nor SSH is declared");
  const LoginPath& path = paths.front();
  const std::string strong =
      RandomPassword(std::max<size_t>(policy.min_length + 8, 24));
  IEC_OBTAIN(const auto allowed, ChangeTo(changer, strong));
  IEC_CONTROL(allowed.accepted, "a strong password is accepted",
              allowed.dialogue);
  std::string detail;
  bool opens = OpensOwnSession(path, changer, strong, &detail);
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
  opens = OpensOwnSession(path, account, account.password, &detail);
  Expect(opens, "after the refusals the old password still opens a session",
         detail);
}

}  // namespace iec
