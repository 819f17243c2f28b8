// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "lib/base/file.h"

namespace iec {
namespace {

constexpr int kOpenDirectory =
    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
// Real trees are shallower. Below that the way up is "..", with a check that
// it leads to where we came from.
constexpr size_t kKeptDescriptors = 64;

bool IsDots(const char* name) {
  return std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0;
}

// One directory on the way from the root to where the walk is.
struct Level {
  UniqueFd fd;  // may be closed while the walk is far below
  dev_t device = 0;
  ino_t inode = 0;
  bool reachable = true;
  size_t path_length = 0;
  std::vector<std::string> pending;  // subdirectories still to be walked
};

class Walker {
 public:
  explicit Walker(const std::function<WalkStep(const WalkObject&)>& visit)
      : visit_(visit) {}

  Result<WalkCounts> Run(const std::string& root) {
    UniqueFd fd(open(root.c_str(), kOpenDirectory));
    if (!fd) return ErrnoError("opening", root);
    path_ = root == "/" ? "" : root;
    Enter(std::move(fd));
    while (!levels_.empty()) {
      if (levels_.back().pending.empty()) {
        Leave();
      } else {
        Descend();
      }
    }
    return counts_;
  }

 private:
  void Unreadable(const char* reason) {
    if (counts_.unreadable++ == 0) {
      counts_.first_unreadable = path_ + ": " + reason;
    }
  }

  // Visits all entries of the directory that path_ names.
  void Enter(UniqueFd fd) {
    struct stat self {};
    if (fstat(fd.get(), &self) != 0) return Unreadable(std::strerror(errno));
    Level level;
    level.device = self.st_dev;
    level.inode = self.st_ino;
    // With an ACL the group's bits stand for everybody it names.
    level.reachable = (levels_.empty() || levels_.back().reachable) &&
                      (self.st_mode & 0011) != 0;
    level.path_length = path_.size();
    // The stream has a descriptor of its own, at a position of its own.
    const int stream_fd = openat(fd.get(), ".", kOpenDirectory);
    DIR* opened = stream_fd < 0 ? nullptr : fdopendir(stream_fd);
    if (opened == nullptr) {
      Unreadable(std::strerror(errno));
      if (stream_fd >= 0) close(stream_fd);
    } else {
      const std::unique_ptr<DIR, int (*)(DIR*)> stream(opened, &closedir);
      ReadEntries(stream.get(), fd.get(), level);
    }
    level.fd = std::move(fd);
    levels_.push_back(std::move(level));
  }

  void ReadEntries(DIR* stream, int fd, Level& level) {
    for (;;) {
      errno = 0;
      const dirent* entry = readdir(stream);
      if (entry == nullptr) break;
      if (IsDots(entry->d_name)) continue;
      struct stat info {};
      if (fstatat(fd, entry->d_name, &info,
                  AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) != 0) {
        continue;  // gone since
      }
      ++counts_.objects;
      path_ += '/';
      path_ += entry->d_name;
      const WalkStep step = visit_(
          {fd, entry->d_name, path_, info, level.device, level.reachable});
      path_.resize(level.path_length);
      if (step == WalkStep::kDescend && S_ISDIR(info.st_mode)) {
        level.pending.emplace_back(entry->d_name);
      }
    }
    if (errno != 0) Unreadable(std::strerror(errno));
  }

  void Descend() {
    Level& level = levels_.back();
    const std::string name = std::move(level.pending.back());
    level.pending.pop_back();
    path_ += '/';
    path_ += name;
    UniqueFd fd(openat(level.fd.get(), name.c_str(), kOpenDirectory));
    if (!fd) {
      if (errno != ENOENT) Unreadable(std::strerror(errno));
      path_.resize(level.path_length);
      return;
    }
    const size_t depth = levels_.size();
    const size_t path_length = level.path_length;
    Enter(std::move(fd));
    if (levels_.size() == depth) {
      path_.resize(path_length);
    } else if (depth > kKeptDescriptors) {
      levels_[depth - 1].fd.Reset();
    }
  }

  void Leave() {
    const Level below = std::move(levels_.back());
    levels_.pop_back();
    if (levels_.empty()) return;
    Level& level = levels_.back();
    path_.resize(level.path_length);
    if (level.fd) return;
    struct stat info {};
    level.fd.Reset(openat(below.fd.get(), "..", kOpenDirectory));
    if (!level.fd || fstat(level.fd.get(), &info) != 0 ||
        info.st_dev != level.device || info.st_ino != level.inode) {
      if (!level.pending.empty()) Unreadable("moved while it was read");
      level.pending.clear();
      // Whatever it is now, the way further up is checked again.
      if (!level.fd) level.fd = UniqueFd(open("/", kOpenDirectory));
    }
  }

  const std::function<WalkStep(const WalkObject&)>& visit_;
  std::string path_;
  std::vector<Level> levels_;
  WalkCounts counts_;
};

}  // namespace

Result<WalkCounts> Walk(
    const std::string& root,
    const std::function<WalkStep(const WalkObject&)>& visit) {
  return Walker(visit).Run(root);
}

}  // namespace iec
