// SPDX-License-Identifier: Apache-2.0
// A person before a terminal: the shell that a login has opened there, typed at
// key by key.
#ifndef IEC_LIB_DUT_TERMINAL_SESSION_H_
#define IEC_LIB_DUT_TERMINAL_SESSION_H_

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/dut/dialogue.h"
#include "lib/dut/login.h"

namespace iec {

class TerminalSession {
 public:
  // An Error where no shell answers. Not to be used in two threads at once.
  static Result<TerminalSession> Open(const LoginPath& path,
                                      const LoginAttempt& attempt);

  pid_t shell() const { return shell_; }
  // "/dev/pts/3", as the device calls it.
  const std::string& terminal() const { return terminal_; }
  bool ended() const { return ended_; }
  // Without control sequences: what has come since the last Type().
  std::string Shown() const;
  // Bytes that have come since then, control sequences and all.
  size_t received() const { return text_.size(); }

  void Type(std::string_view keys);
  void TypeOn(std::string_view keys);  // the same, and keeps what has come
  // Reads until `holds(Shown())`; false where the time or the session is over.
  bool WaitUntil(const std::function<bool(const std::string& shown)>& holds,
                 std::chrono::milliseconds timeout);
  void Read(std::chrono::milliseconds time);

  // What a shell makes of the word, "$TMOUT"; nothing where no shell reads what
  // is typed.
  std::optional<std::string> Ask(const std::string& word,
                                 std::chrono::milliseconds timeout);
  // Gives each question for a secret its answer, those that stand there already
  // included, until `over(shown)`.
  bool AnswerUntil(const LoginAttempt& answers,
                   const std::function<bool(std::string_view shown)>& over,
                   std::chrono::milliseconds timeout);

 private:
  TerminalSession(std::shared_ptr<void> owner, TerminalWire wire)
      : owner_(std::move(owner)), wire_(std::move(wire)) {}

  std::shared_ptr<void> owner_;  // of what the wire ends in
  TerminalWire wire_;
  std::string text_;
  bool ended_ = false;
  pid_t shell_ = 0;
  std::string terminal_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_TERMINAL_SESSION_H_
