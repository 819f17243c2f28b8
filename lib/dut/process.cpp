// SPDX-License-Identifier: Apache-2.0
// The only file that knows Boost.Process. Of version 2 in Boost 1.81 only the
// launcher is used, and that with care:
// - it closes descriptors above its error pipe only; ChildPlan marks them all;
// - a failed exec leaves a zombie, and exit() in the child would flush our
//   buffers a second time;
// - its process handle needs pidfd_open (Linux 5.3), else it throws after the
//   fork; so we wait ourselves, which also works on older kernels.
#include "lib/dut/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/process/v2/default_launcher.hpp>
#include <boost/process/v2/process.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/process_child.h"

namespace iec {
namespace {

namespace process_v2 = boost::process::v2;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How long we still listen after a program has ended while somebody else
// holds its output open, and how often we look whether it has ended.
constexpr milliseconds kGrace{200};
constexpr milliseconds kLook{20};
// A killed process may still be busy in the kernel.
constexpr milliseconds kReaping{10'000};

struct Descriptors {
  int in = -1;
  int out = -1;
  int err = -1;
};

// Runs in the child, as Boost's last initialiser.
struct EnterChild {
  const ChildPlan& plan;
  Descriptors streams;

  template <typename... Ignored>
  boost::system::error_code on_exec_setup(Ignored&&...) const {
    int failure = 0;
    if (dup2(streams.in, 0) < 0 || dup2(streams.out, 1) < 0 ||
        dup2(streams.err, 2) < 0) {
      failure = errno;
    } else {
      failure = plan.Enter();
    }
    errno = failure;  // what the launcher reports
    return {failure, boost::system::system_category()};
  }

  template <typename... Ignored>
  void on_exec_error(Ignored&&...) const {
    _exit(127);
  }
};

Error StartError(const ChildPlan& plan, int error_number) {
  return Error{fmt::format("starting {}: {}", plan.program(),
                           std::strerror(error_number))};
}

Result<pid_t> Launch(ChildPlan& plan, const Descriptors& streams) {
  process_v2::posix::default_launcher launcher;
  launcher.env = plan.envp();
  boost::system::error_code failure;
  try {
    boost::asio::io_context context(1);
    auto process = launcher(context.get_executor(), failure, plan.program(),
                            plan.argv(), EnterChild{plan, streams});
    if (!failure) process.detach();
  } catch (const std::exception& exception) {
    // Without pidfd_open the program runs and only its handle is missing.
    if (launcher.pid <= 0) {
      return Error{
          fmt::format("starting {}: {}", plan.program(), exception.what())};
    }
  }
  if (failure) {
    if (launcher.pid > 0) WaitForProcess(launcher.pid, kReaping);
    return StartError(plan, failure.value());
  }
  CountProcessStart();
  return launcher.pid;
}

Result<UniqueFd> OpenNull(int mode) {
  UniqueFd fd(open("/dev/null", mode | O_CLOEXEC));
  if (!fd) return ErrnoError("opening", "/dev/null");
  IEC_RETURN_IF_ERROR(MoveAboveStandard(fd));
  return fd;
}

// A file without a name: however much it is, writing it cannot block, and a
// program that does not read it cannot end us by SIGPIPE.
Result<UniqueFd> InputOf(const std::string& text) {
  if (text.empty()) {
    return OpenNull(O_RDONLY);
  }
  UniqueFd fd(memfd_create("input", MFD_CLOEXEC));
  if (!fd) return ErrnoError("creating a file in memory");
  IEC_RETURN_IF_ERROR(WriteAll(fd.get(), text));
  if (lseek(fd.get(), 0, SEEK_SET) != 0) return ErrnoError("rewinding");
  IEC_RETURN_IF_ERROR(MoveAboveStandard(fd));
  return fd;
}

struct Stream {
  UniqueFd reader;
  UniqueFd writer;
  std::string* text = nullptr;
};

Status OpenPipe(Stream& stream) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return ErrnoError("creating a pipe");
  stream.reader.Reset(ends[0]);
  stream.writer.Reset(ends[1]);
  // Only our end: the program must see an ordinary blocking pipe.
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  IEC_RETURN_IF_ERROR(MoveAboveStandard(stream.reader));
  return MoveAboveStandard(stream.writer);
}

// Takes what is there, but no more than a pipe can hold: a program that never
// stops writing must not keep us from looking at the clock. Closes at the end
// of the stream.
void Drain(Stream& stream, size_t limit, bool& truncated) {
  char buffer[16384];
  for (int reads = 0; reads < 8; ++reads) {
    const ssize_t count = read(stream.reader.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) {
      stream.reader.Reset();
      return;
    }
    const size_t room = limit - std::min(limit, stream.text->size());
    const auto got = static_cast<size_t>(count);
    stream.text->append(buffer, std::min(room, got));
    if (got > room) truncated = true;
  }
}

void Judge(int wait_status, Outcome& outcome) {
  if (WIFEXITED(wait_status)) outcome.exit_status = WEXITSTATUS(wait_status);
  if (WIFSIGNALED(wait_status)) outcome.signal = WTERMSIG(wait_status);
}

// Reads both streams until they end and the program has ended, its time is
// over, or the program has ended and the grace for the streams is over.
void Collect(pid_t pid, std::array<Stream, 2>& streams, const Command& command,
             Outcome& outcome) {
  const auto deadline = Clock::now() + command.timeout;
  std::optional<Clock::time_point> ended_at;
  int wait_status = 0;
  for (;;) {
    std::array<pollfd, 2> polled{};
    bool open = false;
    for (size_t i = 0; i < streams.size(); ++i) {
      polled[i].fd = streams[i].reader.get();  // poll skips negative ones
      polled[i].events = POLLIN;
      if (polled[i].fd >= 0) open = true;
    }
    if (!ended_at) {
      const auto status = WaitForProcess(pid, open ? milliseconds(0) : kLook);
      if (status) {
        wait_status = *status;
        ended_at = Clock::now();
      }
    }
    if (ended_at && !open) break;
    const auto now = Clock::now();
    if (ended_at && now >= *ended_at + kGrace) {
      outcome.left_running = true;
      break;
    }
    if (!ended_at && now >= deadline) {
      outcome.timed_out = true;
      // Before it is reaped, so that the number cannot be another group's.
      KillGroup(pid, SIGKILL);
      wait_status = WaitForProcess(pid, kReaping).value_or(SIGKILL);
      for (Stream& stream : streams) {
        if (stream.reader) {
          Drain(stream, command.output_limit, outcome.truncated);
        }
      }
      break;
    }
    if (!open) continue;
    const int ready =
        poll(polled.data(), polled.size(), static_cast<int>(kLook.count()));
    if (ready <= 0) continue;
    for (size_t i = 0; i < streams.size(); ++i) {
      if (polled[i].revents != 0) {
        Drain(streams[i], command.output_limit, outcome.truncated);
      }
    }
  }
  Judge(wait_status, outcome);
}

}  // namespace

std::string Outcome::Describe() const {
  std::string text;
  if (timed_out) {
    text = "ended at its time limit";
  } else if (signal != 0) {
    text = fmt::format("killed by signal {}", signal);
  } else {
    text = fmt::format("exit status {}", exit_status);
  }
  const std::string_view said = Trim(Trim(err).empty() ? out : err);
  if (!said.empty() && !Succeeded()) text += ": " + Printable(said, 200);
  if (truncated) text += " (output cut off)";
  if (left_running) text += " (left a process running)";
  return text;
}

Result<Outcome> Run(const Command& command) {
  IEC_ASSIGN_OR_RETURN(ChildPlan plan, ChildPlan::Make(command));
  IEC_ASSIGN_OR_RETURN(UniqueFd input, InputOf(command.input));
  Outcome outcome;
  std::array<Stream, 2> streams;
  streams[0].text = &outcome.out;
  streams[1].text = &outcome.err;
  for (Stream& stream : streams) IEC_RETURN_IF_ERROR(OpenPipe(stream));
  IEC_ASSIGN_OR_RETURN(const pid_t pid,
                       Launch(plan, {input.get(), streams[0].writer.get(),
                                     streams[1].writer.get()}));
  for (Stream& stream : streams) stream.writer.Reset();
  Collect(pid, streams, command, outcome);
  return outcome;
}

Result<BackgroundProcess> BackgroundProcess::Start(const Command& command) {
  IEC_ASSIGN_OR_RETURN(ChildPlan plan, ChildPlan::Make(command));
  IEC_ASSIGN_OR_RETURN(UniqueFd input, InputOf(command.input));
  IEC_ASSIGN_OR_RETURN(UniqueFd nowhere, OpenNull(O_WRONLY));
  IEC_ASSIGN_OR_RETURN(
      const pid_t pid,
      Launch(plan, {input.get(), nowhere.get(), nowhere.get()}));
  return BackgroundProcess(pid);
}

Result<BackgroundProcess> BackgroundProcess::StartOn(int socket,
                                                     const Command& command) {
  IEC_ASSIGN_OR_RETURN(ChildPlan plan, ChildPlan::Make(command));
  IEC_ASSIGN_OR_RETURN(UniqueFd nowhere, OpenNull(O_WRONLY));
  IEC_ASSIGN_OR_RETURN(const pid_t pid,
                       Launch(plan, {socket, socket, nowhere.get()}));
  return BackgroundProcess(pid);
}

BackgroundProcess& BackgroundProcess::operator=(
    BackgroundProcess&& other) noexcept {
  Kill();
  pid_ = std::exchange(other.pid_, -1);
  ended_ = std::move(other.ended_);
  return *this;
}

bool BackgroundProcess::Running() {
  return pid_ > 0 && !Wait(milliseconds(0)).has_value();
}

void BackgroundProcess::Kill() {
  if (pid_ <= 0) return;
  KillGroup(pid_, SIGKILL);
  WaitForProcess(pid_, kReaping);
  pid_ = -1;
}

std::optional<Outcome> BackgroundProcess::Wait(milliseconds timeout) {
  if (pid_ > 0 && !ended_) {
    const auto status = WaitForProcess(pid_, timeout, Reap::kLater);
    if (status) Judge(*status, ended_.emplace());
  }
  return ended_;
}

}  // namespace iec
