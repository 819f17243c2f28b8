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

}  // namespace

UndoOutcome UndoFileCreated(const UndoEntry& entry, const UndoContext&) {
  return UndoCreated(entry);
}

UndoOutcome UndoDirectoryCreated(const UndoEntry& entry, const UndoContext&) {
  return UndoCreated(entry);
}

UndoOutcome UndoFileChanged(const UndoEntry& entry,
                            const UndoContext& context) {
  UndoOutcome outcome;
  const auto files = LoadFiles(entry, context);
  if (!files.ok()) {
    outcome.failures.push_back(files.error().message);
    return outcome;
  }
  const auto to = entry.data.find("to");
  for (const SavedFile& file : *files) {
    const auto current = ReadFileState(file.path);
    if (current.ok() && current->bytes != file.state.bytes &&
        to != entry.data.end() && Sha256Hex(current->bytes) != to->second) {
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
