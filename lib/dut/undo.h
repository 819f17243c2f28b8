// SPDX-License-Identifier: Apache-2.0
// The undo journal: each change of the device is written to it and synced
// before the change is made, so that it can be undone after whatever end the
// test or the device came to.
//
// One file for each run and test, RUN.TEST.journal, of lines of a CRC-32 and
// a JSON object. What is too big for a line (copies of files) lies beside it
// as RUN.TEST.saved-N. The account files are kept once for all tests that run
// (account_baseline.h). All of it is readable by its owner only: the copies
// hold password hashes.
#ifndef IEC_LIB_DUT_UNDO_H_
#define IEC_LIB_DUT_UNDO_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/result.h"

namespace iec {

// How to undo one change. The kinds are listed in undo_handlers.h.
struct UndoEntry {
  std::string kind;
  std::map<std::string, std::string> data;
};

// The side of the test that makes the changes. Not for several threads.
class UndoJournal {
 public:
  // Nothing is written before the first Record(): a test that changes nothing
  // leaves no file. `run` and `test` are of [A-Za-z0-9_-]; with other names
  // every Record() is an Error.
  UndoJournal(const std::string& directory, const std::string& run,
              const std::string& test);
  static std::string PathFor(const std::string& directory,
                             const std::string& run, const std::string& test);

  // When it returns, the entry survives a power cut. After an Error the
  // change must not be made.
  Status Record(const UndoEntry& entry);

  // Keeps `bytes` on disk for an entry; returns the name to refer to it by.
  Result<std::string> Save(std::string_view bytes);

  const std::string& path() const { return path_; }
  std::string directory() const;

 private:
  Status CheckName() const;
  Status Create();
  Status Append(const UndoEntry& entry);

  std::string path_;
  std::string header_;
  UniqueFd file_;  // locked as long as the test's process lives
  int saved_ = 0;
};

struct UndoReport {
  int undone = 0;
  // What could not be undone, or was changed by somebody else meanwhile.
  std::vector<std::string> failures;
};

// Undoes one journal, newest entry first, and removes it. First waits for the
// processes that its test started and ends those that go on. May be cut short
// and repeated at any point. Where an undo failed, the journal stays for the
// next attempt.
UndoReport Replay(const std::string& journal_file);

// Every journal of the directory whose run is dead, newest run first.
UndoReport ReplayAll(const std::string& directory);

// Held by the runner from before its first test to its end; the kernel lets
// go of it however the runner ends. Inherited by forks.
class RunLock {
 public:
  static Result<RunLock> Take(const std::string& directory,
                              const std::string& run);
  RunLock(RunLock&&) = default;
  RunLock& operator=(RunLock&&) = delete;
  ~RunLock();

 private:
  RunLock(std::string path, UniqueFd file);

  std::string path_;
  UniqueFd file_;
  int owner_ = 0;  // the process that took it; a fork must not remove it
};

// What SetRunMarker() is given for the processes of a test: "RUN.TEST".
std::string RunMarkerFor(const std::string& run, const std::string& test);

}  // namespace iec

#endif  // IEC_LIB_DUT_UNDO_H_
