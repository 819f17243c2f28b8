// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/leftovers.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <thread>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPollInterval{20};
// Longer than a killed process needs, even one that writes its core.
constexpr std::chrono::seconds kKillLimit{10};
constexpr size_t kProcFileLimit = 4u << 20;

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

Directory OpenDirectory(const std::string& path) {
  return {opendir(path.c_str()), &closedir};
}

std::string ProcFile(pid_t pid, std::string_view name) {
  auto text = ReadFile(fmt::format("/proc/{}/{}", pid, name), kProcFileLimit);
  return text.ok() ? std::move(text).value() : std::string();
}

// The fields of /proc/PID/stat behind the name, which may hold anything:
// state is the first of them.
std::vector<std::string> StatFields(pid_t pid) {
  const std::string text = ProcFile(pid, "stat");
  const size_t end_of_name = text.rfind(") ");
  if (end_of_name == std::string::npos) return {};
  return Split(text.substr(end_of_name + 2), ' ');
}

bool IsAlive(pid_t pid) {
  const auto fields = StatFields(pid);
  return !fields.empty() && fields[0] != "Z" && fields[0] != "X";
}

}  // namespace

std::vector<pid_t> ProcessesWhere(const PidPredicate& predicate) {
  std::vector<pid_t> pids;
  const Directory proc = OpenDirectory("/proc");
  if (!proc) return pids;
  const pid_t self = getpid();
  while (const dirent* entry = readdir(proc.get())) {
    const auto number = ParseInteger(entry->d_name);
    if (!number) continue;
    const auto pid = static_cast<pid_t>(*number);
    if (pid != self && predicate(pid) && IsAlive(pid)) pids.push_back(pid);
  }
  return pids;
}

bool BelongsTo(pid_t pid, uid_t uid) {
  const std::string status = ProcFile(pid, "status");
  const size_t at = status.find("\nUid:");
  if (at == std::string::npos) return false;
  const size_t begin = at + 5;
  const std::string line =
      status.substr(begin, status.find('\n', begin) - begin);
  for (const std::string& word : Split(line, '\t')) {
    if (ParseInteger(word) == static_cast<int64_t>(uid)) return true;
  }
  return false;
}

bool HasInEnvironment(pid_t pid, const std::string& assignment) {
  const std::string environment = '\0' + ProcFile(pid, "environ") + '\0';
  return environment.find('\0' + assignment + '\0') != std::string::npos;
}

bool HasOpenToWrite(pid_t pid, const std::string& path) {
  const std::string fds = fmt::format("/proc/{}/fd", pid);
  const Directory directory = OpenDirectory(fds);
  if (!directory) return false;
  std::string target(path.size() + 1, '\0');
  while (const dirent* entry = readdir(directory.get())) {
    const ssize_t length = readlinkat(dirfd(directory.get()), entry->d_name,
                                      target.data(), target.size());
    if (length != static_cast<ssize_t>(path.size()) ||
        target.compare(0, path.size(), path) != 0) {
      continue;
    }
    // The rights of the link are how it was opened.
    struct stat link {};
    if (fstatat(dirfd(directory.get()), entry->d_name, &link,
                AT_SYMLINK_NOFOLLOW) == 0 &&
        (link.st_mode & S_IWUSR) != 0) {
      return true;
    }
  }
  return false;
}

bool HasInCommandLine(pid_t pid, const std::string& text) {
  return ProcFile(pid, "cmdline").find(text) != std::string::npos;
}

pid_t ParentOf(pid_t pid) {
  const auto stat = ReadFile(fmt::format("/proc/{}/stat", pid));
  if (!stat.ok()) return 0;
  // Behind the name, which may hold anything: state, parent.
  const size_t end = stat->rfind(") ");
  if (end == std::string::npos) return 0;
  const auto words = Split(std::string_view(*stat).substr(end + 2), ' ');
  return words.size() < 2
             ? 0
             : static_cast<pid_t>(ParseInteger(words[1]).value_or(0));
}

std::string NameOf(pid_t pid) {
  return std::string(Trim(ProcFile(pid, "comm")));
}

std::string ProgramOf(pid_t pid) {
  constexpr std::string_view kGone = " (deleted)";
  std::string program = LinkTarget(fmt::format("/proc/{}/exe", pid));
  if (program.ends_with(kGone)) program.resize(program.size() - kGone.size());
  return program;
}

std::string CgroupsOf(pid_t pid) { return ProcFile(pid, "cgroup"); }

std::optional<int64_t> StartTimeOf(pid_t pid) {
  constexpr size_t kStartTime = 19;  // field 22 of proc(5), counted from state
  const auto fields = StatFields(pid);
  if (fields.size() <= kStartTime) return std::nullopt;
  return ParseInteger(fields[kStartTime]);
}

std::string BootId() {
  const auto id = ReadFile("/proc/sys/kernel/random/boot_id", 4096);
  return id.ok() ? std::string(Trim(*id)) : "";
}

Status EndProcesses(const PidPredicate& predicate,
                    std::chrono::milliseconds grace) {
  const auto kill_from = Clock::now() + grace;
  const auto give_up = kill_from + kKillLimit;
  for (;;) {
    const auto pids = ProcessesWhere(predicate);
    if (pids.empty()) return {};
    const auto now = Clock::now();
    if (now >= give_up) {
      std::vector<std::string> names;
      for (const pid_t pid : pids) {
        names.push_back(fmt::format("{} ({})", pid, Printable(NameOf(pid))));
      }
      return Error{"these processes cannot be ended: " + Join(names, ", ")};
    }
    if (now >= kill_from) {
      for (const pid_t pid : pids) kill(pid, SIGKILL);
    }
    std::this_thread::sleep_for(kPollInterval);
  }
}

}  // namespace iec
