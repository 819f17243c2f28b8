// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/audit_cursor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/passwd_db.h"

namespace iec {
namespace {

// auditd's own limit of num_logs.
constexpr int kMostRotations = 999;

Result<UniqueFd> OpenTrail(const std::string& path) {
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) return ErrnoError("opening", path);
  return fd;
}

Status Append(int fd, off_t from, const std::string& path, std::string& text) {
  if (lseek(fd, from, SEEK_SET) < 0) return ErrnoError("seeking in", path);
  auto more = ReadAll(fd);
  if (!more.ok()) return more.error().Within(path);
  text += *more;
  return {};
}

}  // namespace

std::string AuditLogPath(const std::string& configuration) {
  const std::string path = SettingOf(configuration, "log_file");
  return path.empty() ? kAuditLogPath : path;
}

Result<AuditCursor> AuditCursor::Take(const std::string& path) {
  IEC_ASSIGN_OR_RETURN(const UniqueFd fd, OpenTrail(path));
  struct stat info {};
  if (fstat(fd.get(), &info) != 0) return ErrnoError("looking at", path);
  AuditCursor cursor;
  cursor.path_ = path;
  cursor.device_ = info.st_dev;
  cursor.inode_ = info.st_ino;
  cursor.offset_ = info.st_size;
  return cursor;
}

Result<AuditCursor::Trail> AuditCursor::RecordsSince() const {
  // From the present file back to the one in which the place is; auditd moves
  // audit.log to audit.log.1, that one to audit.log.2 and so on.
  std::vector<UniqueFd> files;
  bool found = false;
  ino_t newer = 0;
  for (int age = 0; !found && age <= kMostRotations; ++age) {
    const std::string path =
        age == 0 ? path_ : fmt::format("{}.{}", path_, age);
    if (age > 0 && !Exists(path)) break;
    IEC_ASSIGN_OR_RETURN(UniqueFd fd, OpenTrail(path));
    struct stat info {};
    if (fstat(fd.get(), &info) != 0) return ErrnoError("looking at", path);
    // It was rotated just now, and this is what was read before.
    if (age > 0 && info.st_ino == newer) continue;
    newer = info.st_ino;
    found = info.st_dev == device_ && info.st_ino == inode_;
    if (found && info.st_size < offset_) {
      return Error{path + " was cut while the test ran: records are lost"};
    }
    files.push_back(std::move(fd));
  }
  if (!found) {
    return Error{path_ +
                 " was replaced while the test ran, and the file of before is "
                 "gone: records are lost"};
  }
  std::string text;
  for (auto fd = files.rbegin(); fd != files.rend(); ++fd) {
    const off_t from = fd == files.rbegin() ? offset_ : 0;
    IEC_RETURN_IF_ERROR(Append(fd->get(), from, path_, text));
  }
  Trail trail;
  std::string_view rest = text;
  for (size_t end = rest.find('\n'); end != std::string_view::npos;
       end = rest.find('\n')) {
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.empty()) continue;
    auto record = ParseAuditRecord(line);
    if (record.ok()) {
      trail.records.push_back(std::move(record).value());
    } else {
      trail.unreadable.push_back(record.error().message);
    }
  }
  return trail;
}

}  // namespace iec
