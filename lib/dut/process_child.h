// SPDX-License-Identifier: Apache-2.0
// What happens between fork and exec, for programs on pipes and on terminals
// alike. Everything is prepared before the fork: after it only calls that are
// safe in a signal handler are made, since other threads may have held locks.
#ifndef IEC_LIB_DUT_PROCESS_CHILD_H_
#define IEC_LIB_DUT_PROCESS_CHILD_H_

#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/dut/process.h"

namespace iec {

class ChildPlan {
 public:
  static Result<ChildPlan> Make(const Command& command);

  ChildPlan(ChildPlan&&) = default;

  const char* program() const { return program_.c_str(); }
  const char** argv() { return argv_.data(); }
  const char** envp() { return envp_.data(); }

  // In the child: own session, signals as a fresh process has them, no
  // descriptor but 0-2 past the exec, the directory and the identity. Returns
  // 0 or an errno value. `terminal` >= 0 becomes the controlling terminal.
  int Enter(int terminal = -1) const noexcept;

 private:
  ChildPlan() = default;

  std::string program_;
  std::vector<std::string> arguments_;
  std::vector<std::string> environment_;
  std::vector<const char*> argv_;  // into the two above
  std::vector<const char*> envp_;
  std::string directory_;
  std::optional<Identity> run_as_;
  std::string login_uid_;  // digits; empty: inherited
};

void CountProcessStart();

// Waits at most `timeout` for the end of `pid`; its wait status, or nothing
// while it runs on. A process that is left unreaped keeps its number, so that
// its group can still be killed without hitting somebody else's.
enum class Reap { kNow, kLater };
std::optional<int> WaitForProcess(pid_t pid, std::chrono::milliseconds timeout,
                                  Reap reap = Reap::kNow);

void KillGroup(pid_t leader, int signal_number);

// A copy above the standard three where `fd` is one of them (because ours
// were closed): dup2 onto itself would leave close-on-exec set.
Status MoveAboveStandard(UniqueFd& fd);

// "exit status 3" or "killed by signal 9".
std::string DescribeWaitStatus(int wait_status);

}  // namespace iec

#endif  // IEC_LIB_DUT_PROCESS_CHILD_H_
