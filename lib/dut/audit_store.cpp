// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/audit_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/kernel_audit.h"
#include "lib/dut/leftovers.h"

namespace iec {
namespace {

constexpr int64_t kMebibyte = 1 << 20;
// The kernel stamps records with the time of its last tick.
constexpr int64_t kTickMilliseconds = 100;

// auditd does not mind how its keys are written.
std::string Setting(const std::string& configuration, std::string_view key) {
  std::string value;
  const auto text = ReadFile(configuration);
  if (!text.ok()) return value;
  for (const std::string& line : Split(*text, '\n')) {
    const size_t equals = line.find('=');
    if (equals != std::string::npos &&
        Lower(Trim(line.substr(0, equals))) == key) {
      value = Trim(line.substr(equals + 1));
    }
  }
  return value;
}

int64_t NumberOf(const std::string& configuration, std::string_view key) {
  return ParseInteger(Setting(configuration, key)).value_or(0);
}

// The one that belongs to "-c DIRECTORY" of its command line.
std::string ConfigurationOf(pid_t daemon) {
  std::string directory = "/etc/audit";
  const auto line = ReadFile(fmt::format("/proc/{}/cmdline", daemon));
  const auto words =
      line.ok() ? Split(*line, '\0') : std::vector<std::string>();
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == "-c") directory = words[i + 1];
  }
  return directory + "/auditd.conf";
}

std::string UnitOf(pid_t pid) {
  const std::string groups = CgroupsOf(pid);
  constexpr std::string_view kSuffix = ".service";
  const size_t end = groups.find(kSuffix);
  if (end == std::string::npos) return "";
  const size_t slash = groups.rfind('/', end);
  return groups.substr(slash + 1, end + kSuffix.size() - slash - 1);
}

// Of the regular files that the daemon has open for writing, the one that its
// configuration names, or else one that is no mere state in /run.
std::string TrailOf(pid_t daemon, const std::string& configured) {
  const std::string place = fmt::format("/proc/{}/fd", daemon);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(place.c_str()),
                                                   &closedir);
  std::string other;
  while (stream) {
    const dirent* entry = readdir(stream.get());
    if (entry == nullptr) break;
    const std::string name = place + "/" + entry->d_name;
    struct stat info {};
    if (stat(name.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
    const std::string target = LinkTarget(name);
    struct stat seen {};
    if (stat(target.c_str(), &seen) != 0 || seen.st_ino != info.st_ino ||
        seen.st_dev != info.st_dev || !HasOpenToWrite(daemon, target)) {
      continue;
    }
    if (target == configured) return target;
    if (!target.starts_with("/run/")) other = target;
  }
  return other;
}

bool Stops(const std::string& action) {
  const std::string word = Lower(action.substr(0, action.find(' ')));
  if (word == "halt" || word == "single") return true;
  if (word != "exec") return false;
  const size_t blank = action.find(' ');
  if (blank == std::string::npos) return false;
  const auto text = ReadFile(std::string(Trim(action.substr(blank))));
  if (!text.ok()) return false;
  constexpr std::array<std::string_view, 9> kWords = {
      "halt",   "poweroff", "shutdown",  "reboot",    "telinit",
      "init 0", "isolate",  "emergency", "sysrq-trig"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view stop) {
    return text->find(stop) != std::string::npos;
  });
}

}  // namespace

Result<AuditStore> FindAuditStore() {
  IEC_ASSIGN_OR_RETURN(const KernelAudit kernel, AskKernelAudit());
  if (kernel.daemon <= 0) {
    return Error{"nobody takes the records of the kernel's audit"};
  }
  AuditStore store;
  store.daemon = kernel.daemon;
  store.unit = UnitOf(store.daemon);
  store.configuration = ConfigurationOf(store.daemon);
  store.path = TrailOf(store.daemon, AuditLogPath(store.configuration));
  if (store.path.empty()) {
    return Error{
        fmt::format("{}, which takes the records of the kernel's "
                    "audit, writes no file that others see",
                    Printable(NameOf(store.daemon)))};
  }
  store.directory = store.path.substr(0, store.path.rfind('/'));
  return store;
}

Result<StorageRoom> RoomOf(const AuditStore& store) {
  struct statvfs room {};
  struct stat own {};
  struct stat parent {};
  if (statvfs(store.directory.c_str(), &room) != 0 ||
      stat(store.directory.c_str(), &own) != 0 || stat("/", &parent) != 0) {
    return ErrnoError("looking at", store.directory);
  }
  StorageRoom result;
  const auto block = static_cast<int64_t>(room.f_frsize);
  result.total = static_cast<int64_t>(room.f_blocks) * block;
  result.available = static_cast<int64_t>(room.f_bavail) * block;
  result.separate = own.st_dev != parent.st_dev;
  for (const char* shared : {"/var", "/var/log", "/var/lib", "/tmp", "/run"}) {
    struct stat other {};
    if (stat(shared, &other) == 0 && other.st_dev == own.st_dev) {
      result.separate = false;
    }
  }
  return result;
}

std::vector<std::string> WhatStopsTheDevice(const AuditStore& store) {
  std::vector<std::string> found;
  for (const char* key :
       {"max_log_file_action", "space_left_action", "admin_space_left_action",
        "disk_full_action", "disk_error_action", "overflow_action"}) {
    const std::string action = Setting(store.configuration, key);
    if (Stops(action)) found.push_back(fmt::format("{} = {}", key, action));
  }
  const auto kernel = AskKernelAudit();
  constexpr uint32_t kPanic = 2;
  if (kernel.ok() && kernel->failure == kPanic) {
    found.emplace_back("the kernel panics where records are lost (-f 2)");
  }
  return found;
}

int64_t OwnLimitOf(const std::string& configuration) {
  const int64_t file = NumberOf(configuration, "max_log_file") * kMebibyte;
  const int64_t count = NumberOf(configuration, "num_logs");
  const std::string action =
      Lower(Setting(configuration, "max_log_file_action"));
  // Of fewer than two files the daemon rotates none: it says it keeps one.
  if (action == "rotate") return file * std::max<int64_t>(count, 1);
  return action == "suspend" || action == "halt" || action == "single" ? file
                                                                       : 0;
}

int64_t FileLimitOf(const std::string& configuration) {
  return Lower(Setting(configuration, "max_log_file_action")) == "rotate"
             ? NumberOf(configuration, "max_log_file") * kMebibyte
             : 0;
}

std::vector<std::string> TrailFiles(const std::string& path) {
  std::vector<std::string> files;
  constexpr int kMost = 999;  // auditd's own limit of num_logs
  for (int age = 0; age <= kMost; ++age) {
    std::string file = age == 0 ? path : fmt::format("{}.{}", path, age);
    if (!Exists(file)) break;
    files.push_back(std::move(file));
  }
  return files;
}

std::vector<AuditRecord> NewestRecords(const std::string& path, size_t bytes) {
  std::string text;
  for (const std::string& file : TrailFiles(path)) {
    if (text.size() >= bytes) break;
    const UniqueFd fd(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info {};
    if (!fd || fstat(fd.get(), &info) != 0) continue;
    const auto want = static_cast<off_t>(bytes - text.size());
    const off_t from = info.st_size > want ? info.st_size - want : 0;
    if (lseek(fd.get(), from, SEEK_SET) < 0) continue;
    auto part = ReadAll(fd.get());
    if (part.ok()) text.insert(0, *part);
  }
  std::vector<AuditRecord> records;
  for (const std::string& line : Split(text, '\n')) {
    auto record = ParseAuditRecord(line);
    if (record.ok()) records.push_back(std::move(record).value());
  }
  return records;
}

void MakeAuditedCalls(const std::vector<std::string>& files, int count) {
  for (int i = 0; i < count && !files.empty(); ++i) {
    const std::string& file = files[static_cast<size_t>(i) % files.size()];
    const UniqueFd fd(
        open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY));
  }
}

size_t OwnCallsIn(const std::vector<AuditRecord>& records, int64_t begin,
                  int64_t end) {
  const std::string own = fmt::format("{}", getpid());
  std::set<uint64_t> events;
  for (const AuditRecord& record : records) {
    const int64_t time = record.seconds * 1000 + record.milliseconds;
    if (record.type == "SYSCALL" && record.Field("pid") == own &&
        time >= begin - kTickMilliseconds && time <= end) {
      events.insert(record.serial);
    }
  }
  return events.size();
}

}  // namespace iec
