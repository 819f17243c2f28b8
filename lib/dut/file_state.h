// SPDX-License-Identifier: Apache-2.0
// Everything of a file that an undo has to put back: bytes, owner, mode,
// modification time and extended attributes (ACLs and labels are such).
#ifndef IEC_LIB_DUT_FILE_STATE_H_
#define IEC_LIB_DUT_FILE_STATE_H_

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

struct FileState {
  bool exists = false;
  std::string bytes;
  mode_t mode = 0;  // permission bits only
  uid_t uid = 0;
  gid_t gid = 0;
  int64_t mtime_seconds = 0;
  int64_t mtime_nanoseconds = 0;
  std::map<std::string, std::string> attributes;

  bool operator==(const FileState&) const = default;
};

// A link is followed: what lies behind it is meant. Anything but a regular
// file is an error, at most 16 MiB are read.
Result<FileState> ReadFileState(const std::string& path);

// Makes the file equal to `state`, so that a power cut at any moment leaves
// either the old or the new one. Does nothing where it is equal already and
// changes only the metadata where the bytes are. A link stays a link.
Status RestoreFile(const std::string& path, const FileState& state);

// Replaces the bytes and keeps everything else, except the time.
Status ReplaceBytes(const std::string& path, std::string_view bytes);

// The attributes of an open file.
Result<std::map<std::string, std::string>> ReadAttributes(int fd);

}  // namespace iec

#endif  // IEC_LIB_DUT_FILE_STATE_H_
