// SPDX-License-Identifier: Apache-2.0
// Walks a tree that hostile users may have made and may be changing: through
// directory descriptors, following no link, to any depth, with a fixed number
// of descriptors.
#ifndef IEC_LIB_DUT_WALK_H_
#define IEC_LIB_DUT_WALK_H_

#include <sys/stat.h>

#include <cstdint>
#include <functional>
#include <string>

#include "lib/base/result.h"

namespace iec {

struct WalkObject {
  int directory_fd;         // of the directory it is in
  const char* name;         // in there
  const std::string& path;  // from the root of the walk on
  const struct stat& info;  // of a link, of the link itself
  dev_t directory_device;   // another one than info's: a file system begins
  // False below a directory of the walk that only its owner may enter.
  bool reachable;
};

enum class WalkStep { kDescend, kPass };

struct WalkCounts {
  uint64_t objects = 0;
  // Directories that vanished, moved or could not be read on the way.
  uint64_t unreadable = 0;
  std::string first_unreadable;  // "PATH: reason"
};

// Calls `visit` for everything below `root`, not for the root. kDescend is
// heeded for directories only. `visit` may remove what it is shown.
// An Error only where the root cannot be opened.
Result<WalkCounts> Walk(
    const std::string& root,
    const std::function<WalkStep(const WalkObject&)>& visit);

// Removes the file or tree. Follows no link and leaves what is mounted in it:
// that is an Error. Gone already is fine.
Status RemoveTreeAt(int directory_fd, const char* name);
Status RemoveTreeSafely(const std::string& path);

}  // namespace iec

#endif  // IEC_LIB_DUT_WALK_H_
