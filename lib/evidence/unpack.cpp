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
    const std::string shown = Printable(prefix, 100);
    if (depth > kMaxDepth) return Refuse(shown + " is nested too deep");
    const std::unique_ptr<DIR, CloseDirectory> directory(fdopendir(fd));
    if (!directory) {
      close(fd);
      return ErrnoError("reading", shown);
    }
    bool is_empty = true;
    while (const dirent* entry = readdir(directory.get())) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      is_empty = false;
      IEC_RETURN_IF_ERROR(AddEntry(dirfd(directory.get()), entry->d_name,
                                   prefix + std::string(name), depth));
    }
    // Its name would be there, and nobody signed it. Of the two that a bundle
    // has the files are missed by their names.
    if (is_empty && !prefix.empty() && prefix != "inputs/" &&
        prefix != "reports/") {
      return Refuse(shown + " is a directory without a file");
    }
    return {};
  }

  Status AddTar(int fd) {
    std::string block(kTarBlock, '\0');
    for (;;) {
      IEC_ASSIGN_OR_RETURN(const size_t got, ReadBlock(fd, block));
      if (got == 0) return Refuse("it has no end: it is cut off");
      const auto entry = ParseTarHeader(std::string_view(block).substr(0, got));
      if (!entry.ok()) return Refuse(entry.error().message);
      if (entry->is_end) return OnlyZeros(fd, block);
      IEC_RETURN_IF_ERROR(Copy(fd, entry->name, entry->size, true));
      const size_t rest = entry->size % kTarBlock;
      if (rest == 0) continue;
      std::string padding(kTarBlock - rest, '\0');
      IEC_ASSIGN_OR_RETURN(const size_t padded, ReadBlock(fd, padding));
      if (padded < padding.size()) return Refuse("it is cut off");
      if (padding.find_first_not_of('\0') != std::string::npos) {
        return Refuse("something stands behind " + entry->name);
      }
    }
  }

  // What there is of it: nothing where `status` says that it was refused.
  Result<Unpacked> Take(const Status& status) {
    if (status.ok()) return Unpacked{std::move(files_), ""};
    if (refused_) return Unpacked{{}, status.error().message};
    return status.error();
  }

 private:
  // Not an error of reading: it is no bundle.
  Error Refuse(std::string why) {
    refused_ = true;
    return Error{std::move(why)};
  }

  // Nothing in it is opened that could block or lead elsewhere.
  Status AddEntry(int directory, const char* name, const std::string& path,
                  int depth) {
    UniqueFd fd(
        openat(directory, name,
               O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    const std::string shown = Printable(path, 100);
    if (!fd && errno == ELOOP) return Refuse(shown + " is a link");
    if (!fd) return ErrnoError("opening", shown);
    struct stat info {};
    if (fstat(fd.get(), &info) != 0) return ErrnoError("reading", shown);
    if (S_ISDIR(info.st_mode)) {
      return AddDirectory(fd.Release(), path + "/", depth + 1);
    }
    if (!S_ISREG(info.st_mode)) {
      return Refuse(shown + " is neither a file nor a directory");
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
  Status OnlyZeros(int fd, std::string& block) {
    for (;;) {
      IEC_ASSIGN_OR_RETURN(const size_t got, ReadBlock(fd, block));
      if (got == 0) return {};
      if (std::string_view(block).substr(0, got).find_first_not_of('\0') !=
          std::string_view::npos) {
        return Refuse("something stands behind its end");
      }
    }
  }

  Status Copy(int from, const std::string& path, uint64_t size, bool in_tar) {
    const std::string shown = Printable(path, 100);
    if (!IsBundleName(path)) {
      return Refuse(
          fmt::format("the name '{}' is none that a bundle may have", shown));
    }
    if (files_.contains(path)) return Refuse(shown + " is in it twice");
    if (files_.size() >= kMaxBundleFiles) {
      return Refuse(fmt::format("it has more than {} files", kMaxBundleFiles));
    }
    if (size > left_) return Refuse(shown + " is too large for a bundle");
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
        if (in_tar) return Refuse(shown + " is cut off");
        return Error{shown + " changed meanwhile"};
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
  bool refused_ = false;
};

}  // namespace

Result<Unpacked> Unpack(const std::string& bundle, const std::string& to,
                        uint64_t max_bytes) {
  UniqueFd fd(
      open(bundle.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!fd) return ErrnoError("opening it");
  struct stat info {};
  if (fstat(fd.get(), &info) != 0) return ErrnoError("reading it");
  Unpacker unpacker(to, max_bytes);
  if (S_ISDIR(info.st_mode)) {
    return unpacker.Take(unpacker.AddDirectory(fd.Release(), "", 1));
  }
  if (S_ISREG(info.st_mode)) return unpacker.Take(unpacker.AddTar(fd.get()));
  return Error{"it is neither a directory nor a tar"};
}

}  // namespace iec
