// SPDX-License-Identifier: Apache-2.0
#include "lib/base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>

namespace iec {
namespace {

std::string Parent(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status WriteNew(const std::string& path, std::string_view bytes, mode_t mode) {
  UniqueFd fd(open(path.c_str(),
                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
  if (!fd) return ErrnoError("creating", path);
  // The umask must not decide who may read a file of ours.
  if (fchmod(fd.get(), mode) != 0) return ErrnoError("setting mode of", path);
  if (auto status = WriteAll(fd.get(), bytes); !status.ok()) {
    return status.error().Within(path);
  }
  if (fsync(fd.get()) != 0) return ErrnoError("syncing", path);
  return {};
}

int RemoveOne(const char* path, const struct stat*, int, struct FTW*) {
  return remove(path);
}

}  // namespace

void UniqueFd::Reset(int fd) {
  if (fd_ >= 0) close(fd_);
  fd_ = fd;
}

Error ErrnoError(std::string_view doing, std::string_view what) {
  const char* reason = std::strerror(errno);
  if (what.empty()) return Error{fmt::format("{}: {}", doing, reason)};
  return Error{fmt::format("{} {}: {}", doing, what, reason)};
}

Result<std::string> ReadAll(int fd, size_t limit) {
  std::string bytes;
  char buffer[16384];
  for (;;) {
    const ssize_t count = read(fd, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("reading");
    if (count == 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(count));
    if (bytes.size() > limit) {
      return Error{fmt::format("more than the {} bytes allowed", limit)};
    }
  }
}

Result<std::string> ReadFile(const std::string& path, size_t limit) {
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) return ErrnoError("opening", path);
  auto bytes = ReadAll(fd.get(), limit);
  if (!bytes.ok()) return bytes.error().Within(path);
  return bytes;
}

Status WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("writing");
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return {};
}

Status WriteFileAtomically(const std::string& path, std::string_view bytes,
                           mode_t mode) {
  constexpr std::string_view kEnding = ".iec-new";
  const size_t name = path.rfind('/') + 1;  // npos + 1: at the beginning
  std::string temporary = path.substr(0, name + NAME_MAX - kEnding.size());
  temporary += kEnding;
  unlink(temporary.c_str());
  if (auto status = WriteNew(temporary, bytes, mode); !status.ok()) {
    unlink(temporary.c_str());
    return status;
  }
  if (rename(temporary.c_str(), path.c_str()) != 0) {
    const Error error = ErrnoError("renaming to", path);
    unlink(temporary.c_str());
    return error;
  }
  return SyncDirectory(Parent(path));
}

Status CreateFile(const std::string& path, std::string_view bytes,
                  mode_t mode) {
  IEC_RETURN_IF_ERROR(WriteNew(path, bytes, mode));
  return SyncDirectory(Parent(path));
}

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string_view FileName(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

Status SyncDirectory(const std::string& path) {
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return ErrnoError("opening", path);
  if (fsync(fd.get()) != 0) return ErrnoError("syncing", path);
  return {};
}

Status EnsurePrivateDirectory(const std::string& path) {
  struct stat info {};
  if (lstat(path.c_str(), &info) == 0) {
    if (!S_ISDIR(info.st_mode)) {
      return Error{path + " is in the way: it is not a directory"};
    }
    if (info.st_uid != geteuid() || (info.st_mode & 022) != 0) {
      return Error{path +
                   " can be written by others: remove it or give it "
                   "mode 0700 and this user as owner"};
    }
    return {};
  }
  const std::string parent = Parent(path);
  if (parent != path && !Exists(parent)) {
    IEC_RETURN_IF_ERROR(EnsurePrivateDirectory(parent));
  }
  if (mkdir(path.c_str(), 0700) != 0) return ErrnoError("creating", path);
  return SyncDirectory(parent);
}

bool Exists(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0;
}

Result<std::string> ReadLink(const std::string& path) {
  char target[PATH_MAX];
  const ssize_t size = readlink(path.c_str(), target, sizeof target);
  if (size < 0) return ErrnoError("reading the link", path);
  return std::string(target, static_cast<size_t>(size));
}

std::string LinkTarget(const std::string& path) {
  auto target = ReadLink(path);
  return target.ok() ? *std::move(target) : "";
}

Status RemoveTree(const std::string& path) {
  if (!Exists(path)) return {};
  constexpr int kOpenDirectories = 16;
  if (nftw(path.c_str(), RemoveOne, kOpenDirectories,
           FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0) {
    return ErrnoError("removing", path);
  }
  return {};
}

}  // namespace iec
