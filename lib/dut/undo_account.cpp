// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/undo_handlers.h"
#include "lib/dut/user_traces.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

struct AccountEntry {
  std::string name;
  // Nothing where a tool of the device has chosen it: then the user has run
  // nothing, and what the number owns is another's.
  std::optional<uid_t> uid;
  std::string home;
  std::string last_login;  // what the file had under the id, raw
};

Error NotOurs(const std::string& name) {
  return Error{"an undo entry is not of a temporary account: " +
               Printable(name)};
}

// Removes a home and kills by user id: refuses whatever cannot be ours.
Result<AccountEntry> Read(const UndoEntry& entry) {
  AccountEntry account;
  IEC_ASSIGN_OR_RETURN(account.name, Need(entry, "name"));
  IEC_ASSIGN_OR_RETURN(account.home, Need(entry, "home"));
  if (!IsTemporaryName(account.name) || !account.home.starts_with('/') ||
      !account.home.ends_with("/" + account.name)) {
    return NotOurs(account.name);
  }
  if (const auto uid = Need(entry, "uid"); uid.ok()) {
    const auto number = ParseInteger(*uid);
    if (!number || *number <= 0 || *number >= UINT32_MAX) {
      return NotOurs(account.name);
    }
    account.uid = static_cast<uid_t>(*number);
  }
  if (const auto last = Need(entry, "lastlog_record"); last.ok()) {
    account.last_login = *last;
  }
  return account;
}

void RemovePaths(const std::vector<std::string>& paths, UndoOutcome& outcome) {
  for (const std::string& path : paths) outcome.Check(RemoveTreeSafely(path));
}

void RemoveTraces(const AccountEntry& account, UndoOutcome& outcome) {
  outcome.Check(RemoveTreeSafely(account.home));
  RemovePaths(PathsNamedAfter(account.name), outcome);
  CloseLoginRecordsOf(account.name);
}

void RemoveNumbered(const AccountEntry& account, uid_t uid,
                    UndoOutcome& outcome) {
  outcome.Check(EndSessionsOf(account.name, uid));
  outcome.Check(RemoveSharedFilesOf(uid));
  RemovePaths(PathsNumberedAfter(uid), outcome);
  outcome.Check(RemoveIpcOf(uid));
  outcome.Check(RestoreLastLogin(uid, account.last_login));
}

}  // namespace

bool IsSomebodyElses(uid_t uid, const PasswdDb& accounts,
                     const std::set<std::string>& own_users) {
  const auto& users = accounts.AllUsers();
  return std::any_of(users.begin(), users.end(), [&](const User& user) {
    return user.uid == uid && !own_users.contains(user.name);
  });
}

UndoOutcome UndoAccount(const UndoEntry& entry, const UndoContext& context) {
  UndoOutcome outcome;
  const auto account = Read(entry);
  if (!account.ok()) {
    outcome.failures.push_back(account.error().message);
    return outcome;
  }
  // The account itself goes last, with all others of the journal: as long as
  // it is there, its user id cannot be given to somebody else.
  if (const auto uid = account->uid) {
    const auto accounts = PasswdDb::Load();
    if (!accounts.ok()) {
      outcome.failures.push_back(accounts.error().message);
      return outcome;
    }
    if (IsSomebodyElses(*uid, *accounts, context.own_users)) {
      outcome.notices.push_back(
          fmt::format("user id {} has been given to somebody else: its files "
                      "and processes are left alone",
                      *uid));
    } else {
      RemoveNumbered(*account, *uid, outcome);
    }
  }
  RemoveTraces(*account, outcome);
  return outcome;
}

}  // namespace iec
