// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/account_baseline.h"
#include "lib/dut/account_turn.h"
#include "lib/dut/bans.h"
#include "lib/dut/brought_code.h"
#include "lib/dut/clock_guard.h"
#include "lib/dut/journal_users.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/paths.h"
#include "lib/dut/undo_codec.h"
#include "lib/dut/undo_handlers.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

// A useradd in flight ends well within it; cutting it short leaves more to
// clean up.
constexpr milliseconds kGrace{2000};
constexpr milliseconds kLockLimit{5000};
constexpr milliseconds kPollInterval{20};
constexpr std::string_view kJournalSuffix = ".journal";
constexpr std::string_view kLockSuffix = ".lock";
constexpr std::string_view kSavedInfix = ".saved-";

constexpr std::array<std::pair<std::string_view, UndoHandler>, 10> kHandlers{{
    {kTemporaryUserKind, &UndoAccount},
    {"file_created", &UndoFileCreated},
    {"file_changed", &UndoFileChanged},
    {"directory_created", &UndoDirectoryCreated},
    {"process", &UndoProcess},
    {"audit_trail_kept", &UndoAuditTrailKept},
    {"audit_daemon_ended", &UndoDaemonEnded},
    {kBanKind, &UndoBan},
    {kBroughtCodeKind, &UndoCodeBrought},
    {kClockKind, &UndoClock},
}};

bool LockWithin(int fd, milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kPollInterval);
  }
  return true;
}

// "/undo/RUN.TEST.journal": {"/undo", "RUN.TEST"}.
struct JournalName {
  std::string directory;
  std::string base;
};

JournalName NameOfJournal(const std::string& path) {
  const size_t slash = path.rfind('/');
  JournalName name;
  name.directory = slash == std::string::npos ? "." : path.substr(0, slash);
  name.base = slash == std::string::npos ? path : path.substr(slash + 1);
  if (name.base.ends_with(kJournalSuffix)) {
    name.base.resize(name.base.size() - kJournalSuffix.size());
  }
  return name;
}

std::string RealPath(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(
      realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : path;
}

// Ends what the journal's test left running: what it started, and forks of
// its own process, which hold the journal open.
Status EndLeftovers(const std::string& journal_file, const std::string& base) {
  const std::string real = RealPath(journal_file);
  const std::string marker = "IEC_RUN=" + base;
  return EndProcesses(
      [&](pid_t pid) {
        return HasInEnvironment(pid, marker) || HasOpenToWrite(pid, real);
      },
      kGrace);
}

bool IsHeader(const UndoEntry& entry) { return entry.kind == "journal"; }

void Report(UndoOutcome outcome, UndoReport& report) {
  for (auto* texts : {&outcome.failures, &outcome.notices}) {
    std::move(texts->begin(), texts->end(),
              std::back_inserter(report.failures));
  }
}

void UndoEntries(const UndoLines& lines, const UndoContext& context,
                 UndoReport& report, bool& try_again) {
  for (auto entry = lines.entries.rbegin(); entry != lines.entries.rend();
       ++entry) {
    if (IsHeader(*entry)) continue;
    const UndoHandler handler = FindUndoHandler(entry->kind);
    if (handler == nullptr) {
      report.failures.push_back(
          fmt::format("no way to undo '{}': the journal is of another version "
                      "of iec-runner, use that one",
                      Printable(entry->kind)));
      try_again = true;
      continue;
    }
    UndoOutcome outcome = handler(*entry, context);
    if (outcome.failures.empty()) {
      ++report.undone;
    } else {
      try_again = true;
    }
    Report(std::move(outcome), report);
  }
}

Status Remove(const std::string& journal_file, const JournalName& name) {
  // The journal first: without it the copies are only rubbish, the other way
  // round it could not be replayed.
  if (unlink(journal_file.c_str()) != 0 && errno != ENOENT) {
    return ErrnoError("removing", journal_file);
  }
  const std::string prefix = name.base + std::string(kSavedInfix);
  for (const std::string& file : FilesIn(name.directory)) {
    if (!file.starts_with(prefix)) continue;
    const std::string path = name.directory + "/" + file;
    if (unlink(path.c_str()) != 0) return ErrnoError("removing", path);
  }
  return SyncDirectory(name.directory);
}

// A run is alive where its lock is held and the process that took it lives.
// A runner killed a moment ago may still be on its way out.
bool RunIsAlive(const std::string& lock_file) {
  UniqueFd file(open(lock_file.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  if (!file) return false;
  const auto owner = ReadAll(file.get(), 64);
  const auto pid = owner.ok() ? ParseInteger(Trim(*owner)) : std::nullopt;
  const auto deadline = std::chrono::steady_clock::now() + kGrace;
  while (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    // The lock is held, so the pid is of this boot; only a process that still
    // has the file open can be the run.
    if (pid && *pid == getpid()) return true;
    if (pid && !HasOpenToWrite(static_cast<pid_t>(*pid), RealPath(lock_file))) {
      return false;
    }
    if (std::chrono::steady_clock::now() >= deadline) return true;
    std::this_thread::sleep_for(kPollInterval);
  }
  return false;
}

std::string RunOf(const std::string& file) {
  return file.substr(0, file.find('.'));
}

int64_t StartedAt(const std::string& journal_file) {
  const auto text = ReadFile(journal_file);
  if (!text.ok()) return 0;
  for (const UndoEntry& entry : DecodeUndoJournal(*text).entries) {
    if (!IsHeader(entry)) continue;
    const auto started = Need(entry, "started");
    return started.ok() ? ParseInteger(*started).value_or(0) : 0;
  }
  return 0;
}

// Copies and locks of dead runs that have no journal (any more).
void RemoveRubbish(const std::string& directory,
                   const std::set<std::string>& alive) {
  const auto files = FilesIn(directory);
  const std::set<std::string> names(files.begin(), files.end());
  for (const std::string& file : files) {
    if (alive.contains(RunOf(file)) || IsOfAccountBaseline(file)) continue;
    const size_t infix = file.find(kSavedInfix);
    const bool copy =
        infix != std::string::npos &&
        !names.contains(file.substr(0, infix) + std::string(kJournalSuffix));
    if (copy || file.ends_with(kLockSuffix)) {
      unlink((directory + "/" + file).c_str());
    }
  }
}

}  // namespace

UndoHandler FindUndoHandler(std::string_view kind) {
  for (const auto& [name, handler] : kHandlers) {
    if (name == kind) return handler;
  }
  return nullptr;
}

UndoReport Replay(const std::string& journal_file) {
  UndoReport report;
  const auto fail = [&report](const std::string& message) {
    report.failures.push_back(message);
    return report;
  };
  if (!Exists(journal_file)) return report;
  const JournalName name = NameOfJournal(journal_file);
  if (auto status = EndLeftovers(journal_file, name.base); !status.ok()) {
    report.failures.push_back(status.error().message);
  }
  UniqueFd file(open(journal_file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file) return fail(ErrnoError("opening", journal_file).message);
  if (!LockWithin(file.get(), kLockLimit)) {
    return fail(journal_file + " is in use: try `iec-runner restore` later");
  }
  const auto text = ReadAll(file.get());
  if (!text.ok()) return fail(text.error().Within(journal_file).message);
  const UndoLines lines = DecodeUndoJournal(*text);
  bool try_again = false;
  for (const std::string& corrupt : lines.corrupt) {
    report.failures.push_back(
        fmt::format("{}, {}: what it stood for is not undone; look at the "
                    "device, then remove the file",
                    journal_file, corrupt));
    try_again = true;
  }
  UndoContext context{fmt::format("{}/{}.", name.directory, name.base)};
  for (const UndoEntry& entry : lines.entries) LearnOwnBytes(entry, context);
  context.own_users = TemporaryUsersOf(lines);
  UndoEntries(lines, context, report, try_again);
  // Held until the journal is gone: another test's undo looks whether it is
  // the last one.
  std::optional<AccountTurn> turn;
  if (const auto users = TemporaryUsersOf(lines); !users.empty()) {
    auto taken = AccountTurn::Take(name.directory);
    if (!taken.ok()) return fail(taken.error().message);
    turn = std::move(taken).value();
    UndoOutcome outcome = ReleaseAccounts(
        name.directory, name.base + std::string(kJournalSuffix), users);
    try_again = try_again || !outcome.failures.empty();
    Report(std::move(outcome), report);
  }
  if (try_again) return report;
  if (auto status = Remove(journal_file, name); !status.ok()) {
    return fail(status.error().message);
  }
  if (turn) DropAccountBaseline(name.directory);
  return report;
}

UndoReport ReplayAll(const std::string& directory) {
  UndoReport report;
  if (!Exists(directory)) return report;
  UniqueFd lock(
      open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!lock) {
    report.failures.push_back(ErrnoError("opening", directory).message);
    return report;
  }
  if (!LockWithin(lock.get(), kLockLimit)) {
    report.failures.push_back(
        "another iec-runner is restoring this device: try again when it ended");
    return report;
  }
  std::set<std::string> alive;
  std::vector<std::pair<int64_t, std::string>> journals;
  for (const std::string& file : FilesIn(directory)) {
    const std::string path = directory + "/" + file;
    if (file.ends_with(kLockSuffix) && RunIsAlive(path)) {
      alive.insert(RunOf(file));
    }
    if (file.ends_with(kJournalSuffix) && !IsOfAccountBaseline(file)) {
      journals.emplace_back(StartedAt(path), file);
    }
  }
  std::sort(journals.rbegin(), journals.rend());
  for (const auto& [started, file] : journals) {
    if (alive.contains(RunOf(file))) continue;
    UndoReport one = Replay(directory + "/" + file);
    report.undone += one.undone;
    std::move(one.failures.begin(), one.failures.end(),
              std::back_inserter(report.failures));
  }
  RemoveRubbish(directory, alive);
  const auto files = FilesIn(directory);
  if (std::any_of(files.begin(), files.end(), IsOfAccountBaseline)) {
    const auto turn = AccountTurn::Take(directory);
    if (turn.ok()) DropAccountBaseline(directory);
  }
  return report;
}

}  // namespace iec
