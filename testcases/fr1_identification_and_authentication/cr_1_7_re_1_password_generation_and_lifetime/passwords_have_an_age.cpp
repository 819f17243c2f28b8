// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/passwd_db.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

struct Ages {
  int64_t least = 0;
  int64_t most = 0;
};

// "never expires, may be changed after 0 days"; empty where it is as declared.
std::string FaultOf(const ShadowEntry& entry, const Ages& ages) {
  std::string fault;
  const int64_t most = entry.max_age.value_or(-1);
  if (most < 0 || most > ages.most) {
    fault =
        most < 0 ? "never expires" : fmt::format("expires after {} days", most);
  }
  const int64_t least = std::max<int64_t>(entry.min_age.value_or(0), 0);
  if (least < ages.least) {
    fault += fmt::format("{}may be changed after {} days",
                         fault.empty() ? "" : ", ", least);
  }
  return fault;
}

// Who has a password that can be right, whatever it opens: file transfer needs
// no shell. The shortest hash is that of DES.
bool HasPassword(const User& user, const std::string& hash) {
  constexpr size_t kShortest = 13;
  return !IsTemporaryName(user.name) && hash.size() >= kShortest &&
         hash.find_first_of("!*") != 0;
}

void JudgeEntries(const std::string& fresh, const Ages& ages) {
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  const ShadowEntry* entry = accounts.FindShadow(fresh);
  IEC_CONTROL(entry != nullptr, "a new user is in the table of passwords",
              entry != nullptr ? "it is" : "it is not");
  const std::string fault = FaultOf(*entry, ages);
  Expect(fault.empty(), "the password of a new user has the declared ages",
         fault.empty() ? "it has" : fault);
  std::vector<std::string> faults;
  for (const User& user : accounts.AllUsers()) {
    const ShadowEntry* theirs = accounts.FindShadow(user.name);
    const bool shadowed = user.password == "x";
    if (shadowed && theirs == nullptr) continue;
    if (!HasPassword(user, shadowed ? theirs->hash : user.password)) continue;
    const std::string wrong =
        shadowed ? FaultOf(*theirs, ages) : "it is where no age is kept";
    if (!wrong.empty()) faults.push_back(user.name + ": " + wrong);
  }
  Expect(faults.empty(), "the passwords of all people have the declared ages",
         faults.empty() ? "they have" : Join(faults, "; "));
}

void TryExpired(const LoginPath& path, Account& account, const Ages& ages) {
  std::string detail;
  const bool opens = OpensSession(path, account, account.password, &detail);
  IEC_CONTROL(opens, path.name + ": a password opens a session before its time",
              detail);
  const Status aged = SetPasswordAge(account, static_cast<int>(ages.most) + 1);
  if (!aged.ok()) {
    Obstacle(aged.error().message);
    return;
  }
  const auto answer = TryLogin(path, account, account.password);
  if (!answer) return;
  Expect(!answer->granted,
         path.name + ": a password that is too old opens no session",
         answer->detail);
}

std::optional<PasswordChange> ChangeAt(Account& account, int64_t age) {
  if (const Status aged = SetPasswordAge(account, static_cast<int>(age));
      !aged.ok()) {
    Obstacle(aged.error().message);
    return std::nullopt;
  }
  PasswordChangeAttempt attempt;
  attempt.identity = {account.uid, account.gid, {}};
  attempt.current_password = account.password;
  attempt.candidate = RandomPassword(account.password.size());
  attempt.factor = account.factor.get();
  attempt.may_be_refused_at_once = true;
  const std::string before = StoredPasswordOf(account);
  auto change = ChangeOwnPassword(attempt);
  if (!change.ok()) {
    Obstacle(change.error().message);
    return std::nullopt;
  }
  change->accepted = before != StoredPasswordOf(account);
  if (change->accepted) account.password = attempt.candidate;
  return std::move(change).value();
}

void TryYoung(Account& account, const Ages& ages) {
  if (ages.least > 0) {
    const auto early = ChangeAt(account, ages.least - 1);
    if (!early) return;
    Expect(!early->accepted, "a password that is too young is not changed",
           Printable(early->dialogue, 200));
  } else {
    Note("the profile declares no minimum age");
  }
  // The device may be stricter than declared.
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  const ShadowEntry* entry = accounts.FindShadow(account.name);
  const int64_t own =
      entry == nullptr ? ages.least : entry->min_age.value_or(ages.least);
  const auto later = ChangeAt(account, std::max(ages.least, own));
  if (!later) return;
  static_cast<void>(Control(later->accepted,
                            "a password of the minimum age can be changed",
                            Printable(later->dialogue, 200)));
}

}  // namespace

IEC_TEST_CASE(
    CR_1_7_RE_1, passwords_have_an_age, .plan = "CR1.7RE1.t2",
    .title = "Passwords of people have a minimum and a maximum age",
    .tried =
        "The ages of a user that is added without any option, and of each "
        "account that has a password, with a shell or without one, are read. "
        "Temporary "
        "users log in on each interface, and a member of the groups of "
        "authorization.roles by su, where access.elevation names it, with a "
        "password that is made a day older "
        "than the maximum, by its own entry, and one runs passwd with a "
        "password a day younger than the minimum.",
    .passes_when =
        "No password lives longer or can be changed sooner than declared, on "
        "no interface opens one that is too old a session before it is "
        "changed, and passwd leaves one that is too young as it is; at its "
        "minimum age it is changed.",
    .not_covered =
        "Keys, codes and tokens, which have no such age in the account; "
        "passwords that are kept elsewhere than in the table of the device.",
    .remedy =
        "Set PASS_MAX_DAYS and PASS_MIN_DAYS in /etc/login.defs, and the ages "
        "of the accounts that are named by chage -M and -m; the account part "
        "of the PAM service of the interface needs pam_unix.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin, Resource::kOldPasswords},
    .parameters = {"access.elevation", "authorization.roles",
                   "password.max_age_days", "password.min_age_days"},
    .supersedes = {"TC_CR1.7-RE1_1"}, .timeout = std::chrono::seconds(300)) {
  Ages ages;
  IEC_OBTAIN(ages.least, dut.profile().Integer("password.min_age_days"));
  IEC_OBTAIN(ages.most, dut.profile().Integer("password.max_age_days"));
  IEC_OBTAIN(auto young, dut.accounts().CreateTemporary());
  JudgeEntries(young.name, ages);
  IEC_OBTAIN(auto paths, LoginPaths(dut.profile(), young.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(paths.size()));
  IEC_OBTAIN(const auto elevation, dut.profile().List("access.elevation"));
  if (std::find(elevation.begin(), elevation.end(), "su") != elevation.end()) {
    IEC_OBTAIN(const auto groups, GroupsOfRoles(dut.profile()));
    IEC_OBTAIN(auto member, dut.accounts().CreateTemporary({.groups = groups}));
    accounts.push_back(std::move(member));
    paths.push_back(SuPath());
  }
  // The last one: the others log in meanwhile.
  InParallel(paths.size() + 1, [&](size_t i) {
    if (i < paths.size()) {
      TryExpired(paths[i], accounts[i], ages);
    } else {
      TryYoung(young, ages);
    }
  });
}

}  // namespace iec
