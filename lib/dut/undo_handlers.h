// SPDX-License-Identifier: Apache-2.0
// How each kind of change is undone. A handler may have been cut short
// before and is called again: it looks at what is there and goes on from it.
#ifndef IEC_LIB_DUT_UNDO_HANDLERS_H_
#define IEC_LIB_DUT_UNDO_HANDLERS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/file_state.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/undo.h"

namespace iec {

struct UndoContext {
  std::string saved_prefix;  // + name = path of what UndoJournal::Save kept
  // For each changed file the digests (SHA-256) of the bytes that it had
  // before and after each change. Whatever else it holds came from outside;
  // an undo that was cut short leaves any of these.
  std::map<std::string, std::set<std::string>> own_bytes = {};
  // The names of all temporary users of the journal.
  std::set<std::string> own_users = {};
};

// Adds what this entry says of a changed file.
void LearnOwnBytes(const UndoEntry& entry, UndoContext& context);

struct UndoOutcome {
  std::vector<std::string> failures;  // to be tried again
  // Needs a person, but another attempt would find nothing to do.
  std::vector<std::string> notices;

  void Check(const Status& status) {
    if (!status.ok()) failures.push_back(status.error().message);
  }
};

using UndoHandler = UndoOutcome (*)(const UndoEntry&, const UndoContext&);

// What a temporary user left: see account.h. The account itself is taken out
// with all of the journal: see account_baseline.h.
UndoOutcome UndoAccount(const UndoEntry& entry, const UndoContext& context);
// Whether the id has meanwhile been given to a user that is not the journal's
// own, whose things are not ours to remove. Of its own, one may have been given
// another name, or the id of one that is gone.
bool IsSomebodyElses(uid_t uid, const PasswdDb& accounts,
                     const std::set<std::string>& own_users);
// A new file or directory, a changed file, a process: see change.h.
UndoOutcome UndoFileCreated(const UndoEntry& entry, const UndoContext& context);
UndoOutcome UndoFileChanged(const UndoEntry& entry, const UndoContext& context);
UndoOutcome UndoDirectoryCreated(const UndoEntry& entry,
                                 const UndoContext& context);
UndoOutcome UndoProcess(const UndoEntry& entry, const UndoContext& context);
// Room taken beside the audit trail, which may have been rotated for it: see
// kept_trail.h. An address may be shut out: see bans.h. The clock may have
// been led astray: see clock_guard.h. The daemon of the trail
// was ended: see audit_daemon.h.
UndoOutcome UndoAuditTrailKept(const UndoEntry& entry,
                               const UndoContext& context);
UndoOutcome UndoClock(const UndoEntry& entry, const UndoContext& context);
UndoOutcome UndoBan(const UndoEntry& entry, const UndoContext& context);
UndoOutcome UndoDaemonEnded(const UndoEntry& entry, const UndoContext& context);

// Null for a kind that this version does not know.
UndoHandler FindUndoHandler(std::string_view kind);

// The value of `key`; an Error that names it where the entry has none.
Result<std::string> Need(const UndoEntry& entry, const std::string& key);
// The same, empty where the entry has none.
std::string ValueOf(const UndoEntry& entry, const std::string& key);

struct SavedFile {
  std::string path;
  FileState state;
};

// Puts the files into the entry: their bytes into one saved copy, the rest
// into its data.
Status SaveFiles(UndoJournal& journal, const std::vector<SavedFile>& files,
                 UndoEntry& entry);

// What SaveFiles() put there; a copy with another digest is an Error.
Result<std::vector<SavedFile>> LoadFiles(const UndoEntry& entry,
                                         const UndoContext& context);

}  // namespace iec

#endif  // IEC_LIB_DUT_UNDO_HANDLERS_H_
