// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/secret_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/as_user.h"
#include "lib/dut/paths.h"
#include "lib/dut/raw_nodes.h"
#include "lib/dut/scan.h"
#include "lib/dut/secret_text.h"
#include "lib/dut/sshd_settings.h"

namespace iec {
namespace {

using Readers = SecretFile::Readers;

constexpr size_t kLookedAt = 64 * 1024;
constexpr off_t kEnd = 64 * 1024 * 1024;

// Patterns of glob(7).
constexpr const char* kForNobody[] = {
    "/etc/shadow*",
    "/etc/gshadow*",
    "/etc/tcb/*/shadow*",
    "/etc/security/opasswd*",
    "/var/backups/shadow*",
    "/var/backups/gshadow*",
    "/etc/ssh/ssh_host_*_key",
    "/etc/dropbear/*_host_key",
    "/etc/cryptsetup-keys.d/*",
    "/run/cryptsetup-keys.d/*",
    "/etc/credstore/*",
    "/var/lib/systemd/credential.secret",
};
constexpr const char* kForServices[] = {
    "/etc/chrony.keys",         "/etc/chrony/chrony.keys",
    "/etc/ntp*/*keys",          "/etc/NetworkManager/system-connections/*",
    "/etc/wireguard/*.conf",    "/etc/ppp/*-secrets",
    "/etc/ipsec.secrets",       "/etc/krb5.keytab",
    "/etc/*ldap.secret",        "/etc/sssd/sssd.conf",
    "/etc/users.oath",          "/etc/bind/rndc.key",
    "/etc/samba/smbpasswd",     "/var/lib/samba/private/*",
    "/var/lib/snmp/snmpd.conf",
};
constexpr const char* kInHomes[] = {
    "/.google_authenticator*",
    "/.yubico/challenge-*",
    "/.netrc",
    "/.pgpass",
    "/.ssh/id_*",
    "/.git-credentials",
};

bool IsRegular(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

// The words of each line of a file that has comments.
std::vector<std::vector<std::string>> Lines(const std::string& path) {
  std::vector<std::vector<std::string>> lines;
  auto text = ReadFile(path);
  if (!text.ok()) return lines;
  std::replace(text->begin(), text->end(), '\t', ' ');
  for (const std::string& line : Split(*text, '\n')) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> words = Split(line, ' ');
    std::erase(words, "");
    lines.push_back(std::move(words));
  }
  return lines;
}

class Collector {
 public:
  void Add(const std::string& path, Readers readers) {
    if (seen_.insert(path).second) files_.push_back({path, readers});
  }
  void AddPattern(const std::string& pattern, Readers readers) {
    for (const std::string& path : MatchingPaths(pattern)) {
      if (IsRegular(path)) Add(path, readers);
    }
  }
  std::vector<SecretFile> Take() { return std::move(files_); }

 private:
  std::set<std::string> seen_;
  std::vector<SecretFile> files_;
};

void AddNamedByConfiguration(Collector& files) {
  for (const std::string& config : SshdConfigFiles()) {
    for (const SshdSetting& setting : ReadSshdSettings(config)) {
      if (setting.keyword == "hostkey" && !setting.value.ends_with(".pub")) {
        files.AddPattern(setting.value, Readers::kNobody);
      }
    }
  }
  for (const auto& words : Lines("/etc/crypttab")) {
    if (words.size() > 2 && words[2].starts_with('/')) {
      // It may be on another device: "/key:LABEL=stick".
      files.AddPattern(words[2].substr(0, words[2].find(':')),
                       Readers::kNobody);
    }
  }
  for (const char* pattern :
       {"/etc/chrony.conf", "/etc/chrony/chrony.conf", "/etc/chrony*/*/*.conf",
        "/etc/chrony.d/*.conf"}) {
    for (const std::string& config : MatchingPaths(pattern)) {
      for (const auto& words : Lines(config)) {
        if (words.size() > 1 && Lower(words[0]) == "keyfile") {
          files.AddPattern(words[1], Readers::kService);
        }
      }
    }
  }
  // Whoever reads a disk needs no file.
  for (const auto& words : Lines("/proc/partitions")) {
    struct stat info {};
    if (words.size() == 4 && stat(("/dev/" + words[3]).c_str(), &info) == 0) {
      files.Add("/dev/" + words[3],
                IsForMedia(info) ? Readers::kService : Readers::kNobody);
    }
  }
}

}  // namespace

std::vector<SecretFile> SecretFiles(const PasswdDb& accounts) {
  Collector files;
  for (const char* pattern : kForNobody) {
    files.AddPattern(pattern, Readers::kNobody);
  }
  AddNamedByConfiguration(files);
  for (const char* pattern : kForServices) {
    files.AddPattern(pattern, Readers::kService);
  }
  std::set<std::string> homes = {"/root"};
  for (const User& user : accounts.AllUsers()) homes.insert(user.home);
  for (const std::string& home : homes) {
    for (const char* path : kInHomes) {
      for (const std::string& found : MatchingPaths(home + path)) {
        if (!found.ends_with(".pub")) files.Add(found, Readers::kNobody);
      }
    }
  }
  return files.Take();
}

std::vector<SecretFile> SecretFilesAt(const std::vector<std::string>& paths) {
  Collector files;
  for (const std::string& path : paths) {
    const auto counts = Walk(path, [&](const WalkObject& object) {
      if (S_ISREG(object.info.st_mode)) {
        files.Add(object.path, Readers::kService);
      }
      return WalkStep::kDescend;
    });
    if (!counts.ok()) files.Add(path, Readers::kService);  // no directory
  }
  return files.Take();
}

namespace {

bool IsOwner(uid_t uid, const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && info.st_uid == uid;
}

}  // namespace

Result<std::vector<std::string>> ReadByOthers(
    const std::vector<SecretFile>& files,
    const std::vector<std::string>& allowed, const PasswdDb& accounts,
    const std::string& person, const Canaries& canaries) {
  std::map<std::string, std::string> readers;
  std::vector<User> tried = accounts.AllUsers();
  std::erase_if(tried, [](const User& user) {
    return user.uid == 0 || user.uid == kNobodyId;
  });
  User nobody;
  nobody.name = "nobody";
  nobody.uid = nobody.gid = kNobodyId;
  tried.push_back(std::move(nobody));
  for (const User& user : tried) {
    const bool is_service = user.name != person && user.uid != kNobodyId;
    std::vector<std::string> paths = {canaries.open, canaries.closed};
    for (const SecretFile& file : files) {
      const bool granted = is_service && file.readers == Readers::kService;
      if (!granted && !IsOwner(user.uid, file.path) &&
          !Contains(allowed, user.name + ' ' + file.path)) {
        paths.push_back(file.path);
      }
    }
    IEC_ASSIGN_OR_RETURN(const auto readable,
                         ReadableBy(IdentityOf(user, accounts), paths));
    if (!Contains(readable, canaries.open) ||
        Contains(readable, canaries.closed)) {
      return Error{user.name + " reads a closed canary or not an open one"};
    }
    for (const std::string& path : readable) {
      if (path == canaries.open) continue;
      std::string& names = readers[path];
      names += (names.empty() ? "" : ", ") + user.name;
    }
  }
  std::vector<std::string> found;
  for (const auto& [path, names] : readers) {
    found.push_back(path + ": read by " + names);
  }
  return found;
}

namespace {

bool HoldsPasswords(const std::string& path) {
  return path.find("shadow") != std::string::npos ||
         path.find("opasswd") != std::string::npos;
}

}  // namespace

Result<std::vector<std::string>> ReadByGroups(
    const std::vector<SecretFile>& files,
    const std::vector<std::string>& allowed, const PasswdDb& accounts) {
  std::vector<std::string> paths;
  for (const SecretFile& file : files) {
    if (HoldsPasswords(file.path)) paths.push_back(file.path);
  }
  std::vector<std::string> found;
  for (const Group& group : accounts.AllGroups()) {
    if (group.gid == 0 || group.name == "shadow") continue;
    Identity member = Nobody();
    member.groups.push_back(group.gid);
    IEC_ASSIGN_OR_RETURN(const auto readable, ReadableBy(member, paths));
    for (const std::string& path : readable) {
      if (Contains(allowed, group.name + ' ' + path)) continue;
      found.push_back(path + ": read by the group " + group.name);
    }
  }
  return found;
}

namespace {

// In a process that is nobody: PATH '\0' WHAT '\0' for each.
std::string SearchAll(const ScanOptions& everywhere,
                      const std::vector<std::string>& texts) {
  std::string found;
  std::string buffer(kLookedAt, '\0');
  const auto look = [&](const ScanObject& object) {
    if (!S_ISREG(object.info().st_mode) || object.info().st_size == 0) return;
    const UniqueFd fd(open(object.path().c_str(),
                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    const ssize_t size = fd ? read(fd.get(), buffer.data(), buffer.size()) : 0;
    if (size <= 0) return;
    const std::string_view text(buffer.data(), static_cast<size_t>(size));
    std::string_view what = SecretIn(text);
    for (const std::string& secret : texts) {
      if (text.find(secret) != text.npos) what = "a secret of this test";
    }
    if (what.empty()) return;
    found += object.path() + '\0';
    found += what;
    found += '\0';
  };
  (void)ScanFileSystem(everywhere, look);
  if (everywhere.root != "/") return found;
  for (const char* local : {"/usr/local", "/usr/etc"}) {
    ScanOptions options;
    options.root = local;
    (void)ScanFileSystem(options, look);
  }
  return found;
}

}  // namespace

Result<std::vector<FoundSecret>> FindOpenSecrets(
    const Identity& who, const std::vector<std::string>& skip,
    const std::vector<std::string>& texts, const std::string& root) {
  ScanOptions options;
  options.root = root;
  options.skip = {"/usr",   "/bin",   "/sbin",   "/lib",
                  "/lib32", "/lib64", "/libx32", "/snap"};
  options.skip.insert(options.skip.end(), skip.begin(), skip.end());
  IEC_ASSIGN_OR_RETURN(const std::string text,
                       AsUser(
                           who, [&] { return SearchAll(options, texts); },
                           std::chrono::seconds(100)));
  std::vector<FoundSecret> found;
  const std::vector<std::string> parts = Split(text, '\0');
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    found.push_back({parts[i], parts[i + 1]});
  }
  return found;
}

namespace {

// A piece at a time, whatever the file's size, and each piece with the end of
// the one before it, where a text may have begun.
bool HoldsAny(int fd, off_t from, const std::vector<std::string>& texts) {
  size_t longest = 1;
  for (const std::string& text : texts) {
    longest = std::max(longest, text.size());
  }
  std::string piece(kLookedAt + longest - 1, '\0');
  size_t kept = 0;
  while (true) {
    const ssize_t count =
        pread(fd, piece.data() + kept, piece.size() - kept, from);
    if (count <= 0) return false;
    from += count;
    const std::string_view text(piece.data(),
                                kept + static_cast<size_t>(count));
    for (const std::string& wanted : texts) {
      if (text.find(wanted) != text.npos) return true;
    }
    kept = std::min(longest - 1, text.size());
    piece.replace(0, kept, std::string(text.substr(text.size() - kept)));
  }
}

}  // namespace

std::vector<std::string> FilesWith(const std::vector<std::string>& texts,
                                   time_t since,
                                   const std::vector<std::string>& skip,
                                   const std::string& root) {
  ScanOptions options;
  options.root = root;
  options.skip = skip;
  options.skip.emplace_back("/usr");
  std::vector<std::string> found;
  (void)ScanFileSystem(options, [&](const ScanObject& object) {
    const struct stat& info = object.info();
    if (!S_ISREG(info.st_mode) || info.st_size == 0 || info.st_mtime < since) {
      return;
    }
    const UniqueFd fd(open(object.path().c_str(),
                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (fd && HoldsAny(fd.get(), std::max(info.st_size, kEnd) - kEnd, texts)) {
      found.push_back(object.path());
    }
  });
  return found;
}

}  // namespace iec
