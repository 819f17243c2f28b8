// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/journal_users.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/paths.h"

namespace iec {
namespace {

using Names = std::set<std::string>;

// By the test that writes it, or by an undo of it.
bool IsLocked(const std::string& path) {
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  return file && flock(file.get(), LOCK_EX | LOCK_NB) != 0;
}

// A journal whose users have been taken out and that stays for another reason
// must not keep the files from being put back.
bool IsInUse(const std::string& directory, const JournalUsers& journal,
             const std::vector<SavedFile>& files) {
  return IsLocked(directory + "/" + journal.file) ||
         Holds(files, journal.names);
}

}  // namespace

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

std::vector<JournalUsers> JournalsWithUsers(const std::string& directory) {
  std::vector<JournalUsers> journals;
  for (const std::string& file : FilesIn(directory)) {
    if (!file.ends_with(".journal")) continue;
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

bool Holds(const std::vector<SavedFile>& files, const Names& names) {
  return std::any_of(files.begin(), files.end(), [&](const SavedFile& file) {
    return std::any_of(
        names.begin(), names.end(), [&file](const std::string& name) {
          return file.state.bytes.find(name) != std::string::npos;
        });
  });
}

bool AnyInUse(const std::string& directory,
              const std::vector<JournalUsers>& journals,
              const std::vector<SavedFile>& files) {
  return std::any_of(journals.begin(), journals.end(),
                     [&](const JournalUsers& journal) {
                       return IsInUse(directory, journal, files);
                     });
}

std::set<uid_t> ReservedUids(const std::string& directory) {
  std::set<uid_t> uids;
  for (const JournalUsers& journal : JournalsWithUsers(directory)) {
    uids.insert(journal.uids.begin(), journal.uids.end());
  }
  return uids;
}

}  // namespace iec
