// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/paths.h"

#include <dirent.h>
#include <glob.h>

#include <algorithm>
#include <memory>

namespace iec {

std::vector<std::string> MatchingPaths(const std::string& pattern) {
  std::vector<std::string> paths;
  glob_t found{};
  // Without GLOB_TILDE, which would look users up.
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  return paths;
}

std::vector<std::string> FilesIn(const std::string& directory) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> open(opendir(directory.c_str()),
                                                 &closedir);
  if (!open) return names;
  while (const dirent* entry = readdir(open.get())) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace iec
