// SPDX-License-Identifier: Apache-2.0
// tar: the plain part of POSIX ustar: regular files and nothing else, each with
// the one header that its name and size give. What is left to the writer of a
// header is left to each reader as well, and two could unpack two things.
#ifndef IEC_LIB_EVIDENCE_TAR_H_
#define IEC_LIB_EVIDENCE_TAR_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// `names` below `directory`, in this order, without owners and times, so that
// equal files make an equal archive. Each name is at most 100 bytes long.
Status WriteTar(const std::string& directory,
                const std::vector<std::string>& names, int fd);

inline constexpr size_t kTarBlock = 512;

struct TarEntry {
  std::string name;
  uint64_t size = 0;
  bool is_end = false;  // a block of zeros
};

// Of one block; an error where it is not as WriteTar() writes it.
Result<TarEntry> ParseTarHeader(std::string_view block);

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_TAR_H_
