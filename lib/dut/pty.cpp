// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/pty.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/process_child.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLook{20};
constexpr milliseconds kHangUp{2'000};
constexpr milliseconds kReaping{10'000};
constexpr milliseconds kSending{10'000};
// A program that floods its terminal is not read further.
constexpr size_t kTranscriptLimit = size_t{1} << 20;

milliseconds Until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
  return std::max(left, milliseconds(0));
}

struct Terminal {
  UniqueFd master;
  UniqueFd slave;
};

// grantpt is left out: the kernel gives the slave its owner and mode, and old
// C libraries look a group up by name there.
Result<Terminal> OpenTerminal(const std::optional<Identity>& user) {
  Terminal terminal;
  terminal.master.Reset(
      posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
  if (!terminal.master) return ErrnoError("opening a pseudo-terminal");
  if (unlockpt(terminal.master.get()) != 0) {
    return ErrnoError("unlocking a pseudo-terminal");
  }
  std::array<char, 64> name{};
  if (ptsname_r(terminal.master.get(), name.data(), name.size()) != 0) {
    return ErrnoError("naming a pseudo-terminal");
  }
  terminal.slave.Reset(open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!terminal.slave) return ErrnoError("opening", name.data());
  // As after a login: the terminal belongs to its user.
  if (user &&
      fchown(terminal.slave.get(), user->uid, static_cast<gid_t>(-1)) != 0) {
    return ErrnoError("giving away", name.data());
  }
  // Wide, so that no program breaks a line in the middle of what we look for.
  const struct winsize size {
    .ws_row = 50, .ws_col = 250, .ws_xpixel = 0, .ws_ypixel = 0
  };
  ioctl(terminal.slave.get(), TIOCSWINSZ, &size);
  IEC_RETURN_IF_ERROR(MoveAboveStandard(terminal.slave));
  return terminal;
}

[[noreturn]] void RunChild(ChildPlan& plan, int slave, int report) {
  int failure = 0;
  if (dup2(slave, 0) < 0 || dup2(slave, 1) < 0 || dup2(slave, 2) < 0) {
    failure = errno;
  } else {
    failure = plan.Enter(0);
  }
  if (failure == 0) {
    execve(plan.program(), const_cast<char* const*>(plan.argv()),
           const_cast<char* const*>(plan.envp()));
    failure = errno;
  }
  // The parent reads nothing where this fails, and then sees the status.
  [[maybe_unused]] const ssize_t written =
      write(report, &failure, sizeof failure);
  _exit(127);
}

// 0 once the program has replaced the child, else the errno of the failure.
int ReadReport(int report) {
  int failure = 0;
  for (;;) {
    const ssize_t count = read(report, &failure, sizeof failure);
    if (count < 0 && errno == EINTR) continue;
    return count == sizeof failure ? failure : 0;
  }
}

}  // namespace

Result<Pty> Pty::Start(const Command& command) {
  IEC_ASSIGN_OR_RETURN(ChildPlan plan, ChildPlan::Make(command));
  IEC_ASSIGN_OR_RETURN(Terminal terminal, OpenTerminal(command.run_as));
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return ErrnoError("creating a pipe");
  UniqueFd report(ends[0]);
  UniqueFd report_writer(ends[1]);
  IEC_RETURN_IF_ERROR(MoveAboveStandard(report_writer));

  const pid_t pid = fork();
  if (pid < 0) return ErrnoError("starting", plan.program());
  if (pid == 0) RunChild(plan, terminal.slave.get(), report_writer.get());
  report_writer.Reset();
  if (const int failure = ReadReport(report.get()); failure != 0) {
    WaitForProcess(pid, kReaping);
    return Error{fmt::format("starting {} on a terminal: {}", plan.program(),
                             std::strerror(failure))};
  }
  CountProcessStart();
  Pty pty;
  pty.master_ = std::move(terminal.master);
  pty.pid_ = pid;
  return pty;
}

Pty::Pty(Pty&& other) noexcept
    : master_(std::move(other.master_)),
      pid_(std::exchange(other.pid_, -1)),
      ended_(std::move(other.ended_)),
      transcript_(std::move(other.transcript_)),
      taken_(std::exchange(other.taken_, 0)),
      received_(std::exchange(other.received_, 0)) {}

Pty& Pty::operator=(Pty&& other) noexcept {
  Close();
  master_ = std::move(other.master_);
  pid_ = std::exchange(other.pid_, -1);
  ended_ = std::move(other.ended_);
  transcript_ = std::move(other.transcript_);
  taken_ = std::exchange(other.taken_, 0);
  received_ = std::exchange(other.received_, 0);
  return *this;
}

Status Pty::Send(std::string_view text) {
  const auto deadline = Clock::now() + kSending;
  while (!text.empty()) {
    const ssize_t count = write(master_.get(), text.data(), text.size());
    if (count > 0) {
      text.remove_prefix(static_cast<size_t>(count));
    } else if (errno == EAGAIN && Clock::now() < deadline) {
      // Its input queue is full; it may also wait for us to read.
      Pump(kLook);
    } else if (errno != EINTR) {
      return ErrnoError("typing on", terminal());
    }
  }
  return {};
}

bool Pty::Pump(milliseconds timeout) {
  pollfd polled{master_.get(), POLLIN, 0};
  if (poll(&polled, 1, static_cast<int>(timeout.count())) <= 0) return false;
  char buffer[4096];
  const ssize_t count = read(master_.get(), buffer, sizeof buffer);
  if (count > 0) {
    received_ += static_cast<size_t>(count);
    if (transcript_.size() < kTranscriptLimit) {
      transcript_.append(buffer, static_cast<size_t>(count));
    }
    return true;
  }
  // EIO: nobody has the terminal open. That may be the end, or a login that
  // hangs its terminal up and opens it anew; poll() would not wait then.
  std::this_thread::sleep_for(std::min(timeout, kLook));
  return false;
}

bool Pty::HasEnded() {
  if (pid_ > 0 && !ended_) {
    const auto status = WaitForProcess(pid_, milliseconds(0), Reap::kLater);
    if (status) {
      Outcome& outcome = ended_.emplace();
      if (WIFEXITED(*status)) outcome.exit_status = WEXITSTATUS(*status);
      if (WIFSIGNALED(*status)) outcome.signal = WTERMSIG(*status);
    }
  }
  return pid_ <= 0 || ended_.has_value();
}

Pty::Wait Pty::WaitUntil(const std::function<bool(std::string_view)>& holds,
                         milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  for (;;) {
    if (holds(unread())) return Wait::kHeld;
    // The end is looked for before reading: what it said last is still read.
    const bool ended = HasEnded();
    const bool more =
        Pump(ended ? milliseconds(0) : std::min(kLook, Until(deadline)));
    if (!more && ended) return Wait::kEnded;
    if (Clock::now() >= deadline) {
      return holds(unread()) ? Wait::kHeld : Wait::kTimedOut;
    }
  }
}

Pty::Match Pty::WaitFor(const std::vector<std::string>& patterns,
                        milliseconds timeout) {
  std::vector<std::string> wanted;
  wanted.reserve(patterns.size());
  for (const std::string& pattern : patterns) wanted.push_back(Lower(pattern));
  Match match;
  size_t position = std::string::npos;
  match.wait = WaitUntil(
      [&](std::string_view text) {
        const std::string lower = Lower(text);
        for (size_t i = 0; i < wanted.size(); ++i) {
          const size_t found = lower.find(wanted[i]);
          if (found < position) {
            position = found;
            match.pattern = i;
          }
        }
        return position != std::string::npos;
      },
      timeout);
  match.before = std::string(unread().substr(0, position));
  taken_ += match.before.size();
  if (match.wait == Wait::kHeld) taken_ += wanted[match.pattern].size();
  return match;
}

bool Pty::WaitForSilence(milliseconds silence, milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  size_t seen = received_;
  while (Clock::now() < deadline) {
    const Wait wait =
        WaitUntil([&](std::string_view) { return received_ != seen; },
                  std::min(silence, Until(deadline)));
    if (wait != Wait::kHeld)
      return Until(deadline) > milliseconds(0) || wait == Wait::kEnded;
    seen = received_;
  }
  return false;
}

Pty::Input Pty::input() const {
  // Asked at the master, the kernel answers for the slave.
  struct termios settings {};
  if (tcgetattr(master_.get(), &settings) != 0) return Input::kLines;
  if ((settings.c_lflag & ICANON) == 0) return Input::kKeys;
  return (settings.c_lflag & ECHO) != 0 ? Input::kLines : Input::kSecret;
}

bool Pty::ForegroundChanged() const {
  const pid_t foreground = tcgetpgrp(master_.get());
  return foreground > 0 && foreground != pid_;
}

std::string Pty::terminal() const {
  std::array<char, 64> name{};
  ptsname_r(master_.get(), name.data(), name.size());
  return name.data();
}

std::optional<Outcome> Pty::WaitForExit(milliseconds timeout) {
  WaitUntil([](std::string_view) { return false; }, timeout);
  return ended_;
}

void Pty::Close() {
  if (pid_ <= 0) return;
  const pid_t foreground = tcgetpgrp(master_.get());
  if (!HasEnded()) {
    KillGroup(pid_, SIGHUP);
    if (foreground != pid_) KillGroup(foreground, SIGHUP);
  }
  master_.Reset();
  WaitForProcess(pid_, kHangUp, Reap::kLater);
  KillGroup(pid_, SIGKILL);
  // Still of our session, so the number has not gone to somebody else.
  if (foreground > 1 && getsid(foreground) == pid_) {
    KillGroup(foreground, SIGKILL);
  }
  WaitForProcess(pid_, kReaping);
  pid_ = -1;
}

}  // namespace iec
