// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/unpack.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/evidence/manifest.h"
#include "lib/evidence/tar.h"

namespace iec {
namespace {

constexpr size_t kBufferBytes = 256u << 10;
constexpr int kMaxDepth = 3;

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

Result<size_t> ReadSome(int fd, char* buffer, size_t bytes) {
  for (;;) {
    const ssize_t count = read(fd, buffer, bytes);
    if (count >= 0) return static_cast<size_t>(count);
    if (errno != EINTR) return ErrnoError("reading");
  }
}

class Unpacker {
 public:
  Unpacker(std::string to, uint64_t max_bytes)
      : to_(std::move(to)), left_(max_bytes) {}

  Status AddDirectory(int fd, const std::string& prefix, int depth) {
    if (depth > kMaxDepth) return Error{prefix + " is nested too deep"};
    const std::unique_ptr<DIR, CloseDirectory> directory(fdopendir(fd));
    if (!directory) {
      close(fd);
      return ErrnoError("reading", prefix);
    }
    while (const dirent* entry = readdir(directory.get())) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      IEC_RETURN_IF_ERROR(AddEntry(dirfd(directory.get()), entry->d_name,
                                   prefix + std::string(name), depth));
    }
    return {};
  }

  Status AddTar(int fd) {
    std::string block(kTarBlock, '\0');
    for (;;) {
      IEC_ASSIGN_OR_RETURN(const size_t got, ReadBlock(fd, block));
      if (got == 0) return Error{"it has no end: it is cut off"};
      IEC_ASSIGN_OR_RETURN(
          const TarEntry entry,
          ParseTarHeader(std::string_view(block).substr(0, got)));
      if (entry.is_end) return OnlyZeros(fd, block);
      if (entry.is_directory) {
        IEC_RETURN_IF_ERROR(CheckName(entry.name, true));
        continue;
      }
      IEC_RETURN_IF_ERROR(Copy(fd, entry.name, entry.size, true));
      const size_t rest = entry.size % kTarBlock;
      if (rest == 0) continue;
      std::string padding(kTarBlock - rest, '\0');
      IEC_RETURN_IF_ERROR(ReadBlock(fd, padding).ok()
                              ? Status()
                              : Status(Error{"it is cut off"}));
    }
  }

  UnpackedFiles Take() { return std::move(files_); }

 private:
  // Nothing in it is opened that could block or lead elsewhere.
  Status AddEntry(int directory, const char* name, const std::string& path,
                  int depth) {
    UniqueFd fd(
        openat(directory, name,
               O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    const std::string shown = Printable(path, 100);
    if (!fd && errno == ELOOP) return Error{shown + " is a link"};
    if (!fd) return ErrnoError("opening", shown);
    struct stat info {};
    if (fstat(fd.get(), &info) != 0) return ErrnoError("reading", shown);
    if (S_ISDIR(info.st_mode)) {
      return AddDirectory(fd.Release(), path + "/", depth + 1);
    }
    if (!S_ISREG(info.st_mode)) {
      return Error{shown + " is neither a file nor a directory"};
    }
    return Copy(fd.get(), path, static_cast<uint64_t>(info.st_size), false);
  }

  // All of it, or what there is at the end.
  static Result<size_t> ReadBlock(int fd, std::string& block) {
    size_t got = 0;
    while (got < block.size()) {
      IEC_ASSIGN_OR_RETURN(const size_t count, ReadSome(fd, block.data() + got,
                                                        block.size() - got));
      if (count == 0) break;
      got += count;
    }
    return got;
  }

  // Others read on behind the end, and nobody signed what they find there.
  static Status OnlyZeros(int fd, std::string& block) {
    for (;;) {
      IEC_ASSIGN_OR_RETURN(const size_t got, ReadBlock(fd, block));
      if (got == 0) return {};
      if (std::string_view(block).substr(0, got).find_first_not_of('\0') !=
          std::string_view::npos) {
        return Error{"something stands behind its end"};
      }
    }
  }

  static Status CheckName(std::string_view path, bool is_directory) {
    if (is_directory && path.ends_with('/')) path.remove_suffix(1);
    if (IsBundleName(path)) return {};
    return Error{fmt::format("the name '{}' is none that a bundle may have",
                             Printable(path, 100))};
  }

  Status Copy(int from, const std::string& path, uint64_t size, bool in_tar) {
    const std::string shown = Printable(path, 100);
    IEC_RETURN_IF_ERROR(CheckName(path, false));
    if (files_.contains(path)) return Error{shown + " is in it twice"};
    if (files_.size() >= kMaxBundleFiles) {
      return Error{fmt::format("it has more than {} files", kMaxBundleFiles)};
    }
    if (size > left_) return Error{shown + " is too large for a bundle"};
    left_ -= size;
    IEC_RETURN_IF_ERROR(MakeParents(path));
    const std::string target = to_ + "/" + path;
    UniqueFd fd(open(target.c_str(),
                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                     0600));
    if (!fd) return ErrnoError("creating", target);
    std::string buffer(kBufferBytes, '\0');
    uint64_t left = size;
    while (left > 0) {
      IEC_ASSIGN_OR_RETURN(const size_t count,
                           ReadSome(from, buffer.data(),
                                    static_cast<size_t>(std::min<uint64_t>(
                                        left, buffer.size()))));
      if (count == 0) {
        return Error{shown + (in_tar ? " is cut off" : " changed meanwhile")};
      }
      IEC_RETURN_IF_ERROR(WriteAll(fd.get(), {buffer.data(), count}));
      left -= count;
    }
    IEC_ASSIGN_OR_RETURN(std::string digest, Sha256HexOfFile(target));
    files_[path] = {std::move(digest), static_cast<int64_t>(size)};
    return {};
  }

  Status MakeParents(const std::string& path) {
    for (size_t at = path.find('/'); at != std::string::npos;
         at = path.find('/', at + 1)) {
      const std::string directory = to_ + "/" + path.substr(0, at);
      if (mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return ErrnoError("making", directory);
      }
    }
    return {};
  }

  std::string to_;
  uint64_t left_;
  UnpackedFiles files_;
};

}  // namespace

Result<UnpackedFiles> Unpack(const std::string& bundle, const std::string& to,
                             uint64_t max_bytes) {
  UniqueFd fd(
      open(bundle.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!fd) return ErrnoError("opening", bundle);
  struct stat info {};
  if (fstat(fd.get(), &info) != 0) return ErrnoError("reading", bundle);
  Unpacker unpacker(to, max_bytes);
  Status status;
  if (S_ISDIR(info.st_mode)) {
    status = unpacker.AddDirectory(fd.Release(), "", 1);
  } else if (S_ISREG(info.st_mode)) {
    status = unpacker.AddTar(fd.get());
  } else {
    status = Error{"it is neither a directory nor a tar"};
  }
  if (!status.ok()) return status.error().Within(bundle);
  return unpacker.Take();
}

}  // namespace iec
