// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/child_process.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>

#include "lib/base/text.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

// Enough for any honest test; one that eats memory must not take the device
// down with it. Sanitizers reserve terabytes and go without.
#if defined(__SANITIZE_ADDRESS__)
constexpr rlim_t kMemoryLimit = RLIM_INFINITY;
#else
constexpr rlim_t kMemoryLimit = 512u << 20;
#endif

void SetLimits() {
  // Otherwise each thread reserves 64 MB of that memory for itself, and the
  // eighth of them finds none.
  mallopt(M_ARENA_MAX, 1);
  // Soft limits only: they are lifted again for what a test starts on the
  // device (lib/dut/process_child).
  for (const auto& [resource, value] :
       {std::pair{RLIMIT_CORE, rlim_t{0}}, std::pair{RLIMIT_AS, kMemoryLimit},
        std::pair{RLIMIT_FSIZE, rlim_t{64u << 20}}}) {
    rlimit limit{};
    getrlimit(resource, &limit);
    limit.rlim_cur = std::min(value, limit.rlim_max);
    setrlimit(resource, &limit);
  }
}

void ResetSignals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD}) {
    ::signal(signal, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void RedirectStandardStreams() {
  UniqueFd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  // A body writes nothing to the console: its parent alone speaks there.
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    dup2(null.get(), fd);
  }
}

[[noreturn]] void Work(const std::function<void()>& work, pid_t parent,
                       int pipe) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it died before the line above
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  ResetSignals();
  SetLimits();
  RedirectStandardStreams();
  SetMessageSink(pipe);
  work();
  _exit(0);
}

// Children of this process, from /proc, with those of all threads.
std::vector<pid_t> Children() {
  std::vector<pid_t> children;
  const auto list =
      ReadFile(fmt::format("/proc/self/task/{}/children", getpid()), 1u << 20);
  if (!list.ok()) return children;
  for (const std::string& word : Split(*list, ' ')) {
    if (const auto pid = ParseInteger(word)) {
      children.push_back(static_cast<pid_t>(*pid));
    }
  }
  return children;
}

}  // namespace

Result<ChildProcess> ChildProcess::Start(const std::function<void()>& work,
                                         Clock::duration time_limit) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return ErrnoError("making a pipe");
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  fcntl(read_end.get(), F_SETFL, O_NONBLOCK);
  ChildProcess child;
  void* const shared = mmap(nullptr, sizeof(Counter), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return ErrnoError("sharing memory with a test");
  child.process_starts_.reset(new (shared) Counter(0));
  child.started_ = Clock::now();
  child.deadline_ = child.started_ + time_limit;
  const pid_t parent = getpid();
  child.pid_ = fork();
  if (child.pid_ < 0) return ErrnoError("starting the process of a test");
  if (child.pid_ == 0) {
    read_end.Reset();
    CountProcessStartsIn(*child.process_starts_);
    Work(work, parent, write_end.get());
  }
  child.pipe_ = std::move(read_end);
  return child;
}

std::vector<Message> ChildProcess::Receive() {
  char buffer[16384];
  for (;;) {
    const ssize_t count = read(pipe_.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    decoder_.Feed({buffer, static_cast<size_t>(count)});
  }
  std::vector<Message> messages;
  while (auto message = decoder_.Next()) {
    messages.push_back(std::move(*message));
  }
  if (decoder_.broken()) end_.broken = true;
  return messages;
}

bool ChildProcess::Ended() {
  if (reaped_) return true;
  int status = 0;
  pid_t reaped = waitpid(pid_, &status, WNOHANG);
  if (reaped == 0 && (Clock::now() >= deadline_ || end_.broken)) {
    end_.timed_out = !end_.broken && !end_.interrupted;
    KillGroup();
    do {
      reaped = waitpid(pid_, &status, 0);
    } while (reaped < 0 && errno == EINTR);
  }
  if (reaped == 0) return false;
  KillGroup();  // what it left in its session
  reaped_ = true;
  end_.duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      Clock::now() - started_);
  end_.process_starts = *process_starts_;
  if (WIFSIGNALED(status)) end_.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end_.exit_status = WEXITSTATUS(status);
  return true;
}

void ChildProcess::Unmap::operator()(Counter* counter) const {
  munmap(counter, sizeof *counter);
}

void ChildProcess::Interrupt() {
  end_.interrupted = true;
  deadline_ = Clock::now();
}

void ChildProcess::KillGroup() const { kill(-pid_, SIGKILL); }

Status BecomeSubreaper() {
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
    return ErrnoError("becoming the parent of orphans");
  }
  return {};
}

int KillOrphans(const std::vector<pid_t>& known) {
  int killed = 0;
  for (;;) {
    bool found = false;
    for (const pid_t pid : Children()) {
      if (std::find(known.begin(), known.end(), pid) != known.end()) continue;
      found = true;
      kill(pid, SIGKILL);
      int status = 0;
      while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
      }
      ++killed;
    }
    // The orphans of the killed are ours now: look again until there is none.
    if (!found) return killed;
  }
}

}  // namespace iec
