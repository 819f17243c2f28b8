// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_DUT_PATHS_H_
#define IEC_LIB_DUT_PATHS_H_

#include <string>
#include <vector>

namespace iec {

// The paths that match a pattern of glob(7), in alphabetical order. The name
// of the pattern itself where it is one without wildcards and is there.
std::vector<std::string> MatchingPaths(const std::string& pattern);

// Names in a directory, sorted, but for those that begin with a dot; none
// where it cannot be read.
std::vector<std::string> FilesIn(const std::string& directory);

}  // namespace iec

#endif  // IEC_LIB_DUT_PATHS_H_
