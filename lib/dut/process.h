// SPDX-License-Identifier: Apache-2.0
// Programs started by argument vector, never through a shell. Each has its
// own session, a clean environment, no descriptor of ours beyond 0-2, default
// signal handlers and a time limit after which its whole group is killed.
#ifndef IEC_LIB_DUT_PROCESS_H_
#define IEC_LIB_DUT_PROCESS_H_

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/result.h"

namespace iec {

struct Identity {
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;  // supplementary; none unless listed
};

// Debian's nobody and nogroup, which own nothing: who runs `su` and whatever
// else must not be root. A number, because names need NSS.
inline constexpr uid_t kNobodyId = 65534;
Identity Nobody();

struct Command {
  // argv[0] is an absolute path or a name looked up in the clean PATH.
  std::vector<std::string> argv;
  std::string input;  // its standard input; /dev/null where empty
  std::chrono::milliseconds timeout{30'000};
  // NAME=VALUE, over PATH, LANG=C.UTF-8, TERM=dumb and HOME=/.
  std::vector<std::string> environment;
  std::optional<Identity> run_as;
  // Whom the kernel's audit records name as the person behind it, as PAM sets
  // it for a login. Where the kernel refuses that, the start is an Error.
  std::optional<uid_t> login_uid;
  size_t output_limit = size_t{1} << 20;  // bytes kept of each stream
  std::string directory = "/";
};

struct Outcome {
  int exit_status = -1;  // -1 where a signal ended it
  int signal = 0;
  bool timed_out = false;  // our time limit ended it
  bool truncated = false;  // a stream had more than output_limit bytes
  // The program ended and left a process behind that still holds its output
  // open; that one has not been waited for and lives on.
  bool left_running = false;
  std::string out;
  std::string err;

  bool Succeeded() const { return exit_status == 0 && !timed_out; }
  // "exit status 1: <start of stderr>", fit for evidence.
  std::string Describe() const;
};

// An Error where the program could not be started; whatever it did after
// that is an Outcome. Safe to use from several threads.
Result<Outcome> Run(const Command& command);

// A program that goes on beside the test. Its output goes nowhere, `timeout`
// and `output_limit` of the command have no meaning. Killed with its group
// when this object goes.
class BackgroundProcess {
 public:
  static Result<BackgroundProcess> Start(const Command& command);
  // With `socket` as its standard input and output, as inetd starts servers.
  static Result<BackgroundProcess> StartOn(int socket, const Command& command);

  BackgroundProcess(BackgroundProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), ended_(std::move(other.ended_)) {}
  BackgroundProcess& operator=(BackgroundProcess&& other) noexcept;
  ~BackgroundProcess() { Kill(); }

  pid_t pid() const { return pid_; }
  bool Running();
  void Kill();  // the whole group, and reaps it; fine to repeat
  // How it ended, or nothing where it has not within `timeout`.
  std::optional<Outcome> Wait(std::chrono::milliseconds timeout);

 private:
  explicit BackgroundProcess(pid_t pid) : pid_(pid) {}

  pid_t pid_ = -1;
  std::optional<Outcome> ended_;
};

// The absolute path of a program; an Error that names it where it is not
// installed.
Result<std::string> FindProgram(const std::string& name);

// Every process started from now on has IEC_RUN=<id> in its environment, by
// which `restore` finds what an interrupted run left behind.
void SetRunMarker(std::string id);

// How many programs this process has started, those on terminals included.
uint32_t ProcessStarts();

// From now on they are counted there. In memory that this process shares with
// others the forks of it count too, and the count outlives them.
void CountProcessStartsIn(std::atomic<uint32_t>& counter);

}  // namespace iec

#endif  // IEC_LIB_DUT_PROCESS_H_
