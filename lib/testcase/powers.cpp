// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/powers.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/audit_cursor.h"
#include "lib/dut/privileged_requests.h"
#include "lib/dut/raw_nodes.h"

namespace iec {
namespace {

constexpr const char* kConfiguration[] = {"/etc/passwd",
                                          "/etc/shadow",
                                          "/etc/group",
                                          "/etc/sudoers",
                                          "/etc",
                                          "/etc/pam.d",
                                          "/etc/systemd/system",
                                          "/etc/sudoers.d",
                                          "/usr/bin",
                                          "/usr/sbin",
                                          "/usr/local/bin",
                                          "/usr/local/sbin",
                                          "/usr/lib",
                                          "/etc/ld.so.preload",
                                          "/etc/profile.d"};
constexpr const char* kSecrets[] = {"/etc/shadow", "/etc/gshadow",
                                    "/etc/security/opasswd"};
constexpr const char* kJournals[] = {"/var/log/journal", "/run/log/journal"};

// The journals of the system, each in a directory named after the device.
void AddJournals(std::vector<std::string>& logs) {
  for (const std::string parent : kJournals) {
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(parent.c_str()),
                                                        &closedir);
    if (!directory) continue;
    while (const dirent* entry = readdir(directory.get())) {
      if (entry->d_name[0] == '.') continue;
      logs.push_back(
          fmt::format("{}/{}/system.journal", parent, entry->d_name));
    }
  }
}

void KeepThoseThere(std::vector<std::string>& paths) {
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  std::erase_if(paths, [](const std::string& path) { return !Exists(path); });
}

// Asked for and not opened: to open some of them does something.
std::vector<std::string> OpenHere(const std::vector<std::string>& nodes) {
  std::vector<std::string> open;
  for (const std::string& path : nodes) {
    if (faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) == 0 ||
        faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0) {
      open.push_back(path);
    }
  }
  return open;
}

template <typename Values>
std::string Listed(const Values& values) {
  std::vector<std::string> texts;
  for (const auto value : values) texts.push_back(fmt::format("{}", value));
  return Join(texts, ", ");
}

}  // namespace

std::vector<std::string> AllPowers() {
  std::vector<std::string> names = {
      kWriteConfiguration, kReadSecrets,  kReadLogs,        kReadHomes,
      kBecomeRoot,         kBecomeOthers, kControlServices, kUseDevices};
  for (const std::string_view name : PrivilegedRequests()) {
    names.emplace_back(name);
  }
  return names;
}

Result<PowerTargets> TargetsOf(const Profile& profile) {
  PowerTargets targets;
  IEC_ASSIGN_OR_RETURN(targets.configuration,
                       profile.List("audit.configuration_files"));
  targets.configuration.insert(targets.configuration.end(),
                               std::begin(kConfiguration),
                               std::end(kConfiguration));
  IEC_ASSIGN_OR_RETURN(targets.secrets, profile.List("audit.protected_files"));
  targets.secrets.insert(targets.secrets.end(), std::begin(kSecrets),
                         std::end(kSecrets));
  // Below the file system nothing keeps anybody from the secrets on it.
  IEC_ASSIGN_OR_RETURN(RawNodes raw, FindRawNodes());
  targets.secrets.insert(targets.secrets.end(), raw.disks.begin(),
                         raw.disks.end());
  targets.devices = std::move(raw.devices);
  IEC_ASSIGN_OR_RETURN(const auto free, profile.List("filesystem.devices"));
  std::erase_if(targets.devices, [&](const std::string& path) {
    return std::find(free.begin(), free.end(), path) != free.end();
  });
  IEC_ASSIGN_OR_RETURN(targets.logs, profile.List("audit.log_files"));
  targets.logs.push_back(AuditLogPath());
  AddJournals(targets.logs);
  for (auto* paths :
       {&targets.configuration, &targets.secrets, &targets.logs}) {
    KeepThoseThere(*paths);
  }
  return targets;
}

Result<std::map<std::string, std::string>> PowersOf(
    const Credentials& who, const PowerTargets& targets) {
  const auto work = [&targets] {
    std::string text;
    const auto add = [&text](std::string_view power,
                             const std::vector<std::string>& paths) {
      if (!paths.empty())
        text += fmt::format("{}\t{}\n", power, Join(paths, ", "));
    };
    add(kWriteConfiguration, WritableHere(targets.configuration));
    add(kReadSecrets, ReadableHere(targets.secrets));
    add(kReadLogs, ReadableHere(targets.logs));
    add(kReadHomes, ReadableHere(targets.homes));
    add(kUseDevices, OpenHere(targets.devices));
    for (const std::string& request : GrantedRequests(targets.other)) {
      add(request, {"granted by the kernel"});
    }
    return text;
  };
  IEC_ASSIGN_OR_RETURN(const std::string text,
                       WithCredentials(who, work, std::chrono::seconds(30)));
  std::map<std::string, std::string> powers;
  for (const std::string& line : Split(text, '\n')) {
    const size_t tab = line.find('\t');
    if (tab != std::string::npos) {
      powers[line.substr(0, tab)] = line.substr(tab + 1);
    }
  }
  return powers;
}

Result<Credentials> CredentialsIn(OpenLogin& login) {
  IEC_ASSIGN_OR_RETURN(const std::string said,
                       login.Execute("while read -r it; do echo \"$it\"; done "
                                     "</proc/self/status",
                                     std::chrono::seconds(60)));
  return ParseCredentials(said);
}

std::string Describe(const Credentials& who) {
  std::set<gid_t> groups(who.groups.begin(), who.groups.end());
  groups.insert(who.gids.begin(), who.gids.end());
  const std::set<uid_t> users(who.uids.begin(), who.uids.end());
  std::string text =
      fmt::format("user id {} of the groups {}", Listed(users), Listed(groups));
  const uint64_t capabilities = who.permitted | who.effective;
  if (capabilities != 0) text += " with " + CapabilityNames(capabilities);
  return text;
}

}  // namespace iec
