// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/trusted_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

namespace iec {

Result<std::string> ReadTrustedFile(const std::string& path, size_t limit) {
  // O_NONBLOCK: a FIFO in its place must not make us wait.
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!fd || fstat(fd.get(), &status) != 0) return ErrnoError("opening", path);
  if (!S_ISREG(status.st_mode)) return Error{path + " is no regular file"};
  if (status.st_uid != 0 && status.st_uid != geteuid()) {
    return Error{fmt::format(
        "{} belongs to uid {}, and what it says would run as root: give it "
        "to root (chown root) or name it with --profile",
        path, status.st_uid)};
  }
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return Error{fmt::format(
        "{} has mode {:04o}, and what others write there would run as root: "
        "chmod go-w, or name it with --profile",
        path, status.st_mode & 07777)};
  }
  auto bytes = ReadAll(fd.get(), limit);
  if (!bytes.ok()) return bytes.error().Within("reading " + path);
  return bytes;
}

}  // namespace iec
