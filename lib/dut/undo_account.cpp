// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

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
  uid_t uid = 0;
  std::string home;
  std::string last_login;  // what the file had under the id, raw
};

// Removes a home and kills by user id: refuses whatever cannot be ours.
Result<AccountEntry> Read(const UndoEntry& entry) {
  AccountEntry account;
  IEC_ASSIGN_OR_RETURN(account.name, Need(entry, "name"));
  IEC_ASSIGN_OR_RETURN(account.home, Need(entry, "home"));
  IEC_ASSIGN_OR_RETURN(const std::string uid, Need(entry, "uid"));
  const auto number = ParseInteger(uid);
  if (!IsTemporaryName(account.name) || !number || *number <= 0 ||
      *number >= UINT32_MAX || !account.home.starts_with('/') ||
      !account.home.ends_with("/" + account.name)) {
    return Error{"an undo entry is not of a temporary account: " +
                 Printable(account.name)};
  }
  account.uid = static_cast<uid_t>(*number);
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

// Meanwhile the id may have been given to a real user, whose things are not
// ours to remove.
bool IsSomebodyElses(const AccountEntry& account) {
  const auto db = PasswdDb::Load();
  if (!db.ok()) return true;
  const auto& users = db->AllUsers();
  return std::any_of(users.begin(), users.end(), [&](const User& user) {
    // A test may have given its user another name.
    return user.uid == account.uid && user.name != account.name &&
           !IsTemporaryName(user.name);
  });
}

}  // namespace

UndoOutcome UndoAccount(const UndoEntry& entry, const UndoContext&) {
  UndoOutcome outcome;
  const auto account = Read(entry);
  if (!account.ok()) {
    outcome.failures.push_back(account.error().message);
    return outcome;
  }
  // The account itself goes last, with all others of the journal: as long as
  // it is there, its user id cannot be given to somebody else.
  if (IsSomebodyElses(*account)) {
    outcome.notices.push_back(
        fmt::format("user id {} has been given to somebody else: its files "
                    "and processes are left alone",
                    account->uid));
  } else {
    outcome.Check(EndSessionsOf(account->name, account->uid));
    outcome.Check(RemoveSharedFilesOf(account->uid));
    RemovePaths(PathsNumberedAfter(account->uid), outcome);
    outcome.Check(RemoveIpcOf(account->uid));
    outcome.Check(RestoreLastLogin(account->uid, account->last_login));
  }
  RemoveTraces(*account, outcome);
  return outcome;
}

}  // namespace iec
