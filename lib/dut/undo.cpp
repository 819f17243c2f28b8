// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/undo.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "lib/base/text.h"
#include "lib/dut/undo_codec.h"

namespace iec {
namespace {

constexpr std::string_view kHeaderKind = "journal";
constexpr std::string_view kFormat = "1";

// What names of runs and tests may consist of, so that they are file names.
bool IsPlainName(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), plain);
}

}  // namespace

std::string RunMarkerFor(const std::string& run, const std::string& test) {
  return run + "." + test;
}

std::string UndoJournal::PathFor(const std::string& directory,
                                 const std::string& run,
                                 const std::string& test) {
  return fmt::format("{}/{}.journal", directory, RunMarkerFor(run, test));
}

UndoJournal::UndoJournal(const std::string& directory, const std::string& run,
                         const std::string& test)
    : path_(PathFor(directory, run, test)),
      header_(EncodeUndoLine(
          {std::string(kHeaderKind),
           {{"format", std::string(kFormat)},
            {"run", run},
            {"test", test},
            {"started", fmt::format("{}", NowMilliseconds())}}})) {}

std::string UndoJournal::directory() const { return DirectoryOf(path_); }

Status UndoJournal::CheckName() const {
  const std::string file = path_.substr(path_.rfind('/') + 1);
  const auto parts = Split(file, '.');
  if (parts.size() != 3 || !IsPlainName(parts[0]) || !IsPlainName(parts[1])) {
    return Error{"'" + Printable(file) + "' cannot name an undo journal"};
  }
  return {};
}

Status UndoJournal::Create() {
  IEC_RETURN_IF_ERROR(CheckName());
  const std::string directory = DirectoryOf(path_);
  IEC_RETURN_IF_ERROR(EnsurePrivateDirectory(directory));
  UniqueFd file(open(
      path_.c_str(),
      O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return ErrnoError("creating", path_);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    return ErrnoError("locking", path_);
  }
  IEC_RETURN_IF_ERROR(WriteAll(file.get(), header_));
  file_ = std::move(file);
  return SyncDirectory(directory);
}

Status UndoJournal::Record(const UndoEntry& entry) {
  if (!file_) {
    if (auto status = Create(); !status.ok()) {
      return status.error().Within("starting the undo journal");
    }
  }
  if (auto status = Append(entry); !status.ok()) {
    return status.error().Within("writing " + path_);
  }
  return {};
}

Status UndoJournal::Append(const UndoEntry& entry) {
  struct stat before {};
  if (fstat(file_.get(), &before) != 0) return ErrnoError("looking at it");
  auto status = WriteAll(file_.get(), EncodeUndoLine(entry));
  if (status.ok() && fsync(file_.get()) != 0) status = ErrnoError("syncing");
  if (!status.ok()) {
    // Half a line must not spoil the entries that follow it.
    static_cast<void>(ftruncate(file_.get(), before.st_size) == 0);
  }
  return status;
}

Result<std::string> UndoJournal::Save(std::string_view bytes) {
  IEC_RETURN_IF_ERROR(CheckName());
  IEC_RETURN_IF_ERROR(EnsurePrivateDirectory(DirectoryOf(path_)));
  const std::string name = fmt::format("saved-{}", ++saved_);
  const std::string prefix =
      path_.substr(0, path_.size() - std::string_view("journal").size());
  IEC_RETURN_IF_ERROR(CreateFile(prefix + name, bytes, 0600));
  return name;
}

RunLock::RunLock(std::string path, UniqueFd file)
    : path_(std::move(path)), file_(std::move(file)), owner_(getpid()) {}

RunLock::~RunLock() {
  if (file_ && owner_ == getpid()) unlink(path_.c_str());
}

Result<RunLock> RunLock::Take(const std::string& directory,
                              const std::string& run) {
  if (!IsPlainName(run)) return Error{"'" + Printable(run) + "' is no run id"};
  IEC_RETURN_IF_ERROR(EnsurePrivateDirectory(directory));
  const std::string path = fmt::format("{}/{}.lock", directory, run);
  UniqueFd file(open(path.c_str(),
                     O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return ErrnoError("creating", path);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    return ErrnoError("locking", path);
  }
  // Tells a living run from one whose forked leftover still holds the lock.
  IEC_RETURN_IF_ERROR(WriteAll(file.get(), fmt::format("{}\n", getpid())));
  return RunLock(path, std::move(file));
}

}  // namespace iec
