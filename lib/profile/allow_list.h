// SPDX-License-Identifier: Apache-2.0
// The forms in which a profile allows an object of the file system. Test
// cases read them with the same functions that check the profile.
#ifndef IEC_LIB_PROFILE_ALLOW_LIST_H_
#define IEC_LIB_PROFILE_ALLOW_LIST_H_

#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

// "4755 root:root /usr/bin/su"
struct AllowedSetuid {
  unsigned mode = 0;  // permission bits, with one of 06000 at least
  std::string owner;  // a name or a number
  std::string group;
  std::string path;  // may hold blanks
};
Result<AllowedSetuid> ParseAllowedSetuid(std::string_view item);

// "/usr/bin/ping cap_net_raw=ep", as getcap prints it
struct AllowedCapabilities {
  std::string path;
  std::string capabilities;
};
Result<AllowedCapabilities> ParseAllowedCapabilities(std::string_view item);

// Absolute, not "/", without "//", "." and ".." in it and "/" at its end: a
// path in another form would match nothing in silence.
Status CheckAllowedPath(std::string_view path);

}  // namespace iec

#endif  // IEC_LIB_PROFILE_ALLOW_LIST_H_
