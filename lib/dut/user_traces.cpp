// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/user_traces.h"

#include <fmt/format.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/failed_logins.h"
#include "lib/dut/own_key.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

// Where everybody may write on a usual device, and the jobs of at(1).
constexpr std::array<const char*, 8> kSharedDirectories = {
    "/tmp",      "/var/tmp",    "/dev/shm",   "/dev/mqueue",
    "/run/lock", "/run/screen", "/var/crash", "/var/spool/cron/atjobs"};

constexpr std::array<std::string_view, 11> kNamedDirectories = {
    "/var/mail",
    "/var/spool/mail",
    "/var/run/faillock",
    "/var/spool/cron/crontabs",
    "/var/spool/cron",
    "/var/lib/systemd/linger",
    "/run/sudo/ts",
    "/var/lib/sudo/ts",
    "/var/lib/sudo/lectured",
    "/var/lib/AccountsService/users",
    "/var/lib/AccountsService/icons"};

// Shows `owned` each object of the user id, not what is below it.
void ForEachSharedFile(uid_t uid,
                       const std::function<void(const WalkObject&)>& owned) {
  for (const char* directory : kSharedDirectories) {
    static_cast<void>(Walk(directory, [&](const WalkObject& object) {
                        if (object.info.st_uid == uid) {
                          owned(object);
                          return WalkStep::kPass;
                        }
                        // Into a directory that others may not enter, no
                        // other user can have written.
                        const bool open = (object.info.st_mode & 0011) != 0;
                        return open && object.info.st_dev ==
                                           object.directory_device
                                   ? WalkStep::kDescend
                                   : WalkStep::kPass;
                      }).ok());
  }
}

std::vector<std::string> Words(std::string_view line) {
  std::vector<std::string> words = Split(line, ' ');
  std::erase_if(words, [](const std::string& word) { return word.empty(); });
  return words;
}

// The ids in a table like /proc/sysvipc/shm that the user owns.
std::vector<int> IpcIdsOf(uid_t uid, const std::string& table,
                          std::string_view id_column) {
  std::vector<int> ids;
  const auto text = ReadFile("/proc/sysvipc/" + table);
  if (!text.ok()) return ids;
  const auto lines = Split(*text, '\n');
  const auto header = Words(lines[0]);
  const auto column = [&header](std::string_view name) {
    return static_cast<size_t>(std::find(header.begin(), header.end(), name) -
                               header.begin());
  };
  const size_t id_at = column(id_column);
  const size_t uid_at = column("uid");
  for (size_t i = 1; i < lines.size(); ++i) {
    const auto words = Words(lines[i]);
    if (std::max(id_at, uid_at) >= words.size()) continue;
    if (ParseInteger(words[uid_at]) != static_cast<int64_t>(uid)) continue;
    if (const auto id = ParseInteger(words[id_at])) {
      ids.push_back(static_cast<int>(*id));
    }
  }
  return ids;
}

}  // namespace

std::vector<std::string> PathsNamedAfter(const std::string& name) {
  std::vector<std::string> paths;
  for (const std::string_view directory : kNamedDirectories) {
    paths.push_back(fmt::format("{}/{}", directory, name));
  }
  for (std::string& record : FailedLoginRecords(name)) {
    paths.push_back(std::move(record));
  }
  for (std::string& keys : KeptKeysOf(name)) paths.push_back(std::move(keys));
  return paths;
}

std::vector<std::string> PathsNumberedAfter(uid_t uid) {
  // Where newer versions of sudo keep what the user has done.
  return {fmt::format("/run/sudo/ts/{}", uid),
          fmt::format("/var/lib/sudo/lectured/{}", uid)};
}

bool OwnsSharedFiles(uid_t uid) {
  bool any = false;
  ForEachSharedFile(uid, [&any](const WalkObject&) { any = true; });
  return any;
}

Status RemoveSharedFilesOf(uid_t uid) {
  Status first;
  ForEachSharedFile(uid, [&first](const WalkObject& object) {
    auto status = RemoveTreeAt(object.directory_fd, object.name);
    if (!status.ok() && first.ok()) {
      first = status.error().Within(Printable(object.path));
    }
  });
  return first;
}

Status RemoveIpcOf(uid_t uid) {
  bool removed = true;
  for (const int id : IpcIdsOf(uid, "shm", "shmid")) {
    removed = shmctl(id, IPC_RMID, nullptr) == 0 && removed;
  }
  for (const int id : IpcIdsOf(uid, "sem", "semid")) {
    removed = semctl(id, 0, IPC_RMID) == 0 && removed;
  }
  for (const int id : IpcIdsOf(uid, "msg", "msqid")) {
    removed = msgctl(id, IPC_RMID, nullptr) == 0 && removed;
  }
  if (!removed) {
    return ErrnoError(
        fmt::format("removing System V objects of user id {}", uid));
  }
  return {};
}

}  // namespace iec
