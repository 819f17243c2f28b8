// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <lastlog.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utmp.h>
#include <utmpx.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <vector>

#include "lib/base/file.h"
#include "lib/dut/user_traces.h"

namespace iec {
namespace {

constexpr off_t kRecordSize = sizeof(struct lastlog);

bool OnlyZeros(int fd, off_t from, off_t to) {
  std::array<char, 65536> buffer{};
  while (from < to) {
    const auto want = static_cast<size_t>(
        std::min<off_t>(to - from, static_cast<off_t>(buffer.size())));
    const ssize_t got = pread(fd, buffer.data(), want, from);
    if (got <= 0) return false;
    if (std::any_of(buffer.begin(), buffer.begin() + got,
                    [](char c) { return c != 0; })) {
      return false;
    }
    from += got;
  }
  return true;
}

}  // namespace

void CloseLoginRecordsOf(const std::string& name) {
  std::vector<utmpx> ended;
  setutxent();
  while (const utmpx* entry = getutxent()) {
    const size_t length = strnlen(entry->ut_user, sizeof entry->ut_user);
    const bool gone = kill(entry->ut_pid, 0) != 0 && errno == ESRCH;
    const bool is_session = entry->ut_type == USER_PROCESS &&
                            std::string_view(entry->ut_user, length) == name;
    const bool is_our_getty =
        entry->ut_type == LOGIN_PROCESS &&
        std::strncmp(entry->ut_line, "pts/", sizeof "pts/" - 1) == 0;
    if (gone && (is_session || is_our_getty)) {
      ended.push_back(*entry);
    }
  }
  for (utmpx& entry : ended) {
    // As init does it: the line and the process stay to be found by.
    entry.ut_type = DEAD_PROCESS;
    std::memset(entry.ut_user, 0, sizeof entry.ut_user);
    std::memset(entry.ut_host, 0, sizeof entry.ut_host);
    setutxent();
    pututxline(&entry);
  }
  endutxent();
}

void CloseLoginRecordOn(const std::string& terminal) {
  constexpr std::string_view kDevices = "/dev/";
  static std::mutex mutex;  // these functions share one position in the file
  const std::lock_guard<std::mutex> lock(mutex);
  if (!terminal.starts_with(kDevices)) return;
  const std::string line = terminal.substr(kDevices.size());
  if (logout(line.c_str()) != 0) logwtmp(line.c_str(), "", "");
}

LastLogin ReadLastLogin(uid_t uid, const std::string& path) {
  LastLogin found;
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  struct stat info {};
  if (!fd || fstat(fd.get(), &info) != 0) return found;
  found.file_exists = true;
  found.file_size = info.st_size;
  found.record.resize(kRecordSize);
  if (pread(fd.get(), found.record.data(), found.record.size(),
            static_cast<off_t>(uid) * kRecordSize) != kRecordSize) {
    found.record.clear();
  }
  return found;
}

Status RestoreLastLogin(uid_t uid, const std::string& record,
                        const std::string& path) {
  const LastLogin now = ReadLastLogin(uid, path);
  const std::string zeros(kRecordSize, '\0');
  const std::string& wanted = record.empty() ? zeros : record;
  if (now.record.empty() || now.record == wanted) return {};
  const UniqueFd fd(open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) return ErrnoError("opening", path);
  if (pwrite(fd.get(), wanted.data(), wanted.size(),
             static_cast<off_t>(uid) * kRecordSize) != kRecordSize) {
    return ErrnoError("writing", path);
  }
  return {};
}

Status ShortenLastLogin(const LastLogin& before, const std::string& path) {
  const UniqueFd fd(open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) {
    return errno == ENOENT ? Status() : ErrnoError("opening", path);
  }
  struct stat now {};
  if (fstat(fd.get(), &now) != 0) return ErrnoError("looking at", path);
  if (now.st_size <= before.file_size ||
      !OnlyZeros(fd.get(), before.file_size, now.st_size)) {
    return {};
  }
  if (ftruncate(fd.get(), before.file_size) != 0) {
    return ErrnoError("shortening", path);
  }
  if (!before.file_exists && unlink(path.c_str()) != 0) {
    return ErrnoError("removing", path);
  }
  return {};
}

}  // namespace iec
