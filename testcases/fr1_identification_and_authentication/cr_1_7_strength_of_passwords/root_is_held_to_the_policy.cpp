// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "lib/base/text.h"
#include "lib/dut/passwd_db.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"
#include "lib/testcase/weak_passwords.h"

namespace iec {
namespace {

struct Tool {
  const char* name;
  Result<PasswordChange> (*set)(const std::string&, const std::string&);
};

// For a user that is there newusers sets the password and nothing else.
Result<PasswordChange> SetPasswordByNewusers(const std::string& user,
                                             const std::string& candidate) {
  IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, PasswdDb::Load());
  const User* entry = accounts.FindUser(user);
  if (entry == nullptr) return Error{"newusers: there is no " + user};
  IEC_ASSIGN_OR_RETURN(
      const Outcome outcome,
      Run({{"newusers"},
           fmt::format("{}:{}:{}:{}:{}:{}:{}\n", user, candidate, entry->uid,
                       entry->gid, entry->gecos, entry->home, entry->shell)}));
  return PasswordChange{outcome.Succeeded(), outcome.out + outcome.err};
}

constexpr Tool kTools[] = {{"passwd", &SetPasswordByPasswd},
                           {"chpasswd", &SetPasswordByChpasswd},
                           {"newusers", &SetPasswordByNewusers}};

class Trial {
 public:
  Trial(const Tool& tool, const LoginPath& path, Account& account)
      : tool_(tool), path_(path), account_(account) {}

  void Try(const PasswordPolicy& policy, bool enforced);

 private:
  // Whether the tool has put this password in force, whatever it says.
  std::optional<bool> Sets(std::string candidate);

  const Tool& tool_;
  const LoginPath& path_;
  Account& account_;
  std::string said_;
};

std::optional<bool> Trial::Sets(std::string candidate) {
  // Between the fields of some tools' lines.
  std::replace(candidate.begin(), candidate.end(), ':', '.');
  const std::string before = StoredPasswordOf(account_);
  const auto change = tool_.set(account_.name, candidate);
  if (!change.ok()) {
    Obstacle(change.error().message);
    return std::nullopt;
  }
  said_ = Printable(change->dialogue, 200);
  if (before == StoredPasswordOf(account_)) return false;
  // It is another one now; a login says whether it is this one.
  const auto answer = TryLogin(path_, account_, candidate);
  if (!answer) return std::nullopt;
  said_ = answer->detail + ", after: " + said_;
  return answer->granted;
}

void Trial::Try(const PasswordPolicy& policy, bool enforced) {
  const std::string strong =
      RandomPassword(std::max<size_t>(policy.min_length + 8, 24));
  const auto allowed = Sets(strong);
  if (!allowed) return;
  IEC_CONTROL(*allowed,
              fmt::format("{} by root: a strong password is accepted and opens "
                          "a session",
                          tool_.name),
              said_);
  std::string accepted;
  for (const WeakPassword& weak : WeakPasswords(policy)) {
    // Root knows no old password to be compared with.
    if (std::string_view(weak.what).find("old password") != std::string::npos) {
      continue;
    }
    const auto sets = Sets(weak.password(account_));
    if (!sets) return;
    if (enforced) {
      Expect(!*sets,
             fmt::format("{} by root: a password is refused: {}", tool_.name,
                         weak.what),
             said_);
    } else if (*sets) {
      accepted += fmt::format("{}{}", accepted.empty() ? "" : ", ", weak.what);
    }
  }
  if (!enforced) {
    Note(fmt::format("documented exception: {} by root accepts: {}", tool_.name,
                     accepted.empty() ? "none of them" : accepted));
  }
}

}  // namespace

IEC_TEST_CASE(
    CR_1_7, root_is_held_to_the_policy, .plan = "CR1.7.t2",
    .title = "An administrator cannot give a user a weak password",
    .tried =
        "Root gives a temporary user passwords that are each weak in one way, "
        "by passwd on a terminal, by chpasswd and by newusers: too short, too "
        "few classes, "
        "the user's name, a palindrome, a dictionary word, a sequence. And a "
        "strong one. Where the stored hash is another one then, the user logs "
        "in with it.",
    .passes_when =
        "No weak password is in force afterwards, whatever the tool says, and "
        "the strong one is; without password.enforce_root the result is "
        "recorded as the exception that the profile documents.",
    .not_covered =
        "Root can write any hash into the table of accounts (chpasswd -e, "
        "usermod -p, an editor), and no policy binds that; tools of the "
        "product's own; palindromes where pam_passwdqc judges.",
    .remedy =
        "Give pam_pwquality 'enforce_for_root' (passwdqc 'enforce=everyone') "
        "and have the PAM service of the tool that the message names "
        "(/etc/pam.d/passwd, chpasswd, newusers) include common-password. "
        "Where the exception is meant, set password.enforce_root to false.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin, Resource::kOldPasswords},
    .parameters = {"password.enforce_root", "password.min_length",
                   "password.min_classes", "password.dictionary"},
    .supersedes = {"TC_CR1.7_1"}, .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(const bool enforced, dut.profile().Flag("password.enforce_root"));
  IEC_OBTAIN(const PasswordPolicy policy, PasswordPolicyOf(dut.profile()));
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(std::size(kTools)));
  IEC_OBTAIN(const auto paths,
             LoginPaths(dut.profile(), accounts.front().name));
  if (!WayInIsDeclared(!paths.empty())) return;
  bool tried = false;
  for (size_t i = 0; i < std::size(kTools); ++i) {
    if (!FindProgram(kTools[i].name).ok()) continue;
    tried = true;
    Trial(kTools[i], paths.front(), accounts[i]).Try(policy, enforced);
  }
  if (!tried)
    Obstacle("none of passwd, chpasswd and newusers is on the device");
}

}  // namespace iec
