// SPDX-License-Identifier: Apache-2.0
// Puts an audit trail together again out of what its daemon has left and the
// second names of what it has given up. May be cut short at any point: all
// that still has to get its place has a name in the directory, and what was
// being appended is cut off again.
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

#include "lib/base/text.h"
#include "lib/dut/audit_cursor.h"
#include "lib/dut/kept_trail.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

constexpr size_t kChunk = 64 << 10;

struct Member {
  std::string path;  // in the directory
  ino_t inode = 0;
  nlink_t links = 0;
  off_t size = 0;
  // Of its first record.
  int64_t seconds = 0;
  int64_t milliseconds = 0;
  uint64_t serial = 0;
};

std::vector<std::string> NamesIn(const std::string& directory) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(directory.c_str()),
                                                   &closedir);
  while (stream) {
    const dirent* entry = readdir(stream.get());
    if (entry == nullptr) break;
    names.emplace_back(entry->d_name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Status Unlink(const std::string& path) {
  if (unlink(path.c_str()) != 0 && errno != ENOENT) {
    return ErrnoError("removing", path);
  }
  return {};
}

ino_t InodeOf(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0 ? info.st_ino : 0;
}

class Restorer {
 public:
  Restorer(const std::string& directory, const std::string& log)
      : directory_(directory), log_(log) {}

  Status Restore() {
    IEC_RETURN_IF_ERROR(Unlink(directory_ + "/filler"));
    IEC_RETURN_IF_ERROR(SyncDirectory(directory_));
    IEC_RETURN_IF_ERROR(UndoJoin());
    IEC_ASSIGN_OR_RETURN(std::vector<Member> members, Members());
    const bool given_up =
        Exists(Placing()) ||
        std::any_of(members.begin(), members.end(),
                    [](const Member& member) { return member.links == 1; });
    if (given_up) IEC_RETURN_IF_ERROR(PutBack());
    IEC_RETURN_IF_ERROR(RemoveTreeSafely(directory_));
    return SyncDirectory(log_.substr(0, log_.rfind('/')));
  }

 private:
  std::string Placing() const { return directory_ + "/placing"; }
  std::string Joining() const { return directory_ + "/joining"; }
  std::string Older(size_t age) const {
    return fmt::format("{}.{}", log_, age);
  }
  // Whatever numbers they have: one may be missing for a moment.
  std::vector<std::string> OlderFiles() const {
    const size_t slash = log_.rfind('/');
    const std::string place = log_.substr(0, slash);
    const std::string base = log_.substr(slash + 1) + ".";
    std::vector<std::string> files;
    for (const std::string& name : NamesIn(place)) {
      if (name.starts_with(base) && ParseInteger(name.substr(base.size()))) {
        files.push_back(place + "/" + name);
      }
    }
    return files;
  }

  // The files with a name in the directory, oldest first, without the one that
  // the daemon writes and without empty ones.
  Result<std::vector<Member>> Members() const {
    std::vector<Member> members;
    const ino_t written = InodeOf(log_);
    for (const std::string& name : NamesIn(directory_)) {
      if (!name.starts_with("kept-")) continue;
      Member member;
      member.path = directory_ + "/" + name;
      const UniqueFd fd(
          open(member.path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
      struct stat info {};
      if (!fd || fstat(fd.get(), &info) != 0) {
        return ErrnoError("opening", member.path);
      }
      if (info.st_ino == written || info.st_size == 0) continue;
      member.inode = info.st_ino;
      member.links = info.st_nlink;
      member.size = info.st_size;
      member.seconds = info.st_mtime;
      std::string begin(kChunk, '\0');
      const ssize_t count = pread(fd.get(), begin.data(), begin.size(), 0);
      begin.resize(count > 0 ? static_cast<size_t>(count) : 0);
      for (const std::string& line : Split(begin, '\n')) {
        const auto record = ParseAuditRecord(line);
        if (!record.ok()) continue;
        member.seconds = record->seconds;
        member.milliseconds = record->milliseconds;
        member.serial = record->serial;
        break;
      }
      members.push_back(std::move(member));
    }
    std::sort(members.begin(), members.end(),
              [](const Member& a, const Member& b) {
                return std::tie(a.seconds, a.milliseconds, a.serial) <
                       std::tie(b.seconds, b.milliseconds, b.serial);
              });
    return members;
  }

  // Gives a name in the directory to those older files of the trail that have
  // none.
  Status NameAll() const {
    std::set<ino_t> named;
    for (const std::string& name : NamesIn(directory_)) {
      named.insert(InodeOf(directory_ + "/" + name));
    }
    for (const std::string& file : OlderFiles()) {
      const ino_t inode = InodeOf(file);
      if (!named.insert(inode).second) continue;
      const std::string name = fmt::format("{}/kept-new-{}", directory_, inode);
      if (link(file.c_str(), name.c_str()) != 0) {
        return ErrnoError("giving a second name to", file);
      }
    }
    return SyncDirectory(directory_);
  }

  Status PutBack() const {
    size_t places = OlderFiles().size();
    if (!Exists(Placing())) {
      IEC_RETURN_IF_ERROR(
          CreateFile(Placing(), fmt::format("{}\n", places), 0600));
      IEC_RETURN_IF_ERROR(SyncDirectory(directory_));
    }
    IEC_ASSIGN_OR_RETURN(const std::string text, ReadFile(Placing()));
    places = static_cast<size_t>(
        ParseInteger(Trim(text)).value_or(static_cast<int64_t>(places)));
    IEC_RETURN_IF_ERROR(NameAll());
    IEC_ASSIGN_OR_RETURN(std::vector<Member> members, Members());
    while (members.size() > std::max<size_t>(places, 1)) {
      IEC_RETURN_IF_ERROR(JoinSmallest(members));
    }
    std::set<std::string> done;
    for (size_t i = 0; i < members.size(); ++i) {
      const Member& member = members[members.size() - 1 - i];
      // Between two names of one file rename(2) does nothing.
      if (rename(member.path.c_str(), Older(i + 1).c_str()) != 0) {
        return ErrnoError("putting back", Older(i + 1));
      }
      IEC_RETURN_IF_ERROR(Unlink(member.path));
      done.insert(Older(i + 1));
    }
    for (const std::string& file : OlderFiles()) {
      if (!done.contains(file)) IEC_RETURN_IF_ERROR(Unlink(file));
    }
    return {};
  }

  // Of all neighbours those of which the younger one is smallest.
  Status JoinSmallest(std::vector<Member>& members) const {
    size_t younger = 1;
    for (size_t i = 2; i < members.size(); ++i) {
      if (members[i].size < members[younger].size) younger = i;
    }
    Member& older = members[younger - 1];
    const Member gone = members[younger];
    IEC_RETURN_IF_ERROR(WriteFileAtomically(
        Joining(),
        fmt::format("{}\n{}\n{}\n", older.path, older.size, gone.path), 0600));
    IEC_RETURN_IF_ERROR(Append(older.path, gone.path));
    for (const std::string& file : OlderFiles()) {
      if (InodeOf(file) == gone.inode) IEC_RETURN_IF_ERROR(Unlink(file));
    }
    IEC_RETURN_IF_ERROR(Unlink(gone.path));
    IEC_RETURN_IF_ERROR(SyncDirectory(directory_));
    IEC_RETURN_IF_ERROR(Unlink(Joining()));
    older.size += gone.size;
    members.erase(members.begin() + static_cast<std::ptrdiff_t>(younger));
    return {};
  }

  static Status Append(const std::string& to, const std::string& from) {
    const UniqueFd source(open(from.c_str(), O_RDONLY | O_CLOEXEC));
    const UniqueFd target(open(to.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (!source || !target) return ErrnoError("appending to", to);
    std::string chunk(kChunk, '\0');
    for (;;) {
      const ssize_t count = read(source.get(), chunk.data(), chunk.size());
      if (count < 0) return ErrnoError("reading", from);
      if (count == 0) break;
      IEC_RETURN_IF_ERROR(
          WriteAll(target.get(),
                   std::string_view(chunk.data(), static_cast<size_t>(count))));
    }
    if (fsync(target.get()) != 0) return ErrnoError("syncing", to);
    return {};
  }

  // Where the younger one is still there, the older one may have a part of it.
  Status UndoJoin() const {
    if (!Exists(Joining())) return {};
    IEC_ASSIGN_OR_RETURN(const std::string text, ReadFile(Joining()));
    const auto words = Split(text, '\n');
    const auto size = words.size() > 2 ? ParseInteger(words[1]) : std::nullopt;
    if (size && Exists(words[2]) && truncate(words[0].c_str(), *size) != 0) {
      return ErrnoError("cutting back", words[0]);
    }
    return Unlink(Joining());
  }

  const std::string& directory_;
  const std::string& log_;
};

}  // namespace

Status PutTrailBack(const std::string& directory, const std::string& path) {
  if (!Exists(directory)) return {};
  return Restorer(directory, path).Restore();
}

}  // namespace iec
