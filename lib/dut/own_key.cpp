// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/own_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"

namespace iec {
namespace {

// Tokens of AuthorizedKeysFile; empty where one is not known.
std::string Expanded(const std::string& pattern, const std::string& user,
                     const std::string& home) {
  std::string path;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      path += pattern[i];
      continue;
    }
    switch (++i < pattern.size() ? pattern[i] : '\0') {
      case 'u':
        path += user;
        break;
      case 'h':
        path += home;
        break;
      case '%':
        path += '%';
        break;
      default:
        return "";
    }
  }
  return path.starts_with('/') ? path : home + "/" + path;
}

// "/keys/NAME" of "/keys/NAME/ssh"; empty where no part bears the name.
std::string NamedPart(const std::string& path, const std::string& user) {
  const size_t at = path.find(user);
  return at == std::string::npos ? "" : path.substr(0, path.find('/', at));
}

std::vector<SshdSetting> SettingsOfServers() {
  std::vector<SshdSetting> settings;
  for (const std::string& config : SshdConfigFiles()) {
    for (SshdSetting& setting : ReadSshdSettings(config)) {
      settings.push_back(std::move(setting));
    }
  }
  return settings;
}

// One that is there has to be the owner's already.
Status MakeDirectory(const std::string& path, const User& owner, mode_t mode) {
  struct stat info {};
  if (lstat(path.c_str(), &info) == 0) {
    if (S_ISDIR(info.st_mode) && info.st_uid == owner.uid) return {};
    return Error{path + " is no directory of " + owner.name};
  }
  if (mkdir(path.c_str(), mode) != 0) return ErrnoError("creating", path);
  if (chmod(path.c_str(), mode) != 0 ||
      lchown(path.c_str(), owner.uid, owner.gid) != 0) {
    return ErrnoError("giving away", path);
  }
  return {};
}

// Below `top`, which is there.
Status MakeDirectories(const std::string& top, const std::string& file,
                       const User& owner, mode_t mode) {
  for (size_t end = file.find('/', top.size() + 1); end != std::string::npos;
       end = file.find('/', end + 1)) {
    IEC_RETURN_IF_ERROR(MakeDirectory(file.substr(0, end), owner, mode));
  }
  return {};
}

Status AddLine(const std::string& file, const std::string& line,
               const User& user) {
  const bool at_home = file.starts_with(user.home + "/");
  User owner = user;
  if (!at_home) owner = {.name = "root"};
  IEC_RETURN_IF_ERROR(MakeDirectories(
      at_home ? user.home : DirectoryOf(NamedPart(file, user.name)), file,
      owner, at_home ? 0700 : 0755));
  std::string added = line + "\n";
  if (const auto there = ReadFile(file); there.ok()) {
    if (there->find(added) != std::string::npos) return {};
    added.insert(0, "\n");
  }
  // The server reads it as the user.
  const mode_t mode = at_home ? 0600 : 0644;
  const UniqueFd fd(open(file.c_str(),
                         O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
                         mode));
  if (!fd || fchmod(fd.get(), mode) != 0 ||
      fchown(fd.get(), owner.uid, owner.gid) != 0) {
    return ErrnoError("opening", file);
  }
  return WriteAll(fd.get(), added);
}

}  // namespace

std::vector<std::string> KeyFilesIn(const std::vector<SshdSetting>& settings,
                                    const std::string& user,
                                    const std::string& home) {
  std::vector<std::string> patterns;
  bool always = false;
  for (const SshdSetting& setting : settings) {
    if (setting.keyword != "authorizedkeysfile") continue;
    always = always || setting.match.empty();
    for (std::string& pattern : Split(setting.value, ' ')) {
      patterns.push_back(std::move(pattern));
    }
  }
  if (!always) patterns.push_back(".ssh/authorized_keys");
  std::vector<std::string> files;
  for (const std::string& pattern : patterns) {
    if (pattern.empty() || pattern == "none") continue;
    std::string file = Expanded(pattern, user, home);
    if ((file.starts_with(home + "/") || !NamedPart(file, user).empty()) &&
        std::find(files.begin(), files.end(), file) == files.end()) {
      files.push_back(std::move(file));
    }
  }
  return files;
}

std::vector<std::string> KeptKeysOf(const std::string& user) {
  // Any home: what is in it goes with it.
  const std::string home = "/";
  std::vector<std::string> paths;
  for (const SshdSetting& setting : SettingsOfServers()) {
    if (setting.keyword != "authorizedkeysfile") continue;
    for (const std::string& pattern : Split(setting.value, ' ')) {
      if (!pattern.starts_with('/')) continue;
      const std::string file = Expanded(pattern, user, home);
      if (std::string part = NamedPart(file, user); !part.empty()) {
        paths.push_back(std::move(part));
      }
    }
  }
  return paths;
}

Result<SshKey> NewKey() {
  std::vector<std::string> accepted;
  for (const std::string& config : SshdConfigFiles()) {
    const auto list = SshdValueFor(config, "", "pubkeyacceptedalgorithms");
    if (list.ok() && !list->empty()) accepted.push_back(*list);
  }
  return SshKey::Generate(accepted);
}

Status LetKeyIn(const SshKey& key, const User& user) {
  IEC_ASSIGN_OR_RETURN(const std::string line, key.PublicLine());
  Status status = Error{"sshd keeps no file with keys of one user"};
  bool any = false;
  for (const std::string& file :
       KeyFilesIn(SettingsOfServers(), user.name, user.home)) {
    const Status added = AddLine(file, line, user);
    any = any || added.ok();
    if (!added.ok()) status = added;
  }
  return any ? Status() : status;
}

std::optional<SshKey> OwnKeyOf(const std::string& user) {
  static std::mutex turn;
  const std::lock_guard ours(turn);
  const auto accounts = PasswdDb::Load();
  if (!IsTemporaryName(user) || !accounts.ok()) return std::nullopt;
  static const auto key = NewKey();
  const User* who = accounts->FindUser(user);
  if (!key.ok() || who == nullptr || !LetKeyIn(*key, *who).ok()) {
    return std::nullopt;
  }
  return *key;
}

}  // namespace iec
