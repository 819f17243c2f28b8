// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/account.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/account_baseline.h"
#include "lib/dut/account_files.h"
#include "lib/dut/account_names.h"
#include "lib/dut/account_turn.h"
#include "lib/dut/journal_users.h"
#include "lib/dut/login.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/process.h"
#include "lib/dut/sshd_settings.h"
#include "lib/dut/user_traces.h"

namespace iec {
namespace {

constexpr std::string_view kNameAlphabet =
    "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr int64_t kSecondsPerDay = 86'400;
// shadow(5): so high means that it never expires.
constexpr int64_t kNoMaximumAge = 99'999;

int64_t IdLimit(std::string_view name, int64_t fallback) {
  const auto value = ParseInteger(SettingOf("/etc/login.defs", name));
  return value && *value > 0 ? *value : fallback;
}

std::string HomeBase() {
  const std::string base = SettingOf("/etc/default/useradd", "HOME");
  return base.starts_with('/') && base.size() > 1 ? base : "/home";
}

// A real one, as /etc/shells has it: a user without one cannot log in.
std::string LoginShell() {
  const auto listed = ReadFile("/etc/shells", 1u << 20);
  std::vector<std::string> shells{"/bin/sh"};
  if (listed.ok()) shells = Split(*listed, '\n');
  for (const char* wanted : {"/bin/bash", "/bin/sh"}) {
    if (std::find(shells.begin(), shells.end(), wanted) != shells.end() &&
        access(wanted, X_OK) == 0) {
      return wanted;
    }
  }
  for (const std::string& shell : shells) {
    if (shell.starts_with('/') && access(shell.c_str(), X_OK) == 0) {
      return shell;
    }
  }
  return "/bin/sh";
}

bool IsFreeName(const PasswdDb& db, const std::string& name,
                const std::string& home) {
  if (db.FindUser(name) || db.FindGroup(name) || db.FindShadow(name)) {
    return false;
  }
  // What bears the name later was not there before.
  const auto paths = PathsNamedAfter(name);
  return !Exists(home) &&
         std::none_of(paths.begin(), paths.end(),
                      [](const std::string& path) { return Exists(path); });
}

bool OwnsThings(uid_t uid) {
  const auto paths = PathsNumberedAfter(uid);
  // logind remembers a user who is gone for some seconds, under the old name.
  return HasLogindUser(uid) || OwnsSharedFiles(uid) ||
         std::any_of(paths.begin(), paths.end(),
                     [](const std::string& path) { return Exists(path); });
}

// As useradd chooses it, but known before the journal entry is written, and
// never one whose former owner left files behind, or is yet to be undone.
Result<uid_t> FreeUid(const PasswdDb& db, const std::set<uid_t>& reserved) {
  const int64_t lowest = IdLimit("UID_MIN", 1000);
  const int64_t highest = IdLimit("UID_MAX", 60'000);
  int64_t next = lowest;
  for (const User& user : db.AllUsers()) {
    if (user.uid <= highest) {
      next = std::max<int64_t>(next, int64_t{user.uid} + 1);
    }
  }
  for (int64_t tried = lowest; tried <= highest; ++tried, ++next) {
    if (next > highest) next = lowest;
    const auto uid = static_cast<uid_t>(next);
    if (!db.FindUid(uid) && !db.FindGid(uid) && !reserved.contains(uid) &&
        !OwnsThings(uid)) {
      return uid;
    }
  }
  return Error{
      fmt::format("no user id from {} to {} is free", lowest, highest)};
}

// The day of the last change, for an entry of the shadow file.
using LastChange =
    std::function<int64_t(const std::vector<std::string>& fields)>;

// Day 0 would mean "must be changed at once".
int64_t DayBefore(int64_t days) {
  const int64_t today = NowMilliseconds() / 1000 / kSecondsPerDay;
  return std::max<int64_t>(today - days, 1);
}

Status SetLastChange(const std::vector<std::string>& names,
                     const LastChange& last_change) {
  const std::string path = "/etc/shadow";
  // The lock of the account files is a process's, not a thread's.
  static std::mutex turn;
  const std::lock_guard ours(turn);
  IEC_ASSIGN_OR_RETURN(const auto lock, AccountLock::Take());
  IEC_ASSIGN_OR_RETURN(const std::string shadow, ReadFile(path));
  std::vector<std::string> lines = Split(shadow, '\n');
  for (std::string& line : lines) {
    std::vector<std::string> fields = Split(line, ':');
    if (fields.size() != 9 ||
        std::find(names.begin(), names.end(), fields[0]) == names.end()) {
      continue;
    }
    fields[2] = fmt::format("{}", last_change(fields));
    line = Join(fields, ":");
  }
  return ReplaceBytes(path, Join(lines, "\n"));
}

Status AgePasswords(const std::vector<Account>& accounts, int days) {
  if (!Exists("/etc/shadow")) return {};
  std::vector<std::string> names;
  names.reserve(accounts.size());
  for (const Account& account : accounts) names.push_back(account.name);
  return SetLastChange(names, [days](const auto& fields) {
    const auto maximum = ParseInteger(fields[4]);
    int64_t age = days;
    if (maximum && *maximum > 0 && *maximum < kNoMaximumAge) {
      age = std::min(age, *maximum - 1);
    }
    return DayBefore(age);
  });
}

// A name that nobody has, and the home that would belong to it.
std::pair<std::string, std::string> FreeName(const PasswdDb& db) {
  for (;;) {
    const std::string name = "iect" + RandomFrom(kNameAlphabet, 8);
    const std::string home = HomeBase() + "/" + name;
    if (IsFreeName(db, name, home)) return {name, home};
  }
}

UndoEntry EntryFor(const std::string& name, const std::string& home,
                   std::optional<uid_t> uid) {
  UndoEntry entry{std::string(kTemporaryUserKind),
                  {{"name", name}, {"home", home}}};
  if (!uid) return entry;
  entry.data["uid"] = fmt::format("{}", *uid);
  const LastLogin last = ReadLastLogin(*uid);
  if (last.file_exists) entry.data["lastlog_record"] = last.record;
  return entry;
}

// Without which nobody logs in; none that lets its members do something else.
Result<std::vector<std::string>> GroupsOfEverybody(const Profile& profile) {
  IEC_ASSIGN_OR_RETURN(auto groups, profile.List("accounts.groups"));
  const auto settings = ReadSshdSettings();
  IEC_ASSIGN_OR_RETURN(auto roles, GroupsOfRoles(profile));
  IEC_ASSIGN_OR_RETURN(auto administrators,
                       profile.Text("authorization.administrators"));
  roles.push_back(std::move(administrators));
  IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, PasswdDb::Load());
  std::vector<std::string> candidates;
  for (const Group& group : accounts.AllGroups()) {
    if (group.gid != 0 &&
        std::find(roles.begin(), roles.end(), group.name) == roles.end()) {
      candidates.push_back(group.name);
    }
  }
  for (auto& name : GroupsToLetIn(settings, groups, candidates)) {
    groups.push_back(std::move(name));
  }
  return groups;
}

// Where homes lie, if a new user's home is the first one.
std::string NewHomeBase() {
  std::string base = HomeBase();
  return Exists(base) ? "" : base;
}

Result<std::string> Reserve(UndoJournal& undo, std::optional<uid_t> uid) {
  if (geteuid() != 0) return Error{"only root can create accounts"};
  IEC_ASSIGN_OR_RETURN(const auto turn, AccountTurn::Take(undo.directory()));
  IEC_RETURN_IF_ERROR(EnsureAccountBaseline(undo.directory(), NewHomeBase()));
  IEC_ASSIGN_OR_RETURN(const PasswdDb before, PasswdDb::Load());
  const auto [name, home] = FreeName(before);
  IEC_RETURN_IF_ERROR(undo.Record(EntryFor(name, home, uid)));
  return name;
}

Status RunOrExplain(const Command& command, std::string_view doing) {
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(command));
  if (outcome.Succeeded()) return {};
  return Error{
      fmt::format("{}: {}: {}", doing, command.argv[0], outcome.Describe())};
}

}  // namespace

Result<std::vector<std::string>> GroupsOfRoles(const Profile& profile) {
  IEC_ASSIGN_OR_RETURN(const auto roles, profile.List("authorization.roles"));
  IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, PasswdDb::Load());
  std::vector<std::string> groups;
  for (const std::string& role : roles) {
    std::string name = role.substr(0, role.find(' '));
    if (accounts.FindGroup(name) != nullptr &&
        std::find(groups.begin(), groups.end(), name) == groups.end()) {
      groups.push_back(std::move(name));
    }
  }
  return groups;
}

LoginAttempt Account::Attempt(const std::string& password_to_try) {
  LoginAttempt attempt;
  attempt.user = name;
  attempt.password = password_to_try;
  attempt.factor = factor.get();
  return attempt;
}

Status SetPasswordAge(const Account& account, int days) {
  return SetLastChange({account.name},
                       [days](const auto&) { return DayBefore(days); });
}

Status DemandPasswordChange(const Account& account) {
  return SetLastChange({account.name}, [](const auto&) { return 0; });
}

Result<PasswordChange> ChangeOwnPassword(Account& account,
                                         const std::string& current,
                                         const std::string& candidate) {
  PasswordChangeAttempt attempt;
  attempt.identity = {account.uid, account.gid, {}};
  attempt.current_password = current;
  attempt.candidate = candidate;
  attempt.factor = account.factor.get();
  return ChangeOwnPassword(attempt);
}

Result<std::string> ReserveName(UndoJournal& undo, const Account& account) {
  return Reserve(undo, account.uid);
}

Result<std::string> ReserveNewName(UndoJournal& undo) {
  return Reserve(undo, std::nullopt);
}

Result<Account> Accounts::CreateTemporary(const AccountOptions& options) {
  IEC_ASSIGN_OR_RETURN(std::vector<Account> accounts,
                       CreateSeveral(1, options));
  return std::move(accounts.front());
}

Result<std::vector<Account>> Accounts::CreateSeveral(
    size_t count, const AccountOptions& options) {
  if (geteuid() != 0) return Error{"only root can create accounts"};
  IEC_ASSIGN_OR_RETURN(std::vector<Account> accounts,
                       AddSeveral(count, options));
  if (options.second_factor && profile_.Declares(Capability::kSecondFactor)) {
    IEC_RETURN_IF_ERROR(EnrolAll(accounts));
  }
  return accounts;
}

Result<std::vector<Account>> Accounts::AddSeveral(
    size_t count, const AccountOptions& options) {
  if (count == 0) return std::vector<Account>();
  // Tests beside this one add users, too: one after the other.
  IEC_ASSIGN_OR_RETURN(const auto turn, AccountTurn::Take(undo_.directory()));
  std::vector<Account> accounts;
  IEC_RETURN_IF_ERROR(EnsureAccountBaseline(undo_.directory(), NewHomeBase()));
  IEC_ASSIGN_OR_RETURN(auto groups, GroupsOfEverybody(profile_));
  groups.insert(groups.end(), options.groups.begin(), options.groups.end());
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  for (size_t i = 0; i < count; ++i) {
    auto account = Add(groups);
    if (!account.ok()) {
      return account.error().Within("creating a temporary account");
    }
    accounts.push_back(std::move(account).value());
  }
  // One chpasswd for all: starting programs is what costs.
  Command set_passwords{{"chpasswd"}};
  for (const Account& account : accounts) {
    set_passwords.input +=
        fmt::format("{}:{}\n", account.name, account.password);
  }
  IEC_RETURN_IF_ERROR(
      RunOrExplain(set_passwords, "giving temporary accounts a password"));
  IEC_RETURN_IF_ERROR(AgePasswords(accounts, options.password_age_days));
  return accounts;
}

Result<Account> Accounts::Add(const std::vector<std::string>& groups) {
  IEC_ASSIGN_OR_RETURN(const PasswdDb before, PasswdDb::Load());
  Account account;
  IEC_ASSIGN_OR_RETURN(account.uid,
                       FreeUid(before, ReservedUids(undo_.directory())));
  std::tie(account.name, account.home) = FreeName(before);
  account.shell = LoginShell();
  IEC_ASSIGN_OR_RETURN(const int64_t shortest,
                       profile_.Integer("password.min_length"));
  account.password = RandomPassword(
      std::max(kPasswordLength, static_cast<size_t>(shortest) + 12));
  IEC_RETURN_IF_ERROR(
      undo_.Record(EntryFor(account.name, account.home, account.uid)));
  Command add{{"useradd", "--create-home", "--home-dir", account.home, "--uid",
               fmt::format("{}", account.uid), "--shell", account.shell,
               "--comment", "temporary account of iec-runner", account.name}};
  if (!groups.empty()) {
    add.argv.insert(add.argv.end() - 1, {"--groups", Join(groups, ",")});
  }
  IEC_RETURN_IF_ERROR(RunOrExplain(add, "adding " + account.name));
  IEC_ASSIGN_OR_RETURN(const PasswdDb after, PasswdDb::Load());
  const User* user = after.FindUser(account.name);
  if (user == nullptr || user->uid != account.uid) {
    return Error{"useradd ended well but did not add " + account.name};
  }
  account.gid = user->gid;
  return account;
}

Status Accounts::EnrolAll(std::vector<Account>& accounts) const {
  // Side by side: a hook is a script that starts programs of its own.
  std::vector<Status> enrolled(accounts.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < accounts.size(); ++i) {
    const auto enrol = [&, i] { enrolled[i] = Enrol(accounts[i]); };
    try {
      threads.emplace_back(enrol);
    } catch (const std::system_error&) {
      enrol();  // no thread to be had: one after the other then
    }
  }
  for (std::thread& thread : threads) thread.join();
  for (const Status& status : enrolled) {
    if (!status.ok()) {
      return status.error().Within("enrolling a temporary account");
    }
  }
  return {};
}

Status Accounts::Enrol(Account& account) const {
  Command hook{profile_.hooks.enrol_second_factor};
  if (hook.argv.empty()) {
    return Error{
        "the profile declares second_factor: give it a "
        "hooks.enrol_second_factor, by which temporary users get theirs"};
  }
  for (std::string& argument : hook.argv) {
    constexpr std::string_view kPlace = "{user}";
    if (const size_t at = argument.find(kPlace); at != std::string::npos) {
      argument.replace(at, kPlace.size(), account.name);
    }
  }
  hook.timeout = std::chrono::seconds(60);
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(hook));
  if (!outcome.Succeeded()) {
    return Error{hook.argv[0] + ": " + outcome.Describe()};
  }
  IEC_ASSIGN_OR_RETURN(SecondFactor factor, SecondFactor::Parse(outcome.out));
  account.factor = std::make_unique<SecondFactor>(std::move(factor));
  return {};
}

}  // namespace iec
