// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/process_child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <linux/close_range.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <string_view>
#include <thread>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr std::string_view kPath =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::mutex marker_mutex;
std::string run_marker;  // guarded by marker_mutex
std::atomic<uint32_t> own_process_starts{0};
std::atomic<uint32_t>* process_starts = &own_process_starts;

bool IsProgram(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
         access(path.c_str(), X_OK) == 0;
}

std::string_view NameOf(std::string_view assignment) {
  return assignment.substr(0, assignment.find('='));
}

std::vector<std::string> Environment(const Command& command) {
  std::vector<std::string> environment = {
      fmt::format("PATH={}", kPath), "LANG=C.UTF-8", "TERM=dumb", "HOME=/"};
  {
    const std::lock_guard<std::mutex> lock(marker_mutex);
    if (!run_marker.empty()) environment.push_back("IEC_RUN=" + run_marker);
  }
  for (const std::string& extra : command.environment) {
    const auto same = std::find_if(
        environment.begin(), environment.end(),
        [&](const auto& other) { return NameOf(other) == NameOf(extra); });
    if (same != environment.end()) {
      *same = extra;
    } else {
      environment.push_back(extra);
    }
  }
  return environment;
}

std::vector<const char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  pointers.push_back(nullptr);
  return pointers;
}

// An ignored signal stays ignored over exec; nohup of the runner must not
// change what is tested.
void ResetSignals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) {
    sigaction(number, &standard, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// What holds a test body in bounds would change what is tested: journalctl, for
// one, leaves out without a word what it has no memory for.
void LiftLimits() {
  for (const auto resource : {RLIMIT_AS, RLIMIT_FSIZE}) {
    struct rlimit limit {};
    if (getrlimit(resource, &limit) != 0) continue;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(resource, &limit);
  }
}

void CloseOnExecFrom(unsigned first) {
  if (syscall(SYS_close_range, first, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  // Kernels before 5.11. A limit of a million would take a second here; we
  // never have that many.
  constexpr rlim_t kHighest = 65536;
  struct rlimit limit {};
  getrlimit(RLIMIT_NOFILE, &limit);
  const auto end = static_cast<int>(std::min(limit.rlim_cur, kHighest));
  for (int fd = static_cast<int>(first); fd < end; ++fd) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
}

int SetLoginUid(std::string_view digits) {
  const int fd = open("/proc/self/loginuid", O_WRONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  const auto size = static_cast<ssize_t>(digits.size());
  const int failure =
      write(fd, digits.data(), digits.size()) == size ? 0 : errno;
  close(fd);
  return failure;
}

}  // namespace

Identity Nobody() { return Identity{kNobodyId, kNobodyId, {}}; }

void SetRunMarker(std::string id) {
  const std::lock_guard<std::mutex> lock(marker_mutex);
  run_marker = std::move(id);
}

uint32_t ProcessStarts() { return *process_starts; }
void CountProcessStartsIn(std::atomic<uint32_t>& counter) {
  process_starts = &counter;
}
void CountProcessStart() { ++*process_starts; }

Result<std::string> FindProgram(const std::string& name) {
  if (name.empty()) return Error{"no program is named: argv is empty"};
  if (name.find('/') != std::string::npos) {
    if (name.front() != '/') {
      return Error{name +
                   ": a program is named by its absolute path or "
                   "without any slash"};
    }
    if (!IsProgram(name)) {
      return Error{name + " is not there or cannot be executed"};
    }
    return name;
  }
  for (const std::string& directory : Split(kPath, ':')) {
    std::string path = fmt::format("{}/{}", directory, name);
    if (IsProgram(path)) return path;
  }
  return Error{
      fmt::format("{} is not installed: not found in {}", name, kPath)};
}

Result<ChildPlan> ChildPlan::Make(const Command& command) {
  ChildPlan plan;
  IEC_ASSIGN_OR_RETURN(
      plan.program_, FindProgram(command.argv.empty() ? "" : command.argv[0]));
  plan.arguments_ = command.argv;
  plan.arguments_[0] = plan.program_;
  plan.environment_ = Environment(command);
  for (const auto* texts : {&plan.arguments_, &plan.environment_}) {
    for (const std::string& text : *texts) {
      if (text.find('\0') != std::string::npos) {
        return Error{"an argument or variable for " + plan.program_ +
                     " has a zero byte: the program would see it cut off"};
      }
    }
  }
  plan.argv_ = Pointers(plan.arguments_);
  plan.envp_ = Pointers(plan.environment_);
  plan.directory_ = command.directory;
  plan.run_as_ = command.run_as;
  if (command.login_uid) {
    plan.login_uid_ = fmt::format("{}", *command.login_uid);
  }
  return plan;
}

int ChildPlan::Enter(int terminal) const noexcept {
  LiftLimits();
  if (setsid() < 0) return errno;
  if (terminal >= 0 && ioctl(terminal, TIOCSCTTY, 0) != 0) return errno;
  ResetSignals();
  umask(022);
  CloseOnExecFrom(3);
  if (chdir(directory_.c_str()) != 0) return errno;
  if (!login_uid_.empty()) {
    if (const int failure = SetLoginUid(login_uid_); failure != 0) {
      return failure;
    }
  }
  if (run_as_) {
    if (setgroups(run_as_->groups.size(), run_as_->groups.data()) != 0 ||
        setresgid(run_as_->gid, run_as_->gid, run_as_->gid) != 0 ||
        setresuid(run_as_->uid, run_as_->uid, run_as_->uid) != 0) {
      return errno;
    }
  }
  return 0;
}

std::optional<int> WaitForProcess(pid_t pid, std::chrono::milliseconds timeout,
                                  Reap reap) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  const int keep = reap == Reap::kLater ? WNOWAIT : 0;
  auto pause = std::chrono::milliseconds(1);
  for (;;) {
    siginfo_t info{};
    const int failed =
        waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | keep);
    // Somebody else reaped it; that it succeeded is not known.
    if (failed != 0 && errno == ECHILD) return W_EXITCODE(255, 0);
    if (failed == 0 && info.si_pid == pid) {
      return info.si_code == CLD_EXITED ? W_EXITCODE(info.si_status, 0)
                                        : W_EXITCODE(0, info.si_status);
    }
    const auto now = std::chrono::steady_clock::now();
    if (now >= deadline) return std::nullopt;
    std::this_thread::sleep_for(
        std::min<std::chrono::steady_clock::duration>(pause, deadline - now));
    pause = std::min(pause * 2, std::chrono::milliseconds(20));
  }
}

Status MoveAboveStandard(UniqueFd& fd) {
  if (fd.get() > 2) return {};
  const int copy = fcntl(fd.get(), F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return ErrnoError("duplicating a descriptor");
  fd.Reset(copy);
  return {};
}

void KillGroup(pid_t leader, int signal_number) {
  if (leader > 1) kill(-leader, signal_number);
}

std::string DescribeWaitStatus(int wait_status) {
  if (WIFSIGNALED(wait_status)) {
    return fmt::format("killed by signal {}", WTERMSIG(wait_status));
  }
  return fmt::format("exit status {}", WEXITSTATUS(wait_status));
}

}  // namespace iec
