// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/account_baseline.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <functional>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/paths.h"
#include "lib/dut/user_traces.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using Names = std::set<std::string>;

constexpr char kRun[] = "accounts";
constexpr char kTest[] = "baseline";
constexpr std::string_view kKind = "account_files";
// Some users are added in one turn, each in about a second where the device
// is emulated.
constexpr std::chrono::seconds kTurnLimit{60};
constexpr std::chrono::milliseconds kPollInterval{20};

std::string TurnPath(const std::string& directory) {
  return directory + "/accounts.turn";
}

std::string BaselinePath(const std::string& directory) {
  return UndoJournal::PathFor(directory, kRun, kTest);
}

bool SameFile(int fd, const std::string& path) {
  struct stat held {};
  struct stat named {};
  return fstat(fd, &held) == 0 && lstat(path.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

std::string ValueOf(const UndoEntry& entry, const std::string& key) {
  const auto found = entry.data.find(key);
  return found == entry.data.end() ? "" : found->second;
}

Result<std::vector<SavedFile>> ReadAccountFiles() {
  std::vector<SavedFile> files;
  for (const AccountFile& file : AccountFiles()) {
    for (const std::string& path : {file.path, file.backup}) {
      IEC_ASSIGN_OR_RETURN(FileState state, ReadFileState(path));
      files.push_back({path, std::move(state)});
    }
  }
  return files;
}

// The users of one journal.
struct JournalUsers {
  std::string file;
  Names names;
  std::set<uid_t> uids;
};

std::vector<JournalUsers> JournalsWithUsers(const std::string& directory) {
  std::vector<JournalUsers> journals;
  for (const std::string& file : FilesIn(directory)) {
    if (!file.ends_with(".journal") || IsOfAccountBaseline(file)) continue;
    const auto text = ReadFile(directory + "/" + file);
    if (!text.ok()) continue;  // its undo has just ended
    JournalUsers journal;
    journal.file = file;
    for (const UndoEntry& entry : DecodeUndoJournal(*text).entries) {
      if (entry.kind != kTemporaryUserKind) continue;
      journal.names.insert(ValueOf(entry, "name"));
      if (const auto uid = ParseInteger(ValueOf(entry, "uid"))) {
        journal.uids.insert(static_cast<uid_t>(*uid));
      }
    }
    if (!journal.names.empty()) journals.push_back(std::move(journal));
  }
  return journals;
}

// By the test that writes it, or by an undo of it.
bool IsLocked(const std::string& path) {
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  return file && flock(file.get(), LOCK_EX | LOCK_NB) != 0;
}

bool Holds(const std::vector<SavedFile>& files, const Names& names) {
  return std::any_of(files.begin(), files.end(), [&](const SavedFile& file) {
    return std::any_of(
        names.begin(), names.end(), [&file](const std::string& name) {
          return file.state.bytes.find(name) != std::string::npos;
        });
  });
}

// A journal whose users have been taken out and that stays for another reason
// must not keep the files from being put back.
bool IsInUse(const std::string& directory, const JournalUsers& journal,
             const std::vector<SavedFile>& files) {
  return IsLocked(directory + "/" + journal.file) ||
         Holds(files, journal.names);
}

bool AnyInUse(const std::string& directory,
              const std::vector<JournalUsers>& journals,
              const std::vector<SavedFile>& files) {
  return std::any_of(journals.begin(), journals.end(),
                     [&](const JournalUsers& journal) {
                       return IsInUse(directory, journal, files);
                     });
}

// The journal first, as with every journal: the copies alone are rubbish.
Status RemoveBaseline(const std::string& directory) {
  const std::string path = BaselinePath(directory);
  if (unlink(path.c_str()) != 0 && errno != ENOENT) {
    return ErrnoError("removing", path);
  }
  const std::string prefix = RunMarkerFor(kRun, kTest) + ".saved-";
  for (const std::string& file : FilesIn(directory)) {
    if (!file.starts_with(prefix)) continue;
    const std::string copy = directory + "/" + file;
    if (unlink(copy.c_str()) != 0) return ErrnoError("removing", copy);
  }
  return {};
}

struct Baseline {
  std::vector<SavedFile> files;  // in pairs: a table, its backup
  std::vector<std::string> rubbish;
  std::string new_home_base;
  LastLogin last_login;
};

// Nothing where none was ever complete.
Result<std::optional<Baseline>> LoadBaseline(const std::string& directory) {
  const std::string path = BaselinePath(directory);
  if (!Exists(path)) return std::optional<Baseline>();
  IEC_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  const UndoLines lines = DecodeUndoJournal(text);
  if (!lines.corrupt.empty()) {
    return Error{path + ", " + lines.corrupt[0] +
                 ": put the account files in order by hand, then remove it"};
  }
  for (const UndoEntry& entry : lines.entries) {
    if (entry.kind != kKind) continue;
    Baseline baseline;
    const UndoContext context{
        fmt::format("{}/{}.", directory, RunMarkerFor(kRun, kTest))};
    IEC_ASSIGN_OR_RETURN(baseline.files, LoadFiles(entry, context));
    baseline.rubbish = Split(ValueOf(entry, "rubbish"), '\n');
    baseline.new_home_base = ValueOf(entry, "new_home_base");
    const auto size = ParseInteger(ValueOf(entry, "lastlog_size"));
    baseline.last_login = {size.has_value(), size.value_or(0), ""};
    return std::optional<Baseline>(std::move(baseline));
  }
  return std::optional<Baseline>();
}

Status SaveBaseline(const std::string& directory,
                    const std::vector<std::string>& rubbish,
                    const std::string& new_home_base) {
  IEC_RETURN_IF_ERROR(RemoveBaseline(directory));
  IEC_ASSIGN_OR_RETURN(const auto files, ReadAccountFiles());
  UndoEntry entry{
      std::string(kKind),
      {{"rubbish", Join(rubbish, "\n")}, {"new_home_base", new_home_base}}};
  const LastLogin last = ReadLastLogin(0);
  if (last.file_exists) {
    entry.data["lastlog_size"] = fmt::format("{}", last.file_size);
  }
  UndoJournal journal(directory, kRun, kTest);
  IEC_RETURN_IF_ERROR(SaveFiles(journal, files, entry));
  return journal.Record(entry);
}

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

void RestoreBaseline(const Baseline& baseline, const IsAccount& is_ours,
                     UndoOutcome& outcome) {
  for (size_t i = 0; i + 1 < baseline.files.size(); i += 2) {
    RestorePair(baseline.files[i], baseline.files[i + 1], is_ours, outcome);
  }
  outcome.Check(ShortenLastLogin(baseline.last_login));
  if (!baseline.new_home_base.empty()) rmdir(baseline.new_home_base.c_str());
  // Under the lock nobody is at work on them: they are of tools cut short.
  const auto& old = baseline.rubbish;
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

Result<AccountTurn> AccountTurn::Take(const std::string& undo_directory) {
  IEC_RETURN_IF_ERROR(EnsurePrivateDirectory(undo_directory));
  const std::string path = TurnPath(undo_directory);
  const auto deadline = Clock::now() + kTurnLimit;
  for (;;) {
    UniqueFd file(
        open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return ErrnoError("opening", path);
    const bool locked = flock(file.get(), LOCK_EX | LOCK_NB) == 0;
    // The last one removes it: then what is locked is nobody's turn any more.
    if (locked && SameFile(file.get(), path)) {
      return AccountTurn(std::move(file));
    }
    if (Clock::now() >= deadline) return Error{path + " stays locked"};
    if (!locked) std::this_thread::sleep_for(kPollInterval);
  }
}

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
      IEC_ASSIGN_OR_RETURN(const auto baseline, LoadBaseline(undo_directory));
      if (baseline) return {};
      return Error{
          "there are temporary users and no copy of the account files from "
          "before: try `iec-runner restore`"};
    }
    return SaveBaseline(undo_directory, rubbish, new_home_base);
  }
  return SaveBaseline(undo_directory, rubbish, new_home_base);
}

std::set<uid_t> ReservedUids(const std::string& undo_directory) {
  std::set<uid_t> uids;
  for (const JournalUsers& journal : JournalsWithUsers(undo_directory)) {
    uids.insert(journal.uids.begin(), journal.uids.end());
  }
  return uids;
}

std::set<std::string> TemporaryUsersOf(const UndoLines& lines) {
  Names names;
  for (const UndoEntry& entry : lines.entries) {
    const std::string name = ValueOf(entry, "name");
    if (entry.kind == kTemporaryUserKind && IsTemporaryName(name)) {
      names.insert(name);
    }
  }
  return names;
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
  const auto baseline = LoadBaseline(undo_directory);
  outcome.Check(baseline.ok() ? Status() : Status(baseline.error()));

  auto others = JournalsWithUsers(undo_directory);
  std::erase_if(others, [&journal](const JournalUsers& other) {
    return other.file == journal;
  });
  if (baseline.ok() && *baseline && !AnyInUse(undo_directory, others, *files)) {
    const Names before = TemporaryNamesIn((*baseline)->files[0].state.bytes);
    if (!HasStrangers(*db, users, before, others)) {
      const auto is_ours = [&before](std::string_view name) {
        return IsTemporaryName(name) && !before.contains(std::string(name));
      };
      RestoreBaseline(**baseline, is_ours, outcome);
      return outcome;
    }
  }
  if (baseline.ok() && !*baseline && Holds(*files, users)) {
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
  if (RemoveBaseline(undo_directory).ok()) {
    unlink(TurnPath(undo_directory).c_str());
  }
}

bool IsOfAccountBaseline(std::string_view file) {
  return file.starts_with("accounts.");
}

}  // namespace iec
