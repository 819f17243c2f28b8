// SPDX-License-Identifier: Apache-2.0
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

constexpr int kOpenDirectory = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// A directory that is not empty is moved to the top of the tree and emptied
// from there. So no tree is too deep, and every step leaves less to do, which
// also makes it fit for being cut short.
class Remover {
 public:
  Remover(int root, dev_t device) : root_(root), device_(device) {}

  Status Empty() {
    for (bool found = true; found;) {
      found = false;
      IEC_RETURN_IF_ERROR(EmptyDirectory(root_, found));
    }
    return {};
  }

 private:
  Status EmptyDirectory(int fd, bool& found) {
    const int stream_fd = openat(fd, ".", kOpenDirectory);
    DIR* opened = stream_fd < 0 ? nullptr : fdopendir(stream_fd);
    if (opened == nullptr) return ErrnoError("reading a directory");
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(opened, &closedir);
    while (const dirent* entry = readdir(stream.get())) {
      if (std::strcmp(entry->d_name, ".") == 0 ||
          std::strcmp(entry->d_name, "..") == 0) {
        continue;
      }
      found = true;
      IEC_RETURN_IF_ERROR(RemoveEntry(fd, entry->d_name));
    }
    return {};
  }

  Status RemoveEntry(int fd, const char* name) {
    struct stat info {};
    if (fstatat(fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
      return errno == ENOENT ? Status() : Failed("looking at", name);
    }
    if (!S_ISDIR(info.st_mode)) {
      if (unlinkat(fd, name, 0) == 0 || errno == ENOENT) return {};
      return Failed("removing", name);
    }
    if (info.st_dev != device_) {
      return Error{
          fmt::format("{} is mounted in there: unmount it", Printable(name))};
    }
    if (unlinkat(fd, name, AT_REMOVEDIR) == 0 || errno == ENOENT) return {};
    if (errno != ENOTEMPTY && errno != EEXIST) return Failed("removing", name);
    return fd == root_ ? EmptySubdirectory(name) : MoveToTop(fd, name);
  }

  Status EmptySubdirectory(const char* name) {
    UniqueFd fd(openat(root_, name, kOpenDirectory));
    if (!fd) return errno == ENOENT ? Status() : Failed("opening", name);
    bool found = false;
    return EmptyDirectory(fd.get(), found);
  }

  Status MoveToTop(int fd, const char* name) {
    for (;;) {
      const std::string to = fmt::format(".iec-removed-{}", next_++);
      if (renameat2(fd, name, root_, to.c_str(), RENAME_NOREPLACE) == 0) {
        return {};
      }
      if (errno != EEXIST) return Failed("moving", name);
    }
  }

  static Status Failed(std::string_view doing, const char* name) {
    return ErrnoError(doing, Printable(name));
  }

  int root_;
  dev_t device_;
  unsigned next_ = 0;
};

}  // namespace

Status RemoveTreeAt(int directory_fd, const char* name) {
  struct stat info {};
  if (fstatat(directory_fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
    return errno == ENOENT ? Status() : ErrnoError("looking at", name);
  }
  if (!S_ISDIR(info.st_mode)) {
    if (unlinkat(directory_fd, name, 0) == 0 || errno == ENOENT) return {};
    return ErrnoError("removing", Printable(name));
  }
  UniqueFd fd(openat(directory_fd, name, kOpenDirectory));
  if (!fd) return ErrnoError("opening", Printable(name));
  if (fstat(fd.get(), &info) != 0) return ErrnoError("looking at", name);
  if (auto status = Remover(fd.get(), info.st_dev).Empty(); !status.ok()) {
    return status.error().Within("emptying " + Printable(name));
  }
  if (unlinkat(directory_fd, name, AT_REMOVEDIR) != 0 && errno != ENOENT) {
    return ErrnoError("removing", Printable(name));
  }
  return {};
}

Status RemoveTreeSafely(const std::string& path) {
  return RemoveTreeAt(AT_FDCWD, path.c_str());
}

}  // namespace iec
