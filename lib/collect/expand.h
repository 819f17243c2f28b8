// SPDX-License-Identifier: Apache-2.0
// expand: an input that is a directory becomes the files below it.
#ifndef IEC_LIB_COLLECT_EXPAND_H_
#define IEC_LIB_COLLECT_EXPAND_H_

#include <cstddef>
#include <string>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Directories below the one that is named, and files in all of them. What goes
// beyond is an error and not left out: a report must not lack it unseen.
inline constexpr size_t kMaxInputDepth = 8;
inline constexpr size_t kMaxInputFiles = 1'000'000;

// `path` itself, or, where it is a directory, each regular file in it and
// below, by name. Links to files are followed and links to directories are
// not, so that there is an end. A directory that cannot be opened, and what
// cannot be looked at, is named like a file: whoever reads the others finds out
// why. "-" stays as it is.
Result<std::vector<std::string>> ExpandInput(const std::string& path,
                                             size_t max_files = kMaxInputFiles);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_EXPAND_H_
