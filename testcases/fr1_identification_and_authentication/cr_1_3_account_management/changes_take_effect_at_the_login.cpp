// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lib/dut/account_names.h"
#include "lib/dut/key_paths.h"
#include "lib/dut/user_traces.h"
#include "lib/testcase/account_commands.h"
#include "lib/testcase/check.h"
#include "lib/testcase/pam_judge.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

// What an account goes through, seen at one interface.
class Life {
 public:
  Life(const LoginPath& path, Account& account, const std::string& new_name,
       const std::optional<SshKey>& key, const Profile& profile)
      : path_(path),
        account_(account),
        new_name_(new_name),
        key_(key),
        profile_(profile) {}

  void Live() {
    if (!IsCreated()) return;
    if (!Manage("accounts.disable")) return;
    IsRefused("a disabled account is refused");
    if (!Manage("accounts.enable")) return;
    IsAccepted("an account that is enabled again is accepted");
    if (!Rename() || !Manage("accounts.remove")) return;
    IsRefused("an account that was taken away is refused");
  }

 private:
  std::string Text(std::string_view what) const {
    return fmt::format("{}: {}", path_.name, what);
  }

  std::optional<LoginOutcome> Try() {
    LoginAttempt attempt = account_.Attempt(account_.password);
    attempt.key = key_;
    auto outcome = Login(path_, attempt);
    if (!outcome.ok() || outcome->timed_out) {
      Obstacle(Text(outcome.ok() ? outcome->detail : outcome.error().message));
      return std::nullopt;
    }
    return *std::move(outcome);
  }

  bool IsCreated() {
    const auto outcome = Try();
    if (!outcome) return false;
    if (!outcome->granted && key_) {
      Note(Text("the server does not take the user's key: " + outcome->detail));
      return false;
    }
    return Control(outcome->granted, Text("a new account can log in"),
                   outcome->detail);
  }

  void IsRefused(std::string_view expected) {
    const auto outcome = Try();
    if (outcome) Expect(!outcome->granted, Text(expected), outcome->detail);
  }

  void IsAccepted(std::string_view expected) {
    const auto outcome = Try();
    if (outcome) Expect(outcome->granted, Text(expected), outcome->detail);
  }

  // The tools refuse to change an account that is at work.
  bool Manage(std::string_view parameter) {
    const Status ended = EndSessionsOf(account_.name, account_.uid);
    const auto outcome =
        ManageAccount(profile_, parameter, account_.name, new_name_);
    if (!ended.ok() || !outcome.ok()) {
      Obstacle(
          Text(ended.ok() ? outcome.error().message : ended.error().message));
      return false;
    }
    if (!*outcome) {
      Note(fmt::format("{} is empty: it was not tried", parameter));
      return true;
    }
    return Control((*outcome)->Succeeded(),
                   Text(fmt::format("the procedure {} succeeds", parameter)),
                   (*outcome)->Describe());
  }

  bool Rename() {
    const auto procedure = profile_.List("accounts.rename");
    if (procedure.ok() && procedure->empty()) {
      Note("accounts.rename is empty: no account was given another name");
      return true;
    }
    if (!Manage("accounts.rename")) return false;
    IsRefused("an account's former name is refused");
    account_.name = new_name_;
    // Where keys are kept by name, that one has none yet.
    if (key_) static_cast<void>(LetKeyIn(*key_, account_));
    IsAccepted("an account is accepted by its new name");
    return true;
  }

  const LoginPath& path_;
  Account& account_;
  std::string new_name_;
  const std::optional<SshKey>& key_;
  const Profile& profile_;
};

}  // namespace

IEC_TEST_CASE(
    CR_1_3, changes_take_effect_at_the_login, .plan = "CR1.3.t1",
    .title = "What is done to an account takes effect at the next login",
    .tried =
        "On each declared interface, over SSH with a key as well, and by su "
        "where access.elevation names it, an "
        "account of its own is created, at the logins also one in the groups "
        "of authorization.roles, disabled, enabled, given another name "
        "and taken away by the procedures that the profile names. After each "
        "step its user logs in with each factor that the device demands. The "
        "account rules of PAM are read, and worked out for whatever their "
        "conditions (terminals, groups, networks) may say.",
    .passes_when =
        "A new, an enabled and a renamed account opens a session, and a "
        "disabled one, a former name and one that was taken away opens none, "
        "on every interface, with a key as without; and no condition lets pass "
        "whom pam_unix refuses, but for access.pam_exceptions.",
    .not_covered =
        "Sessions that are open while an account is disabled; accounts of a "
        "directory; the product's own roles and screens for accounts.",
    .remedy =
        "See that the PAM service of the interface that the message names has "
        "'account required pam_unix.so' with nothing before it that lets "
        "everybody pass, that sshd has 'UsePAM yes', and that the procedure "
        "disables the account (usermod --expiredate 1) and not its password "
        "alone.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"access.elevation", "access.pam_exceptions",
                   "accounts.disable", "accounts.enable", "accounts.rename",
                   "accounts.remove", "authorization.roles"},
    .supersedes = {"TC_CR1.3_1", "TC_CR1.3_2", "TC_CR1.3_3"},
    .timeout = std::chrono::seconds(400)) {
  const Profile& profile = dut.profile();
  ExpectJudgedIsEverybody(profile, "account", {"pam_unix.so"}, {"su", "su-l"});
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(auto paths, LoginPaths(profile, first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  const std::vector<LoginPath> logins = paths;
  // Whoever is gone must not come back by another one's session.
  IEC_OBTAIN(const auto elevation, profile.List("access.elevation"));
  if (std::find(elevation.begin(), elevation.end(), "su") != elevation.end()) {
    paths.push_back(SuPath());
  }
  const size_t without_key = paths.size();
  IEC_OBTAIN(const auto key_paths, KeyPaths(profile, first.name));
  paths.insert(paths.end(), key_paths.begin(), key_paths.end());
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(paths.size() - 1));
  accounts.push_back(std::move(first));
  // Rules may let members off.
  IEC_OBTAIN(const auto groups, GroupsOfRoles(profile));
  if (!groups.empty()) {
    IEC_OBTAIN(auto members,
               dut.accounts().CreateSeveral(logins.size(), {.groups = groups}));
    for (Account& member : members) accounts.push_back(std::move(member));
    paths.insert(paths.end(), logins.begin(), logins.end());
  }
  std::vector<std::string> names;
  std::vector<std::optional<SshKey>> keys(paths.size());
  for (size_t i = 0; i < paths.size(); ++i) {
    IEC_OBTAIN(names.emplace_back(), ReserveName(dut.undo(), accounts[i]));
    if (i < without_key || i >= without_key + key_paths.size()) continue;
    IEC_OBTAIN(keys[i], GiveKey(accounts[i]));
  }
  InParallel(paths.size(), [&](size_t i) {
    Life(paths[i], accounts[i], names[i], keys[i], profile).Live();
  });
}

}  // namespace iec
