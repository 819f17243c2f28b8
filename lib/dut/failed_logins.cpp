// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/failed_logins.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/pam_stack.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

// struct tally of pam_faillock: where it came from, flags, seconds since 1970.
constexpr size_t kSize = 64;
constexpr size_t kTimeAt = 56;
constexpr char kDirectory[] = "/run/faillock";

void ForEachRule(const std::string& pam_directory,
                 const std::function<void(const PamRule&)>& look_at) {
  const auto look = [&](const WalkObject& object) {
    if (S_ISDIR(object.info.st_mode)) return WalkStep::kPass;
    for (const char* type : {"auth", "account"}) {
      for (const PamRule& rule : PamStack(object.name, type, pam_directory)) {
        if (rule.module == "pam_faillock.so") look_at(rule);
      }
    }
    return WalkStep::kPass;
  };
  static_cast<void>(Walk(pam_directory, look).ok());
}

// What is set by lines "name", "name = value" or arguments "name=value".
struct Exempt {
  std::string group;
  bool root_is_locked = false;

  void Read(std::string_view setting) {
    setting = Trim(setting.substr(0, setting.find('#')));
    const size_t equals = setting.find('=');
    const std::string_view name = Trim(setting.substr(0, equals));
    if (name == "even_deny_root") {
      root_is_locked = true;
    } else if (name == "admin_group" && equals != std::string_view::npos) {
      group = Trim(setting.substr(equals + 1));
    }
  }
};

}  // namespace

std::string FailedLoginDirectory(std::string_view faillock_conf) {
  std::string directory = kDirectory;
  for (const std::string& line : Split(faillock_conf, '\n')) {
    const size_t equals = line.find('=');
    if (equals != std::string::npos &&
        Trim(std::string_view(line).substr(0, equals)) == "dir") {
      directory = Trim(std::string_view(line).substr(equals + 1));
    }
  }
  return directory;
}

Result<std::string> WithOlderFailures(std::string_view record, int64_t seconds,
                                      int* failures) {
  if (record.size() % kSize != 0) {
    return Error{"a record of failed logins has another form"};
  }
  std::string older(record);
  *failures = 0;
  for (size_t at = 0; at < older.size(); at += kSize) {
    uint64_t time = 0;
    std::memcpy(&time, &older[at + kTimeAt], sizeof time);
    if (time == 0) continue;
    time -= static_cast<uint64_t>(seconds);
    std::memcpy(&older[at + kTimeAt], &time, sizeof time);
    ++*failures;
  }
  return older;
}

std::set<std::string> FailedLoginDirectories(const std::string& faillock_conf,
                                             const std::string& pam_directory) {
  const auto stated_in = [](const std::string& file) {
    const auto settings = ReadFile(file);
    return FailedLoginDirectory(settings.ok() ? *settings : "");
  };
  std::set<std::string> directories = {kDirectory, stated_in(faillock_conf)};
  ForEachRule(pam_directory, [&](const PamRule& rule) {
    for (const std::string& argument : rule.arguments) {
      if (argument.starts_with("dir=")) {
        directories.insert(argument.substr(4));
      } else if (argument.starts_with("conf=")) {
        directories.insert(stated_in(argument.substr(5)));
      }
    }
  });
  std::erase_if(directories, [](const std::string& directory) {
    return !directory.starts_with('/');
  });
  return directories;
}

std::vector<std::string> ExemptFromLocks(const std::string& faillock_conf,
                                         const std::string& pam_directory) {
  std::vector<std::string> found;
  ForEachRule(pam_directory, [&](const PamRule& rule) {
    std::string conf = faillock_conf;
    for (const std::string& argument : rule.arguments) {
      if (argument.starts_with("conf=")) conf = argument.substr(5);
    }
    Exempt exempt;
    if (const auto text = ReadFile(conf); text.ok()) {
      for (const std::string& line : Split(*text, '\n')) exempt.Read(line);
    }
    for (const std::string& argument : rule.arguments) exempt.Read(argument);
    const std::string setting = "admin_group = " + exempt.group;
    if (!exempt.group.empty() && !exempt.root_is_locked &&
        std::find(found.begin(), found.end(), setting) == found.end()) {
      found.push_back(setting);
    }
  });
  return found;
}

std::vector<std::string> FailedLoginRecords(const std::string& user) {
  std::vector<std::string> records;
  for (const std::string& directory : FailedLoginDirectories()) {
    records.push_back(directory + '/' + user);
  }
  return records;
}

Result<int64_t> RecentFailuresIn(std::string_view record, int64_t since) {
  if (record.size() % kSize != 0) {
    return Error{"a record of failed logins has another form"};
  }
  int64_t recent = 0;
  for (size_t at = 0; at < record.size(); at += kSize) {
    uint64_t time = 0;
    std::memcpy(&time, &record[at + kTimeAt], sizeof time);
    if (time != 0 && static_cast<int64_t>(time) >= since) ++recent;
  }
  return recent;
}

Result<int64_t> RecentFailures(const std::string& user, int64_t seconds) {
  int64_t most = 0;
  for (const std::string& path : FailedLoginRecords(user)) {
    if (!Exists(path)) continue;
    IEC_ASSIGN_OR_RETURN(const std::string record, ReadFile(path, 1u << 20));
    IEC_ASSIGN_OR_RETURN(
        const int64_t recent,
        RecentFailuresIn(record, NowMilliseconds() / 1000 - seconds));
    most = std::max(most, recent);
  }
  return most;
}

Result<int> AgeFailuresInRecord(const std::string& path, int64_t seconds) {
  if (!Exists(path)) return 0;
  IEC_ASSIGN_OR_RETURN(const std::string record, ReadFile(path, 1u << 20));
  int failures = 0;
  IEC_ASSIGN_OR_RETURN(const std::string older,
                       WithOlderFailures(record, seconds, &failures));
  // In place: the module holds it by its name and locks it.
  const UniqueFd file(open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file) return ErrnoError("opening", path);
  IEC_RETURN_IF_ERROR(WriteAll(file.get(), older));
  return failures;
}

Result<int> AgeFailedLogins(const std::string& user, int64_t seconds) {
  if (!IsTemporaryName(user)) return Error{user + " is no temporary user"};
  int failures = 0;
  for (const std::string& path : FailedLoginRecords(user)) {
    IEC_ASSIGN_OR_RETURN(const int some, AgeFailuresInRecord(path, seconds));
    failures += some;
  }
  return failures;
}

}  // namespace iec
