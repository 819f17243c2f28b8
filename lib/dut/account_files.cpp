// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/account_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "lib/base/text.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array<std::string_view, 6> kTables = {
    "passwd", "shadow", "group", "gshadow", "subuid", "subgid"};
// Many tests make accounts at the same time, and an emulated device is slow.
constexpr std::chrono::seconds kLockLimit{60};
constexpr std::chrono::milliseconds kPollInterval{20};
constexpr std::string_view kTemporaryPrefix = "iect";
constexpr size_t kTemporaryLength = 12;

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

// "passwd.lock", "passwd+", "passwd.4711" of the shadow tools, "npasswd" and
// "nshadow" of pam_unix.
bool IsRubbish(std::string_view file) {
  for (const std::string_view table : kTables) {
    if (file.size() == table.size() + 1 && file[0] == 'n' &&
        file.substr(1) == table) {
      return true;
    }
    if (!file.starts_with(table)) continue;
    const std::string_view rest = file.substr(table.size());
    if (rest == ".lock" || rest == "+" ||
        (rest.starts_with('.') && IsDigits(rest.substr(1)))) {
      return true;
    }
  }
  return file == ".pwd.lock";
}

// Of pam_unix and of pam_pwhistory.
bool IsPasswordHistoryRubbish(std::string_view file) {
  return file == "nopasswd" || file.starts_with("opasswd.tmp");
}

void AddMatching(const std::string& path, bool (*matches)(std::string_view),
                 std::vector<std::string>& found) {
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(path.c_str()),
                                                      &closedir);
  if (!directory) return;
  while (const dirent* entry = readdir(directory.get())) {
    if (matches(entry->d_name)) found.push_back(path + "/" + entry->d_name);
  }
}

// "/etc/passwd.lock" holds the pid of its owner.
bool IsHeldByTheLiving(const std::string& lock) {
  const auto text = ReadFile(lock, 64);
  if (!text.ok()) return false;
  std::string_view digits = *text;
  if (const size_t end = digits.find('\0'); end != std::string_view::npos) {
    digits = digits.substr(0, end);  // the tools write it with its NUL
  }
  const auto pid = ParseInteger(Trim(digits));
  return pid && *pid > 0 &&
         (kill(static_cast<pid_t>(*pid), 0) == 0 || errno == EPERM);
}

std::string WithoutMember(std::string_view list, std::string_view name) {
  std::vector<std::string> members = Split(list, ',');
  std::erase_if(members, [&](const std::string& m) { return m == name; });
  return Join(members, ",");
}

}  // namespace

std::vector<AccountFile> AccountFiles(const std::string& etc) {
  std::vector<AccountFile> files;
  for (const std::string_view table : kTables) {
    const std::string path = fmt::format("{}/{}", etc, table);
    files.push_back({path, path + "-"});
  }
  // Of pam_pwhistory and of `remember=` of pam_unix.
  const std::string old = etc + "/security/opasswd";
  files.push_back({old, old + ".old"});
  return files;
}

std::vector<std::string> AccountRubbish(const std::string& etc) {
  std::vector<std::string> found;
  AddMatching(etc, IsRubbish, found);
  AddMatching(etc + "/security", IsPasswordHistoryRubbish, found);
  std::sort(found.begin(), found.end());
  return found;
}

std::string WithoutAccounts(
    std::string_view text, bool is_group_file,
    const std::function<bool(std::string_view)>& is_account) {
  std::string kept;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    const size_t colon = line.find(':');
    if (colon != std::string_view::npos && is_account(line.substr(0, colon))) {
      continue;
    }
    if (!is_group_file) {
      kept += line;
      continue;
    }
    // Members stand in the last field, administrators (gshadow) before it.
    const std::string_view bare = line.substr(0, line.find('\n'));
    std::vector<std::string> fields = Split(bare, ':');
    for (size_t i = 2; i < fields.size(); ++i) {
      for (const std::string& member : Split(fields[i], ',')) {
        if (is_account(member)) fields[i] = WithoutMember(fields[i], member);
      }
    }
    kept += Join(fields, ":");
    if (bare.size() != line.size()) kept += '\n';
  }
  return kept;
}

std::string WithoutTemporaryAccounts(std::string_view text,
                                     bool is_group_file) {
  return WithoutAccounts(text, is_group_file, IsTemporaryName);
}

bool IsGroupFile(std::string_view path) {
  const std::string_view file = path.substr(path.rfind('/') + 1);
  return file.starts_with("group") || file.starts_with("gshadow");
}

bool IsTemporaryName(std::string_view name) {
  return name.size() == kTemporaryLength &&
         name.starts_with(kTemporaryPrefix) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
         });
}

Result<AccountLock> AccountLock::Take(const std::string& etc) {
  const auto deadline = Clock::now() + kLockLimit;
  const std::string path = etc + "/.pwd.lock";
  UniqueFd file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return ErrnoError("opening", path);
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  while (fcntl(file.get(), F_SETLK, &lock) != 0) {
    if (Clock::now() >= deadline) return ErrnoError("locking", path);
    std::this_thread::sleep_for(kPollInterval);
  }
  for (const std::string_view table : kTables) {
    const std::string old_lock = fmt::format("{}/{}.lock", etc, table);
    while (Exists(old_lock) && IsHeldByTheLiving(old_lock)) {
      if (Clock::now() >= deadline) {
        return Error{old_lock +
                     " is held by another program: try again when it ended"};
      }
      std::this_thread::sleep_for(kPollInterval);
    }
    if (unlink(old_lock.c_str()) != 0 && errno != ENOENT) {
      return ErrnoError("removing the stale", old_lock);
    }
  }
  return AccountLock(std::move(file));
}

}  // namespace iec
