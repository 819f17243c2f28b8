// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/paths.h"

#include <glob.h>

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

}  // namespace iec
