// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/expand.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

#include "lib/base/file.h"

namespace iec {
namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

// Of links only those to files count. What cannot be looked at is named like a
// file.
mode_t KindOf(const std::string& path) {
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) return S_IFREG;
  if (!S_ISLNK(info.st_mode)) return info.st_mode & S_IFMT;
  return stat(path.c_str(), &info) != 0 || S_ISREG(info.st_mode) ? S_IFREG : 0;
}

Status AddBelow(const std::string& path, size_t depth, size_t max_files,
                std::vector<std::string>& files) {
  if (depth > kMaxInputDepth) {
    return Error{fmt::format(
        "{} is more than {} directories deep: name it as an input of its own",
        path, kMaxInputDepth)};
  }
  const std::unique_ptr<DIR, CloseDirectory> directory(opendir(path.c_str()));
  if (!directory) {
    files.push_back(path);
    return {};
  }
  for (;;) {
    errno = 0;
    const dirent* const entry = readdir(directory.get());
    if (entry == nullptr && errno != 0) return ErrnoError("listing", path);
    if (entry == nullptr) return {};
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    const std::string below =
        fmt::format("{}{}{}", path, path.ends_with('/') ? "" : "/", name);
    const mode_t kind = KindOf(below);
    if (kind == S_IFDIR) {
      IEC_RETURN_IF_ERROR(AddBelow(below, depth + 1, max_files, files));
    } else if (kind == S_IFREG) {
      files.push_back(below);
    }
    if (files.size() > max_files) {
      return Error{fmt::format(
          "there are more than {} files: name its directories one by one",
          max_files)};
    }
  }
}

}  // namespace

Result<std::vector<std::string>> ExpandInput(const std::string& path,
                                             size_t max_files) {
  struct stat info {};
  if (path == "-" || stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return std::vector<std::string>{path};
  }
  std::vector<std::string> files;
  const Status status = AddBelow(path, 0, max_files, files);
  if (!status.ok()) return status.error().Within(path);
  if (files.empty()) {
    return Error{path + " is a directory without a file in it or below"};
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace iec
