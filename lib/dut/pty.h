// SPDX-License-Identifier: Apache-2.0
// A program on a terminal of its own, as a person would use it. Passwords can
// be typed in no other way: programs that ask for one read the terminal.
#ifndef IEC_LIB_DUT_PTY_H_
#define IEC_LIB_DUT_PTY_H_

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/result.h"
#include "lib/dut/process.h"

namespace iec {

class Pty {
 public:
  // Starts `command` as the leader of a session whose controlling terminal
  // is new. Of the command, `input`, `timeout` and `output_limit` have no
  // meaning here.
  static Result<Pty> Start(const Command& command);

  Pty(Pty&& other) noexcept;
  Pty& operator=(Pty&& other) noexcept;
  ~Pty() { Close(); }

  // Types `text`; '\n' is the Enter key. What the terminal echoes comes back
  // as output and stands in unread() like everything else.
  Status Send(std::string_view text);

  enum class Wait {
    kHeld,      // what was waited for is there
    kTimedOut,  // the program runs and has not said it
    kEnded,     // the program has ended without having said it
  };

  // Reads until `holds(unread())`; asked again after everything that arrives.
  Wait WaitUntil(const std::function<bool(std::string_view)>& holds,
                 std::chrono::milliseconds timeout);

  struct Match {
    Wait wait = Wait::kTimedOut;
    size_t pattern = 0;  // which came first, where kHeld
    std::string before;  // the text before it; all of it where not kHeld
  };
  // Plain text, letters of either case. Takes what it found, and what stands
  // before it, out of unread().
  Match WaitFor(const std::vector<std::string>& patterns,
                std::chrono::milliseconds timeout);

  // Reads until nothing has come for `silence`, at most for `timeout`; true
  // if it fell silent (or ended) in that time.
  bool WaitForSilence(std::chrono::milliseconds silence,
                      std::chrono::milliseconds timeout);

  std::string_view unread() const {
    return std::string_view(transcript_).substr(taken_);
  }
  void TakeAll() { taken_ = transcript_.size(); }
  const std::string& transcript() const { return transcript_; }

  // How the terminal takes what is typed.
  enum class Input {
    kLines,   // in lines, shown
    kSecret,  // in lines, not shown: somebody asks for a secret
    kKeys,    // key by key: a shell with line editing, an editor
  };
  Input input() const;
  // Whether a process group other than the started program's has taken the
  // terminal over: a shell with job control does.
  bool ForegroundChanged() const;
  std::string terminal() const;  // "/dev/pts/3"
  pid_t pid() const { return pid_; }

  // How the program ended, or nothing where it has not within `timeout`.
  // Reads (and keeps) what it says meanwhile.
  std::optional<Outcome> WaitForExit(std::chrono::milliseconds timeout);

  // Hangs up: SIGHUP to the program and to who has the terminal, SIGKILL to
  // those that are still there 2 s later. Fine to repeat.
  void Close();

 private:
  Pty() = default;
  // One read, waiting at most `timeout` for it. False where nothing came.
  bool Pump(std::chrono::milliseconds timeout);
  bool HasEnded();

  UniqueFd master_;
  pid_t pid_ = -1;
  std::optional<Outcome> ended_;
  std::string transcript_;
  size_t taken_ = 0;
  size_t received_ = 0;  // bytes in all, kept or not
};

}  // namespace iec

#endif  // IEC_LIB_DUT_PTY_H_
