// SPDX-License-Identifier: Apache-2.0
// Files and descriptors without surprises: no symbolic link is followed where
// we write, everything read has a size limit, a written file is complete or
// not there.
#ifndef IEC_LIB_BASE_FILE_H_
#define IEC_LIB_BASE_FILE_H_

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>

#include "lib/base/result.h"

namespace iec {

class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    Reset(std::exchange(other.fd_, -1));
    return *this;
  }
  UniqueFd(const UniqueFd&) = delete;
  UniqueFd& operator=(const UniqueFd&) = delete;
  ~UniqueFd() { Reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int Release() { return std::exchange(fd_, -1); }
  void Reset(int fd = -1);

 private:
  int fd_ = -1;
};

// "opening /etc/shadow: Permission denied"
Error ErrnoError(std::string_view doing, std::string_view what = {});

inline constexpr size_t kDefaultReadLimit = 16u << 20;

// The whole file; more than `limit` bytes is an error. Works for /proc.
Result<std::string> ReadFile(const std::string& path,
                             size_t limit = kDefaultReadLimit);
Result<std::string> ReadAll(int fd, size_t limit = kDefaultReadLimit);

Status WriteAll(int fd, std::string_view bytes);

// Writes beside the file, syncs, renames over it and syncs the directory.
Status WriteFileAtomically(const std::string& path, std::string_view bytes,
                           mode_t mode);

// O_EXCL and O_NOFOLLOW: fails where something is already there.
Status CreateFile(const std::string& path, std::string_view bytes, mode_t mode);

Status SyncDirectory(const std::string& path);

// "/etc" for "/etc/shadow", "/" for "/etc", "." for a bare name.
std::string DirectoryOf(const std::string& path);

// "shadow" for "/etc/shadow": without its folder, which may name a person.
std::string_view FileName(std::string_view path);

// A directory of this mode that belongs to us; made with its parents where
// absent. One that belongs to somebody else or is a link is refused.
Status EnsurePrivateDirectory(const std::string& path);

bool Exists(const std::string& path);  // does not follow links

// Where a symbolic link leads, as it stands there.
Result<std::string> ReadLink(const std::string& path);
// The same; empty where it cannot be read or there is none.
std::string LinkTarget(const std::string& path);

// Removes a tree without following links or leaving its file system.
Status RemoveTree(const std::string& path);

}  // namespace iec

#endif  // IEC_LIB_BASE_FILE_H_
