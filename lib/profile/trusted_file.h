// SPDX-License-Identifier: Apache-2.0
// A profile names programs that run as root (its hooks), so the one that is
// read without being asked for must not be anybody's to write.
#ifndef IEC_LIB_PROFILE_TRUSTED_FILE_H_
#define IEC_LIB_PROFILE_TRUSTED_FILE_H_

#include <cstddef>
#include <string>

#include "lib/base/result.h"

namespace iec {

// The whole of a regular file of root's or our own that neither group nor
// others may write; more than `limit` bytes is an error.
Result<std::string> ReadTrustedFile(const std::string& path, size_t limit);

}  // namespace iec

#endif  // IEC_LIB_PROFILE_TRUSTED_FILE_H_
