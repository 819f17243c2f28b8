// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

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
  std::string new_home_base;  // empty: it was there before
  std::vector<std::string> old_rubbish;
  LastLogin last_login;
};

std::string ValueOr(const UndoEntry& entry, const std::string& key,
                    const std::string& fallback) {
  const auto found = entry.data.find(key);
  return found == entry.data.end() ? fallback : found->second;
}

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
  account.new_home_base = ValueOr(entry, "new_home_base", "");
  account.old_rubbish = Split(ValueOr(entry, "rubbish", ""), '\n');
  const auto size = ParseInteger(ValueOr(entry, "lastlog_size", ""));
  account.last_login = {size.has_value(), size.value_or(0),
                        ValueOr(entry, "lastlog_record", "")};
  return account;
}

bool SameText(std::string_view a, std::string_view b) {
  // The shadow tools end the last line where it had no end.
  if (a.ends_with('\n')) a.remove_suffix(1);
  if (b.ends_with('\n')) b.remove_suffix(1);
  return a == b;
}

class Tables {
 public:
  Tables(const AccountEntry& account, UndoOutcome& outcome)
      : account_(account), outcome_(outcome) {}

  void Restore(const SavedFile& table, const SavedFile& backup) {
    const auto current = ReadFileState(table.path);
    if (!current.ok()) {
      outcome_.failures.push_back(current.error().message);
      return;
    }
    const bool groups = IsGroupFile(table.path);
    const std::string without =
        WithoutAccount(current->bytes, account_.name, groups);
    if (!current->exists || SameText(without, table.state.bytes)) {
      PutBack(table);
      PutBack(backup);
      return;
    }
    // Other temporary accounts of the test come and go in between.
    if (!SameText(WithoutTemporaryAccounts(without, groups),
                  WithoutTemporaryAccounts(table.state.bytes, groups))) {
      outcome_.notices.push_back(table.path +
                                 " was changed by somebody else during the "
                                 "test: that change is kept");
    }
    TakeOut(table.path, groups);
    TakeOut(backup.path, groups);
  }

 private:
  void PutBack(const SavedFile& file) {
    outcome_.Check(RestoreFile(file.path, file.state));
    const auto now = ReadFileState(file.path);
    if (now.ok() && now.value() != file.state) {
      outcome_.failures.push_back(file.path + " is not as it was before");
    }
  }

  void TakeOut(const std::string& path, bool groups) {
    const auto current = ReadFileState(path);
    if (!current.ok() || !current->exists) return;
    const std::string without =
        WithoutAccount(current->bytes, account_.name, groups);
    if (without == current->bytes) return;
    outcome_.Check(ReplaceBytes(path, without));
  }

  const AccountEntry& account_;
  UndoOutcome& outcome_;
};

void RemovePaths(const std::vector<std::string>& paths, UndoOutcome& outcome) {
  for (const std::string& path : paths) outcome.Check(RemoveTreeSafely(path));
}

void RemoveTraces(const AccountEntry& account, UndoOutcome& outcome) {
  outcome.Check(RemoveTreeSafely(account.home));
  if (!account.new_home_base.empty()) rmdir(account.new_home_base.c_str());
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
    return user.uid == account.uid && user.name != account.name;
  });
}

void RestoreTables(const AccountEntry& account,
                   const std::vector<SavedFile>& files, UndoOutcome& outcome) {
  const auto lock = AccountLock::Take();
  if (!lock.ok()) {
    outcome.failures.push_back(lock.error().message);
    return;
  }
  Tables tables(account, outcome);
  // In pairs, as EntryFor() of account.cpp saves them.
  for (size_t i = 0; i + 1 < files.size(); i += 2) {
    tables.Restore(files[i], files[i + 1]);
  }
  // Under the lock nobody is at work on them: they are of tools cut short.
  for (const std::string& path : AccountRubbish()) {
    const bool old =
        std::find(account.old_rubbish.begin(), account.old_rubbish.end(),
                  path) != account.old_rubbish.end();
    if (!old && unlink(path.c_str()) != 0 && errno != ENOENT) {
      outcome.Check(ErrnoError("removing", path));
    }
  }
}

}  // namespace

UndoOutcome UndoAccount(const UndoEntry& entry, const UndoContext& context) {
  UndoOutcome outcome;
  const auto account = Read(entry);
  const auto files = LoadFiles(entry, context);
  if (!account.ok() || !files.ok()) {
    outcome.failures.push_back(account.ok() ? files.error().message
                                            : account.error().message);
    return outcome;
  }
  // The account itself goes last: as long as it is there, its user id cannot
  // be given to somebody else.
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
  RestoreTables(*account, *files, outcome);
  return outcome;
}

}  // namespace iec
