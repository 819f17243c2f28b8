// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/kept_trail.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "lib/base/digest.h"
#include "lib/dut/audit_store.h"
#include "lib/dut/kernel_audit.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/undo_handlers.h"

namespace iec {
namespace {

// Metadata of a file that grows takes a little as well.
constexpr int kFillSteps = 4;
constexpr int64_t kNearEnough = 16 << 10;

Result<int64_t> AvailableIn(const std::string& directory) {
  struct statvfs room {};
  if (statvfs(directory.c_str(), &room) != 0) {
    return ErrnoError("looking at", directory);
  }
  return static_cast<int64_t>(room.f_bavail) *
         static_cast<int64_t>(room.f_frsize);
}

// By which a file system is known after a reboot as well.
std::string IdentityOf(const std::string& directory) {
  struct statvfs room {};
  return statvfs(directory.c_str(), &room) == 0 ? fmt::format("{}", room.f_fsid)
                                                : "";
}

}  // namespace

Result<KeptTrail> KeptTrail::Keep(UndoJournal& journal,
                                  const std::string& path) {
  const std::string place = DirectoryOf(path);
  KeptTrail kept(place + "/.iec-" + Hex(RandomBytes(16)));
  IEC_RETURN_IF_ERROR(journal.Record({"audit_trail_kept",
                                      {{"path", kept.directory_},
                                       {"log", path},
                                       {"file_system", IdentityOf(place)}}}));
  if (mkdir(kept.directory_.c_str(), 0700) != 0) {
    return ErrnoError("creating", kept.directory_);
  }
  int number = 0;
  for (const std::string& file : TrailFiles(path)) {
    const std::string name =
        fmt::format("{}/kept-{:04}", kept.directory_, number++);
    if (link(file.c_str(), name.c_str()) != 0) {
      return ErrnoError("giving a second name to", file);
    }
  }
  // The limit of a test's own files is none for what fills a disk.
  const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
  if (setrlimit(RLIMIT_FSIZE, &none) != 0) {
    return ErrnoError("asking for files without a limit");
  }
  const std::string filler = kept.directory_ + "/filler";
  kept.filler_ = UniqueFd(
      open(filler.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!kept.filler_) return ErrnoError("creating", filler);
  IEC_RETURN_IF_ERROR(SyncDirectory(kept.directory_));
  IEC_RETURN_IF_ERROR(SyncDirectory(place));
  return kept;
}

Status KeptTrail::LeaveAvailable(int64_t bytes) {
  for (int step = 0; step < kFillSteps; ++step) {
    IEC_ASSIGN_OR_RETURN(const int64_t available, AvailableIn(directory_));
    const int64_t more = available - bytes;
    if (more <= 0 && more > -kNearEnough) return {};
    if (more > 0) {
      if (fallocate(filler_.get(), 0, size_, more) != 0 && errno != ENOSPC) {
        return ErrnoError("taking room in", directory_);
      }
      struct stat info {};
      if (fstat(filler_.get(), &info) != 0) return ErrnoError("looking at");
      size_ = info.st_size;
    } else {
      size_ = size_ + more > 0 ? size_ + more : 0;
      if (ftruncate(filler_.get(), size_) != 0) {
        return ErrnoError("giving back room in", directory_);
      }
    }
    if (fsync(filler_.get()) != 0) return ErrnoError("syncing", directory_);
  }
  return {};
}

Status KeptTrail::GiveBack() {
  size_ = 0;
  if (ftruncate(filler_.get(), 0) != 0 || fsync(filler_.get()) != 0) {
    return ErrnoError("giving back room in", directory_);
  }
  return {};
}

Result<size_t> KeptTrail::GivenUp() const {
  size_t count = 0;
  for (int number = 0;; ++number) {
    struct stat info {};
    if (lstat(fmt::format("{}/kept-{:04}", directory_, number).c_str(),
              &info) != 0) {
      return count;
    }
    count += info.st_nlink == 1 ? 1 : 0;
  }
}

void ResumeAudit() {
  const auto kernel = AskKernelAudit();
  if (kernel.ok() && kernel->daemon > 0 && NameOf(kernel->daemon) == "auditd") {
    kill(kernel->daemon, SIGUSR2);
  }
}

UndoOutcome UndoAuditTrailKept(const UndoEntry& entry, const UndoContext&) {
  UndoOutcome outcome;
  const auto path = Need(entry, "path");
  const auto log = Need(entry, "log");
  const auto file_system = Need(entry, "file_system");
  if (!path.ok() || !log.ok() || !file_system.ok()) {
    outcome.failures.emplace_back("an undo entry of the audit trail is broken");
    return outcome;
  }
  if (IdentityOf(DirectoryOf(*log)) != *file_system) {
    outcome.failures.push_back("the file system of " + *log +
                               " is not mounted: the room taken there is "
                               "given back when it is");
    return outcome;
  }
  const bool pressed = Exists(*path);
  outcome.Check(PutTrailBack(*path, *log));
  if (pressed) ResumeAudit();
  return outcome;
}

}  // namespace iec
