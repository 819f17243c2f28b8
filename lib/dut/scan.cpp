// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/scan.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/mounts.h"

namespace iec {
namespace {

using FileId = std::pair<dev_t, ino_t>;

struct PseudoFileSystem {
  uint32_t magic;
  std::string_view name;
};

// Magic numbers as in the kernel's <linux/magic.h>; some stand in the file
// system's own source only.
constexpr std::array<PseudoFileSystem, 22> kPseudoFileSystems = {{
    {0x00009fa0, "proc"},        {0x62656572, "sysfs"},
    {0x0027e0eb, "cgroup"},      {0x63677270, "cgroup2"},
    {0x64626720, "debugfs"},     {0x74726163, "tracefs"},
    {0x73636673, "securityfs"},  {0xcafe4a11, "bpf"},
    {0x62656570, "configfs"},    {0xde5e81e4, "efivarfs"},
    {0x19800202, "mqueue"},      {0x958458f6, "hugetlbfs"},
    {0x6165676c, "pstore"},      {0xf97cff8c, "selinuxfs"},
    {0x43415d53, "smackfs"},     {0x5a3c69f0, "apparmorfs"},
    {0x42494e4d, "binfmt_misc"}, {0x00000187, "autofs"},
    {0x6e736673, "nsfs"},        {0x67596969, "rpc_pipefs"},
    {0x65735543, "fusectl"},     {0x65735546, "fuse"},
}};

std::string_view PseudoName(uint32_t magic) {
  for (const PseudoFileSystem& known : kPseudoFileSystems) {
    if (known.magic == magic) return known.name;
  }
  return "";
}

bool IsBelow(std::string_view path, std::string_view directory) {
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

std::set<FileId> MountedDirectories() {
  std::set<FileId> found;
  for (const std::string& point : MountPoints()) {
    struct stat info {};
    if (fstatat(AT_FDCWD, point.c_str(), &info,
                AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) == 0 &&
        S_ISDIR(info.st_mode)) {
      found.insert({info.st_dev, info.st_ino});
    }
  }
  return found;
}

class Scanner {
 public:
  Scanner(const ScanOptions& options,
          const std::function<void(const ScanObject&)>& visit)
      : options_(options), visit_(visit), mounted_(MountedDirectories()) {}

  Result<ScanSummary> Run() {
    IEC_RETURN_IF_ERROR(VisitRoot());
    IEC_ASSIGN_OR_RETURN(const WalkCounts counts,
                         Walk(options_.root, [this](const WalkObject& object) {
                           return Look(object);
                         }));
    summary_.objects += counts.objects;
    summary_.unreadable = counts.unreadable;
    summary_.first_unreadable = counts.first_unreadable;
    std::sort(summary_.skipped.begin(), summary_.skipped.end());
    return summary_;
  }

 private:
  Status VisitRoot() {
    UniqueFd fd(open(options_.root.c_str(),
                     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat info {};
    if (!fd || fstat(fd.get(), &info) != 0) {
      return ErrnoError("opening", options_.root);
    }
    IsSeenBefore(info);
    ++summary_.objects;
    visit_(ScanObject(
        {fd.get(), ".", options_.root, info, info.st_dev, /*reachable=*/true}));
    return {};
  }

  WalkStep Look(const WalkObject& object) {
    const bool directory = S_ISDIR(object.info.st_mode);
    if (directory && IsSkipped(object)) return WalkStep::kPass;
    if (directory && IsSeenBefore(object.info)) return WalkStep::kPass;
    visit_(ScanObject(object));
    return WalkStep::kDescend;
  }

  bool IsSkipped(const WalkObject& object) {
    for (const std::string& skip : options_.skip) {
      if (!IsBelow(object.path, skip)) continue;
      summary_.skipped.push_back(object.path + " (as told)");
      return true;
    }
    if (object.info.st_dev == object.directory_device) return false;
    UniqueFd fd(openat(object.directory_fd, object.name,
                       O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct statfs file_system {};
    if (!fd || fstatfs(fd.get(), &file_system) != 0) return false;
    const std::string_view name =
        PseudoName(static_cast<uint32_t>(file_system.f_type));
    if (name.empty()) return false;
    summary_.skipped.push_back(fmt::format("{} ({})", object.path, name));
    return true;
  }

  // Only where something is mounted can a directory come by a second time, so
  // these are all that have to be remembered.
  bool IsSeenBefore(const struct stat& info) {
    const FileId id{info.st_dev, info.st_ino};
    return mounted_.contains(id) && !seen_.insert(id).second;
  }

  const ScanOptions& options_;
  const std::function<void(const ScanObject&)>& visit_;
  std::set<FileId> mounted_;
  std::set<FileId> seen_;
  ScanSummary summary_;
};

bool MayCarryAttributes(const struct stat& info) {
  return S_ISREG(info.st_mode) || S_ISDIR(info.st_mode);
}

}  // namespace

std::string ScanObject::ProcPath() const {
  return fmt::format("/proc/self/fd/{}/{}", object_.directory_fd, object_.name);
}

std::vector<std::string> ScanObject::AttributeNames() const {
  std::vector<std::string> names;
  if (!MayCarryAttributes(info())) return names;
  std::array<char, 4096> buffer{};
  const std::string path = ProcPath();
  ssize_t length = llistxattr(path.c_str(), buffer.data(), buffer.size());
  std::string all;
  if (length > 0) {
    all.assign(buffer.data(), static_cast<size_t>(length));
  } else if (length < 0 && errno == ERANGE) {
    all.resize(65536);  // the kernel's limit
    length = llistxattr(path.c_str(), all.data(), all.size());
    all.resize(length < 0 ? 0 : static_cast<size_t>(length));
  }
  for (std::string& name : Split(all, '\0')) {
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

std::optional<std::string> ScanObject::Attribute(
    const std::string& name) const {
  std::string value(65536, '\0');
  const ssize_t size =
      lgetxattr(ProcPath().c_str(), name.c_str(), value.data(), value.size());
  if (size < 0) return std::nullopt;
  value.resize(static_cast<size_t>(size));
  return value;
}

Result<ScanSummary> ScanFileSystem(
    const ScanOptions& options,
    const std::function<void(const ScanObject&)>& visit) {
  return Scanner(options, visit).Run();
}

}  // namespace iec
