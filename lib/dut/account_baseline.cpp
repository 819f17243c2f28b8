// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/account_baseline.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <vector>

#include "lib/dut/account_copy.h"
#include "lib/dut/account_files.h"
#include "lib/dut/account_turn.h"
#include "lib/dut/journal_users.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/user_traces.h"

namespace iec {
namespace {

using Names = std::set<std::string>;
using IsAccount = std::function<bool(std::string_view)>;

void TakeOut(const std::string& path, const IsAccount& is_account,
             UndoOutcome& outcome) {
  const auto current = ReadFileState(path);
  if (!current.ok()) {
    outcome.failures.push_back(current.error().message);
    return;
  }
  if (!current->exists) return;
  const std::string without =
      WithoutAccounts(current->bytes, IsGroupFile(path), is_account);
  if (without != current->bytes) outcome.Check(ReplaceBytes(path, without));
}

void PutBack(const SavedFile& file, UndoOutcome& outcome) {
  outcome.Check(RestoreFile(file.path, file.state));
  const auto now = ReadFileState(file.path);
  if (now.ok() && now.value() != file.state) {
    outcome.failures.push_back(file.path + " is not as it was before");
  }
}

bool SameText(std::string_view a, std::string_view b) {
  // The shadow tools end the last line where it had no end.
  if (a.ends_with('\n')) a.remove_suffix(1);
  if (b.ends_with('\n')) b.remove_suffix(1);
  return a == b;
}

// A table and its backup; `is_ours` says which users did not come before.
void RestorePair(const SavedFile& table, const SavedFile& backup,
                 const IsAccount& is_ours, UndoOutcome& outcome) {
  const auto current = ReadFileState(table.path);
  if (!current.ok()) {
    outcome.failures.push_back(current.error().message);
    return;
  }
  const bool groups = IsGroupFile(table.path);
  if (!current->exists ||
      SameText(WithoutAccounts(current->bytes, groups, is_ours),
               table.state.bytes)) {
    PutBack(table, outcome);
    PutBack(backup, outcome);
    return;
  }
  // Temporary users of another runner may have gone in between.
  if (!SameText(WithoutTemporaryAccounts(current->bytes, groups),
                WithoutTemporaryAccounts(table.state.bytes, groups))) {
    outcome.notices.push_back(table.path +
                              " was changed by somebody else while tests ran: "
                              "that change is kept");
  }
  TakeOut(table.path, is_ours, outcome);
  TakeOut(backup.path, is_ours, outcome);
}

void RestoreCopy(const AccountCopy& copy, const IsAccount& is_ours,
                 UndoOutcome& outcome) {
  for (size_t i = 0; i + 1 < copy.files.size(); i += 2) {
    RestorePair(copy.files[i], copy.files[i + 1], is_ours, outcome);
  }
  outcome.Check(ShortenLastLogin(copy.last_login));
  if (!copy.new_home_base.empty()) rmdir(copy.new_home_base.c_str());
  // Under the lock nobody is at work on them: they are of tools cut short.
  const auto& old = copy.rubbish;
  for (const std::string& path : AccountRubbish()) {
    if (std::find(old.begin(), old.end(), path) == old.end() &&
        unlink(path.c_str()) != 0 && errno != ENOENT) {
      outcome.Check(ErrnoError("removing", path));
    }
  }
}

// Users of a runner that keeps its journals elsewhere.
bool HasStrangers(const PasswdDb& db, const Names& own, const Names& before,
                  const std::vector<JournalUsers>& others) {
  const auto& users = db.AllUsers();
  return std::any_of(users.begin(), users.end(), [&](const User& user) {
    return IsTemporaryName(user.name) && !own.contains(user.name) &&
           !before.contains(user.name) &&
           std::none_of(others.begin(), others.end(),
                        [&](const JournalUsers& journal) {
                          return journal.names.contains(user.name);
                        });
  });
}

Names TemporaryNamesIn(std::string_view passwd) {
  Names names;
  const PasswdDb db = PasswdDb::Parse(passwd, "", "");
  for (const User& user : db.AllUsers()) {
    if (IsTemporaryName(user.name)) names.insert(user.name);
  }
  return names;
}

}  // namespace

Status EnsureAccountBaseline(const std::string& undo_directory,
                             const std::string& new_home_base) {
  // Looked at before our own lock is among it.
  const auto rubbish = AccountRubbish();
  const auto journals = JournalsWithUsers(undo_directory);
  if (!journals.empty()) {
    // A useradd of a test that was killed may be at work.
    IEC_ASSIGN_OR_RETURN(const auto lock, AccountLock::Take());
    IEC_ASSIGN_OR_RETURN(const auto files, ReadAccountFiles());
    if (AnyInUse(undo_directory, journals, files)) {
      IEC_ASSIGN_OR_RETURN(const auto copy, LoadAccountCopy(undo_directory));
      if (copy) return {};
      return Error{
          "there are temporary users and no copy of the account files from "
          "before: try `iec-runner restore`"};
    }
    return SaveAccountCopy(undo_directory, rubbish, new_home_base);
  }
  return SaveAccountCopy(undo_directory, rubbish, new_home_base);
}

UndoOutcome ReleaseAccounts(const std::string& undo_directory,
                            const std::string& journal,
                            const std::set<std::string>& users) {
  UndoOutcome outcome;
  const auto fail = [&outcome](const Error& error) {
    outcome.failures.push_back(error.message);
    return outcome;
  };
  const auto lock = AccountLock::Take();
  if (!lock.ok()) return fail(lock.error());
  const auto files = ReadAccountFiles();
  if (!files.ok()) return fail(files.error());
  const auto db = PasswdDb::Load();
  if (!db.ok()) return fail(db.error());
  const auto copy = LoadAccountCopy(undo_directory);
  outcome.Check(copy.ok() ? Status() : Status(copy.error()));

  auto others = JournalsWithUsers(undo_directory);
  std::erase_if(others, [&journal](const JournalUsers& other) {
    return other.file == journal;
  });
  if (copy.ok() && *copy && !AnyInUse(undo_directory, others, *files)) {
    const Names before = TemporaryNamesIn((*copy)->files[0].state.bytes);
    if (!HasStrangers(*db, users, before, others)) {
      const auto is_ours = [&before](std::string_view name) {
        return IsTemporaryName(name) && !before.contains(std::string(name));
      };
      RestoreCopy(**copy, is_ours, outcome);
      return outcome;
    }
  }
  if (copy.ok() && !*copy && Holds(*files, users)) {
    outcome.notices.emplace_back(
        "the copy of the account files is gone: the temporary users are taken "
        "out of them, their backups and times are not as before");
  }
  for (const SavedFile& file : *files) {
    const auto is_own = [&users](std::string_view name) {
      return users.contains(std::string(name));
    };
    TakeOut(file.path, is_own, outcome);
  }
  return outcome;
}

void DropAccountBaseline(const std::string& undo_directory) {
  if (!JournalsWithUsers(undo_directory).empty()) return;
  if (RemoveAccountCopy(undo_directory).ok()) {
    AccountTurn::Remove(undo_directory);
  }
}

bool IsOfAccountBaseline(std::string_view file) {
  return file.starts_with("accounts.");
}

}  // namespace iec
