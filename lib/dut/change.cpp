// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/change.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/undo_handlers.h"

namespace iec {
namespace {

// Nobody else's: the undo may remove it without a look.
std::string OwnNameFor(const std::string& path) {
  return path + ".iec-" +
         RandomFrom("abcdefghijklmnopqrstuvwxyz0123456789", 16);
}

// Gives what was made as `own` its true name, after recording by what the
// undo will know it.
Status MoveIntoPlace(UndoJournal& journal, const std::string& kind,
                     const std::string& own, const std::string& path) {
  struct stat info {};
  if (lstat(own.c_str(), &info) != 0) return ErrnoError("looking at", own);
  IEC_RETURN_IF_ERROR(
      journal.Record({kind,
                      {{"path", path},
                       {"device", fmt::format("{}", info.st_dev)},
                       {"inode", fmt::format("{}", info.st_ino)},
                       {"boot", BootId()}}}));
  if (renameat2(AT_FDCWD, own.c_str(), AT_FDCWD, path.c_str(),
                RENAME_NOREPLACE) != 0) {
    return ErrnoError("creating", path);
  }
  return SyncDirectory(DirectoryOf(path));
}

}  // namespace

Status MakeFile(UndoJournal& journal, const std::string& path,
                std::string_view bytes, mode_t mode) {
  const std::string own = OwnNameFor(path);
  IEC_RETURN_IF_ERROR(journal.Record({"file_created", {{"path", own}}}));
  IEC_RETURN_IF_ERROR(CreateFile(own, bytes, mode));
  return MoveIntoPlace(journal, "file_created", own, path);
}

Status MakeDirectory(UndoJournal& journal, const std::string& path) {
  const std::string own = OwnNameFor(path);
  IEC_RETURN_IF_ERROR(journal.Record({"directory_created", {{"path", own}}}));
  if (mkdir(own.c_str(), 0700) != 0) return ErrnoError("creating", own);
  return MoveIntoPlace(journal, "directory_created", own, path);
}

Status KeepFile(UndoJournal& journal, const std::string& path) {
  IEC_ASSIGN_OR_RETURN(FileState state, ReadFileState(path));
  UndoEntry entry{"file_changed", {}};
  IEC_RETURN_IF_ERROR(SaveFiles(journal, {{path, std::move(state)}}, entry));
  return journal.Record(entry);
}

Status ChangeFile(UndoJournal& journal, const std::string& path,
                  std::string_view bytes) {
  IEC_ASSIGN_OR_RETURN(FileState state, ReadFileState(path));
  if (!state.exists) return Error{path + " is not there"};
  UndoEntry entry{"file_changed", {{"to", Sha256Hex(bytes)}}};
  IEC_RETURN_IF_ERROR(SaveFiles(journal, {{path, std::move(state)}}, entry));
  IEC_RETURN_IF_ERROR(journal.Record(entry));
  return ReplaceBytes(path, bytes);
}

Status WatchProcess(UndoJournal& journal, pid_t pid) {
  const auto started = StartTimeOf(pid);
  if (!started) return {};  // it has ended already
  return journal.Record({"process",
                         {{"pid", fmt::format("{}", pid)},
                          {"started", fmt::format("{}", *started)},
                          {"boot", BootId()}}});
}

}  // namespace iec
