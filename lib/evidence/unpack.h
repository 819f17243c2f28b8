// SPDX-License-Identifier: Apache-2.0
// unpack: a bundle that somebody else made, a directory or a tar, into a
// private directory, so that what is judged is what was digested.
#ifndef IEC_LIB_EVIDENCE_UNPACK_H_
#define IEC_LIB_EVIDENCE_UNPACK_H_

#include <cstdint>
#include <map>
#include <string>

#include "lib/base/result.h"

namespace iec {

// Bytes of all files together.
inline constexpr uint64_t kMaxBundleBytes = uint64_t{4} << 30;

struct UnpackedFile {
  std::string sha256;
  int64_t size = 0;
};
using UnpackedFiles = std::map<std::string, UnpackedFile>;  // by name

struct Unpacked {
  UnpackedFiles files;
  std::string refused;  // why it is no bundle; empty: it can be one
};

// Refuses what a bundle never has: links, devices, pipes, names that lead
// elsewhere, names that come twice, directories without a file, too much of
// anything. An error where it could not be read.
Result<Unpacked> Unpack(const std::string& bundle, const std::string& to,
                        uint64_t max_bytes = kMaxBundleBytes);

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_UNPACK_H_
