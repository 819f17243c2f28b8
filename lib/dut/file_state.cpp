// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/file_state.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <vector>

#include "lib/base/file.h"

namespace iec {
namespace {

constexpr size_t kAttributeLimit = 65536;  // the kernel's XATTR_SIZE_MAX

// Where the file really is; the path itself where there is none yet.
std::string RealPath(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(
      realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : path;
}

Status SetAttributes(int fd, const std::map<std::string, std::string>& wanted) {
  IEC_ASSIGN_OR_RETURN(const auto current, ReadAttributes(fd));
  for (const auto& [name, value] : current) {
    if (wanted.contains(name)) continue;
    if (fremovexattr(fd, name.c_str()) != 0) {
      return ErrnoError("removing the attribute", name);
    }
  }
  for (const auto& [name, value] : wanted) {
    const auto same = current.find(name);
    if (same != current.end() && same->second == value) continue;
    if (fsetxattr(fd, name.c_str(), value.data(), value.size(), 0) != 0) {
      return ErrnoError("setting the attribute", name);
    }
  }
  return {};
}

Status SetMetadata(int fd, const FileState& state) {
  // In this order: a new owner clears setuid bits and capabilities, and an
  // ACL decides what the group bits of the mode mean.
  if (fchown(fd, state.uid, state.gid) != 0) return ErrnoError("setting owner");
  if (fchmod(fd, state.mode) != 0) return ErrnoError("setting mode");
  IEC_RETURN_IF_ERROR(SetAttributes(fd, state.attributes));
  const timespec times[2] = {{0, UTIME_OMIT},
                             {state.mtime_seconds, state.mtime_nanoseconds}};
  if (futimens(fd, times) != 0) return ErrnoError("setting time");
  if (fsync(fd) != 0) return ErrnoError("syncing");
  return {};
}

Status WriteBeside(const std::string& temporary, const FileState& state) {
  UniqueFd fd(open(temporary.c_str(),
                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!fd) return ErrnoError("creating", temporary);
  IEC_RETURN_IF_ERROR(WriteAll(fd.get(), state.bytes));
  return SetMetadata(fd.get(), state);
}

Status Replace(const std::string& real, const FileState& state) {
  const std::string temporary = real + ".iec-undo";
  unlink(temporary.c_str());  // of an undo that was cut short
  auto status = WriteBeside(temporary, state);
  if (status.ok() && rename(temporary.c_str(), real.c_str()) != 0) {
    status = ErrnoError("renaming to", real);
  }
  if (!status.ok()) {
    unlink(temporary.c_str());
    return status.error().Within("restoring " + real);
  }
  return SyncDirectory(DirectoryOf(real));
}

}  // namespace

Result<std::map<std::string, std::string>> ReadAttributes(int fd) {
  std::map<std::string, std::string> attributes;
  std::vector<char> names(kAttributeLimit);
  const ssize_t length = flistxattr(fd, names.data(), names.size());
  if (length < 0) {
    if (errno == ENOTSUP) return attributes;
    return ErrnoError("listing attributes");
  }
  std::vector<char> value(kAttributeLimit);
  for (const char* name = names.data(); name < names.data() + length;
       name += std::char_traits<char>::length(name) + 1) {
    const ssize_t size = fgetxattr(fd, name, value.data(), value.size());
    if (size < 0) return ErrnoError("reading the attribute", name);
    attributes[name].assign(value.data(), static_cast<size_t>(size));
  }
  return attributes;
}

Result<FileState> ReadFileState(const std::string& path) {
  FileState state;
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!fd) {
    if (errno == ENOENT) return state;
    return ErrnoError("opening", path);
  }
  struct stat info {};
  if (fstat(fd.get(), &info) != 0) return ErrnoError("looking at", path);
  if (!S_ISREG(info.st_mode)) return Error{path + " is not a regular file"};
  state.exists = true;
  state.mode = info.st_mode & 07777;
  state.uid = info.st_uid;
  state.gid = info.st_gid;
  state.mtime_seconds = info.st_mtim.tv_sec;
  state.mtime_nanoseconds = info.st_mtim.tv_nsec;
  auto attributes = ReadAttributes(fd.get());
  if (!attributes.ok()) return attributes.error().Within(path);
  state.attributes = std::move(attributes).value();
  auto bytes = ReadAll(fd.get());
  if (!bytes.ok()) return bytes.error().Within(path);
  state.bytes = std::move(bytes).value();
  return state;
}

Status RestoreFile(const std::string& path, const FileState& state) {
  IEC_ASSIGN_OR_RETURN(const FileState current, ReadFileState(path));
  const std::string real = RealPath(path);
  unlink((real + ".iec-undo").c_str());
  if (current == state) return {};
  if (!state.exists) {
    if (unlink(path.c_str()) != 0) return ErrnoError("removing", path);
    return SyncDirectory(DirectoryOf(path));
  }
  if (!current.exists || current.bytes != state.bytes) {
    return Replace(real, state);
  }
  UniqueFd fd(open(real.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) return ErrnoError("opening", real);
  if (auto status = SetMetadata(fd.get(), state); !status.ok()) {
    return status.error().Within("restoring " + real);
  }
  return {};
}

Status ReplaceBytes(const std::string& path, std::string_view bytes) {
  IEC_ASSIGN_OR_RETURN(FileState state, ReadFileState(path));
  if (!state.exists) return Error{path + " is not there"};
  state.bytes = bytes;
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  state.mtime_seconds = now.tv_sec;
  state.mtime_nanoseconds = now.tv_nsec;
  return Replace(RealPath(path), state);
}

}  // namespace iec
