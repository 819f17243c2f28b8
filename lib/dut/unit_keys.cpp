// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/unit_keys.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <libssh/libssh.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/paths.h"
#include "lib/dut/scan.h"
#include "lib/dut/secret_text.h"
#include "lib/dut/ssh_key.h"
#include "lib/dut/sshd_settings.h"

namespace iec {
namespace {

// The longest private key of RSA is half of that.
constexpr off_t kLongestKey = 16 * 1024;
constexpr std::string_view kPem = "-----BEGIN ";
constexpr int64_t kPerSecond = 1000;
// How long a first start may take before the machine id is written for good.
constexpr int64_t kFirstStart = 300 * kPerSecond;
// Of the clock's reading against the kernel's count of ticks.
constexpr int64_t kSlack = 2 * kPerSecond;

std::string RealPath(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(
      realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : "";
}

int64_t ModifiedAt(const struct stat& info) {
  return info.st_mtim.tv_sec * kPerSecond + info.st_mtim.tv_nsec / 1'000'000;
}

// Not by the device: on overlays each layer has another one.
uint64_t MountOf(const std::string& path) {
  struct statx info {};
  if (statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_MNT_ID, &info) !=
      0) {
    return 0;
  }
  return (info.stx_mask & STATX_MNT_ID) != 0
             ? info.stx_mnt_id
             : makedev(info.stx_dev_major, info.stx_dev_minor);
}

// As SshServer has that of the key that it presents.
std::string FingerprintOf(const std::string& text) {
  // Other tools write words before it.
  const auto key =
      SshKey::FromText(text.substr(std::min(text.find(kPem), text.size())));
  if (!key.ok()) return "";
  unsigned char* hash = nullptr;
  size_t size = 0;
  if (ssh_get_publickey_hash(key->get(), SSH_PUBLICKEY_HASH_SHA256, &hash,
                             &size) != 0) {
    return "";
  }
  char* shown = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, size);
  ssh_clean_pubkey_hash(&hash);
  const std::string fingerprint(shown == nullptr ? "" : shown);
  ssh_string_free_char(shown);
  return fingerprint;
}

bool IsBelow(const std::string& path, std::string_view directory) {
  return path.starts_with(directory) && path.size() > directory.size() &&
         path[directory.size()] == '/';
}

// Keys that everybody knows and nobody uses.
bool IsExample(const std::string& path) {
  static constexpr std::string_view kFolders[] = {
      "/doc/", "/test/", "/tests/", "/example/", "/examples/", "/testdata/"};
  return std::any_of(std::begin(kFolders), std::end(kFolders),
                     [&](std::string_view folder) {
                       return path.find(folder) != std::string::npos;
                     });
}

// What a file that may be a key says; empty where it cannot be one.
std::string ReadIfKey(const ScanObject& object, const std::set<off_t>& sizes) {
  const struct stat& info = object.info();
  if (!S_ISREG(info.st_mode) || info.st_size == 0 ||
      info.st_size > kLongestKey) {
    return "";
  }
  const UniqueFd fd(open(object.path().c_str(),
                         O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return "";
  auto text = ReadAll(fd.get(), kLongestKey);
  if (!text.ok() || (text->find(kPem) == std::string::npos &&
                     !sizes.contains(info.st_size))) {
    return "";
  }
  return *std::move(text);
}

}  // namespace

std::vector<UnitKey> UnitKeys(const std::vector<std::string>& patterns) {
  std::vector<std::string> all = patterns;
  for (const std::string& config : SshdConfigFiles()) {
    for (const SshdSetting& setting : ReadSshdSettings(config)) {
      if (setting.keyword == "hostkey") all.push_back(setting.value);
    }
  }
  std::set<std::string> paths;
  for (const std::string& pattern : all) {
    for (const std::string& path : MatchingPaths(pattern)) {
      struct stat info {};
      const std::string real = RealPath(path);
      if (!real.empty() && !real.ends_with(".pub") &&
          stat(real.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
          info.st_size > 0) {
        paths.insert(real);
      }
    }
  }
  std::vector<UnitKey> keys;
  for (const std::string& path : paths) {
    UnitKey key{path, "", false};
    if (const auto text = ReadFile(path, kLongestKey); text.ok()) {
      key.is_private_key = SecretIn(*text) == "a private key";
      key.fingerprint = FingerprintOf(*text);
    }
    keys.push_back(std::move(key));
  }
  return keys;
}

bool IsOfTheImage(const std::string& path) {
  for (const char* own : {"/usr/local/etc", "/usr/local/var"}) {
    if (IsBelow(path, own)) return false;
  }
  for (const char* place : {"/usr", "/lib", "/lib64", "/bin", "/sbin"}) {
    if (IsBelow(path, place)) return true;
  }
  // A partition of the unit's own may be mounted for reading only as well:
  // what counts is whether the programs are on it.
  struct statvfs system {};
  return statvfs(path.c_str(), &system) == 0 &&
         (system.f_flag & ST_RDONLY) != 0 &&
         MountOf(path) == MountOf("/usr/bin");
}

std::vector<std::string> BroughtByPackages(const std::vector<UnitKey>& keys,
                                           const std::string& root) {
  std::vector<std::string> found;
  for (const char* lists :
       {"/var/lib/dpkg/info/*.list", "/usr/lib/opkg/info/*.list",
        "/var/lib/opkg/info/*.list"}) {
    for (const std::string& list : MatchingPaths(root + lists)) {
      auto text = ReadFile(list);
      if (!text.ok()) continue;
      text->insert(0, 1, '\n');
      const std::string name = list.substr(list.rfind('/') + 1);
      for (const UnitKey& key : keys) {
        const size_t at = text->find("\n" + key.path);
        if (at == std::string::npos) continue;
        // opkg says more behind it.
        const char end = (*text + "\n")[at + 1 + key.path.size()];
        if (end != '\n' && end != '\t') continue;
        found.push_back(fmt::format("{} brings {}",
                                    name.substr(0, name.rfind('.')), key.path));
      }
    }
  }
  return found;
}

std::vector<std::string> SoftwarePlaces() {
  std::vector<std::string> places;
  for (const char* place :
       {"/usr", "/lib", "/lib64", "/bin", "/sbin", "/opt"}) {
    struct stat info {};
    if (lstat(place, &info) == 0 && S_ISDIR(info.st_mode)) {
      places.emplace_back(place);
    }
  }
  return places;
}

Result<std::vector<std::string>> KeysAmongSoftware(
    const std::vector<UnitKey>& keys, const std::vector<std::string>& published,
    const std::vector<std::string>& places) {
  std::set<off_t> sizes;
  std::vector<std::string> contents;
  for (const UnitKey& key : keys) {
    auto text = ReadFile(key.path, kLongestKey);
    contents.push_back(text.ok() ? *std::move(text) : "");
    sizes.insert(static_cast<off_t>(contents.back().size()));
  }
  std::vector<std::string> found;
  const auto look = [&](const ScanObject& object) {
    const std::string text = ReadIfKey(object, sizes);
    if (text.empty()) return;
    const bool is_key = SecretIn(text) == "a private key";
    const std::string fingerprint = is_key ? FingerprintOf(text) : "";
    for (size_t i = 0; i < keys.size(); ++i) {
      if (object.path() == keys[i].path) return;
      if (text == contents[i] ||
          (!fingerprint.empty() && fingerprint == keys[i].fingerprint)) {
        found.push_back(object.path() + " is a copy of " + keys[i].path);
        return;
      }
    }
    // What a product makes for itself may lie beside it in /opt.
    if (is_key && !IsExample(object.path()) &&
        !IsBelow(object.path(), "/opt") &&
        std::find(published.begin(), published.end(), object.path()) ==
            published.end()) {
      found.push_back(object.path() + " is a private key");
    }
  };
  for (const std::string& place : places) {
    ScanOptions options;
    options.root = place;
    IEC_ASSIGN_OR_RETURN(const auto summary, ScanFileSystem(options, look));
    (void)summary;
  }
  return found;
}

bool IsOlderThanUnit(int64_t milliseconds, const Beginning& beginning) {
  const bool first = beginning.machine_id >= beginning.first_process - kSlack;
  return first ? milliseconds < beginning.first_process - kSlack
               : milliseconds < beginning.machine_id - kFirstStart;
}

std::vector<std::string> OlderThanUnit(const std::vector<UnitKey>& keys,
                                       const std::string& machine_id,
                                       size_t& told) {
  told = 0;
  std::vector<std::string> found;
  struct stat id {};
  const std::string parent = machine_id.substr(0, machine_id.rfind('/'));
  const uint64_t mount = MountOf(machine_id);
  // Where nothing can be written, this start's own is mounted over it.
  if (lstat(machine_id.c_str(), &id) != 0 || !S_ISREG(id.st_mode) ||
      id.st_size == 0 || mount == 0 || mount != MountOf(parent)) {
    return found;
  }
  Beginning beginning;
  beginning.machine_id = ModifiedAt(id);
  struct timespec up {};
  const auto started = StartTimeOf(1);
  if (!started || clock_gettime(CLOCK_BOOTTIME, &up) != 0) return found;
  const int64_t uptime = up.tv_sec * kPerSecond + up.tv_nsec / 1'000'000;
  beginning.first_process =
      NowMilliseconds() - uptime +
      *started * kPerSecond / std::max(sysconf(_SC_CLK_TCK), 1L);
  for (const UnitKey& key : keys) {
    struct stat info {};
    if (!key.is_private_key || lstat(key.path.c_str(), &info) != 0 ||
        MountOf(key.path) != mount) {
      continue;
    }
    ++told;
    if (IsOlderThanUnit(ModifiedAt(info), beginning)) {
      found.push_back(fmt::format("{} is of {}, the machine id of {}", key.path,
                                  Rfc3339(ModifiedAt(info)),
                                  Rfc3339(beginning.machine_id)));
    }
  }
  return found;
}

std::vector<std::string> OfTheTimeOfPrograms(const std::vector<UnitKey>& keys,
                                             const std::string& programs) {
  using Time = std::pair<time_t, long>;  // NOLINT(runtime/int): timespec's
  std::map<Time, std::string> written;
  struct stat info {};
  for (const std::string& name : FilesIn(programs)) {
    std::string path = programs + "/" + name;
    if (lstat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode)) {
      written.try_emplace({info.st_mtim.tv_sec, info.st_mtim.tv_nsec},
                          std::move(path));
    }
  }
  std::vector<std::string> found;
  for (const UnitKey& key : keys) {
    if (lstat(key.path.c_str(), &info) != 0) continue;
    const auto program =
        written.find({info.st_mtim.tv_sec, info.st_mtim.tv_nsec});
    if (program != written.end()) {
      found.push_back(key.path + " has the time of " + program->second);
    }
  }
  return found;
}

bool IsMachineId(std::string_view text) {
  text = Trim(text);
  return text.size() == 32 &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         text.find_first_not_of(text[0]) != std::string_view::npos;
}

}  // namespace iec
