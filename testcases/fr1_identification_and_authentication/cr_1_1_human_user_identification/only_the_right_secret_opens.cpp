// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/pam_judge.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

struct WrongSecret {
  const char* what;
  std::string secret;
};

std::string WithOtherCase(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    } else if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return text;
}

// What an attacker tries who knows nothing, a little, or almost everything.
// A device that accepts one of the last three compares only a part.
std::vector<WrongSecret> WrongSecrets(const Account& account,
                                      const Account& other) {
  const std::string& right = account.password;
  return {{"a wrong password", RandomPassword(right.size())},
          {"an empty password", ""},
          {"another user's password", other.password},
          {"the right password without its last character",
           right.substr(0, right.size() - 1)},
          {"the right password with one character more", right + "x"},
          {"the right password in the other case", WithOtherCase(right)}};
}

class PathTrial {
 public:
  PathTrial(const LoginPath& path, Account& account, int64_t lock_after)
      : path_(path), account_(account), lock_after_(lock_after) {}

  void Try(const std::vector<WrongSecret>& wrong_secrets) {
    if (!RightOneOpens()) return;
    for (const WrongSecret& wrong : wrong_secrets) {
      if (!IsRefused(wrong)) return;
      // A success in between keeps the account from being locked, and shows
      // that it was the secret which was refused.
      if (++refused_in_a_row_ >= lock_after_ - 1 && !RightOneOpens()) return;
    }
    if (refused_in_a_row_ > 0) static_cast<void>(RightOneOpens());
  }

 private:
  bool RightOneOpens() {
    refused_in_a_row_ = 0;
    const auto outcome = Login(path_, account_.Attempt(account_.password));
    if (!Control(outcome.ok() && outcome->granted,
                 path_.name + ": the right secret opens a session",
                 outcome.ok() ? outcome->detail : outcome.error().message)) {
      return false;
    }
    return Expect(outcome->uid == account_.uid,
                  path_.name + ": the session runs under the user's own uid",
                  outcome->detail);
  }

  // False where the trial cannot go on.
  bool IsRefused(const WrongSecret& wrong) {
    const auto answer = TryLogin(path_, account_, wrong.secret);
    if (!answer) return false;
    Expect(!answer->granted,
           fmt::format("{}: {} is refused", path_.name, wrong.what),
           answer->detail);
    return true;
  }

  const LoginPath& path_;
  Account& account_;
  int64_t lock_after_;
  int64_t refused_in_a_row_ = 0;
};

}  // namespace

IEC_TEST_CASE(
    CR_1_1, only_the_right_secret_opens, .plan = "CR1.1.t1",
    .title = "Only the right secret opens a session, on every interface",
    .tried =
        "Temporary users, without a role and with those of "
        "authorization.roles, log in on each declared interface (a console "
        "login on a pseudo-terminal; SSH by each method that the server "
        "offers) with the right password, and with a wrong, an empty, a "
        "shortened, a lengthened and a differently capitalised one and another "
        "user's. The "
        "second factor is right each time. The PAM rules of these logins, su "
        "and sudo are read, and worked out for whatever their conditions "
        "(networks, terminals, groups, numbers, times) may say.",
    .passes_when =
        "The right password opens a session that runs under the user's own "
        "uid; every other one opens none, on every interface; and no "
        "condition opens without a secret, but for access.pam_exceptions.",
    .not_covered =
        "Interfaces that the product adds (web, fieldbus, display): list "
        "them, say how each one authenticates, bring own evidence.",
    .remedy =
        "Look at /etc/pam.d of the interface that the message names: a "
        "'sufficient' or 'optional' module before or instead of the one that "
        "checks the password lets everybody in, one behind a condition some.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"access.pam_exceptions", "authorization.roles",
                   "lockout.attempts"},
    .supersedes = {"TC_CR1.1_1", "TC_CR1.1_2"},
    .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(const int64_t lock_after,
             dut.profile().Integer("lockout.attempts"));
  ExpectSecretOfEverybody(dut.profile());
  IEC_OBTAIN(const auto other, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), other.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(paths.size()));
  IEC_OBTAIN(const auto groups, GroupsOfRoles(dut.profile()));
  if (!groups.empty()) {
    IEC_OBTAIN(auto members,
               dut.accounts().CreateSeveral(paths.size(), {.groups = groups}));
    for (Account& member : members) accounts.push_back(std::move(member));
  }
  InParallel(accounts.size(), [&](size_t i) {
    PathTrial(paths[i % paths.size()], accounts[i], lock_after)
        .Try(WrongSecrets(accounts[i], other));
  });
}

}  // namespace iec
