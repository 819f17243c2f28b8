// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/undo_handlers.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

enum class Found { kNothing, kOurs, kOther };

// An entry without an inode is for a random name, which only we have.
Found LookFor(const UndoEntry& entry, const std::string& path) {
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) return Found::kNothing;
  const auto inode = entry.data.find("inode");
  if (inode == entry.data.end()) return Found::kOurs;
  if (inode->second != fmt::format("{}", info.st_ino)) return Found::kOther;
  // Device numbers may be others after a reboot.
  const auto boot = entry.data.find("boot");
  const auto device = entry.data.find("device");
  const bool same_boot = boot != entry.data.end() && boot->second == BootId();
  if (same_boot && device != entry.data.end() &&
      device->second != fmt::format("{}", info.st_dev)) {
    return Found::kOther;
  }
  return Found::kOurs;
}

UndoOutcome UndoCreated(const UndoEntry& entry) {
  UndoOutcome outcome;
  const auto path = Need(entry, "path");
  if (!path.ok()) {
    outcome.failures.push_back(path.error().message);
    return outcome;
  }
  switch (LookFor(entry, *path)) {
    case Found::kNothing:
      break;
    case Found::kOurs:
      outcome.Check(RemoveTreeSafely(*path));
      break;
    case Found::kOther:
      outcome.notices.push_back(*path +
                                " was replaced by somebody else during the "
                                "test: left as it is now");
  }
  return outcome;
}

// Only where each change of the file says what it was changed to, a
// stranger's bytes can be told from those of the device's own programs.
bool IsForeign(const FileState& current, const std::string& path,
               const UndoEntry& entry, const UndoContext& context) {
  const auto own = context.own_bytes.find(path);
  return entry.data.contains("to") && own != context.own_bytes.end() &&
         !own->second.contains(Sha256Hex(current.bytes));
}

}  // namespace

UndoOutcome UndoFileCreated(const UndoEntry& entry, const UndoContext&) {
  return UndoCreated(entry);
}

UndoOutcome UndoDirectoryCreated(const UndoEntry& entry, const UndoContext&) {
  return UndoCreated(entry);
}

void LearnOwnBytes(const UndoEntry& entry, UndoContext& context) {
  // ChangeFile() puts one file into each entry.
  const auto path = entry.data.find("file0.path");
  if (entry.kind != "file_changed" || path == entry.data.end()) return;
  for (const char* key : {"to", "file0.sha256"}) {
    const auto digest = entry.data.find(key);
    if (digest != entry.data.end()) {
      context.own_bytes[path->second].insert(digest->second);
    }
  }
}

UndoOutcome UndoFileChanged(const UndoEntry& entry,
                            const UndoContext& context) {
  UndoOutcome outcome;
  const auto files = LoadFiles(entry, context);
  if (!files.ok()) {
    outcome.failures.push_back(files.error().message);
    return outcome;
  }
  for (const SavedFile& file : *files) {
    const auto current = ReadFileState(file.path);
    if (current.ok() && IsForeign(*current, file.path, entry, context)) {
      outcome.notices.push_back(file.path +
                                " was changed by somebody else during the "
                                "test: that change is lost");
    }
    outcome.Check(RestoreFile(file.path, file.state));
    const auto after = ReadFileState(file.path);
    if (outcome.failures.empty() &&
        (!after.ok() || after.value() != file.state)) {
      outcome.failures.push_back(file.path + " is not as it was before");
    }
  }
  return outcome;
}

UndoOutcome UndoProcess(const UndoEntry& entry, const UndoContext&) {
  UndoOutcome outcome;
  const auto pid = Need(entry, "pid");
  const auto started = Need(entry, "started");
  const auto boot = Need(entry, "boot");
  if (!pid.ok() || !started.ok() || !boot.ok()) {
    outcome.failures.push_back("an undo entry of kind process is incomplete");
    return outcome;
  }
  if (*boot != BootId()) return outcome;
  const auto number = ParseInteger(*pid);
  const auto time = ParseInteger(*started);
  outcome.Check(EndProcesses(
      [&](pid_t candidate) {
        return candidate == number && StartTimeOf(candidate) == time;
      },
      std::chrono::milliseconds(0)));
  return outcome;
}

}  // namespace iec
