// SPDX-License-Identifier: Apache-2.0
// A piece of work in a forked process: its own session, limits, time limit
// and a pipe of messages to the parent. A fork without exec: it is cheap
// where a process start costs 50 times more than natively, and it also works
// where /proc/self/exe is an emulator.
#ifndef IEC_LIB_TESTCASE_CHILD_PROCESS_H_
#define IEC_LIB_TESTCASE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/result.h"
#include "lib/testcase/message.h"

namespace iec {

// How a process came to its end.
struct ChildEnd {
  int exit_status = 0;
  int signal = 0;  // that killed it, 0 if it exited
  bool timed_out = false;
  bool interrupted = false;  // ended because the user wanted it
  bool broken = false;       // sent what no encoder makes
  std::chrono::milliseconds duration{0};
  uint32_t process_starts = 0;  // programs, by it and by forks of it
};

class ChildProcess {
 public:
  using Clock = std::chrono::steady_clock;

  static Result<ChildProcess> Start(const std::function<void()>& work,
                                    Clock::duration time_limit);

  ChildProcess(ChildProcess&&) = default;
  ChildProcess& operator=(ChildProcess&&) = default;

  pid_t pid() const { return pid_; }
  int fd() const { return pipe_.get(); }  // to poll for reading
  Clock::time_point deadline() const { return deadline_; }

  // Takes what has arrived.
  std::vector<Message> Receive();

  // True once the process has ended and is reaped; `end()` says how. Kills
  // its group where its time is over.
  bool Ended();
  const ChildEnd& end() const { return end_; }

  void Interrupt();

 private:
  ChildProcess() = default;
  void KillGroup() const;

  using Counter = std::atomic<uint32_t>;
  struct Unmap {
    void operator()(Counter* counter) const;
  };

  pid_t pid_ = -1;
  bool reaped_ = false;
  UniqueFd pipe_;
  MessageDecoder decoder_;
  // Shared with the process, so that it is known however that ends.
  std::unique_ptr<Counter, Unmap> process_starts_;
  Clock::time_point started_;
  Clock::time_point deadline_;
  ChildEnd end_;
};

// Makes this process the one that inherits orphans, so that a process which
// left its session can still be found.
Status BecomeSubreaper();

// Kills every child of this process that is not in `known`, and what those
// leave behind in turn. Returns how many there were.
int KillOrphans(const std::vector<pid_t>& known);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_CHILD_PROCESS_H_
