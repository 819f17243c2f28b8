// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_input.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "lib/base/file.h"

namespace iec {
namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

}  // namespace

Result<std::vector<std::string>> ExpandInput(const std::string& path) {
  struct stat info {};
  if (path == "-" || stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return std::vector<std::string>{path};
  }
  const std::unique_ptr<DIR, CloseDirectory> directory(opendir(path.c_str()));
  if (!directory) return ErrnoError("opening", path);
  std::vector<std::string> files;
  while (const dirent* entry = readdir(directory.get())) {
    const std::string file =
        fmt::format("{}{}{}", path, path.ends_with('/') ? "" : "/",
                    std::string_view(entry->d_name));
    if (stat(file.c_str(), &info) == 0 && S_ISREG(info.st_mode)) {
      files.push_back(file);
    }
  }
  if (files.empty()) return Error{path + " is a directory without a file"};
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace iec
