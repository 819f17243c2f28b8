// SPDX-License-Identifier: Apache-2.0
// What the kinds of logins have in common; for login*.cpp only.
#ifndef IEC_LIB_DUT_LOGIN_SESSION_H_
#define IEC_LIB_DUT_LOGIN_SESSION_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/dut/dialogue.h"
#include "lib/dut/login.h"
#include "lib/dut/login_prompt.h"

namespace iec {

class OpenLogin::Session {
 public:
  virtual ~Session() = default;
  virtual bool Alive() = 0;
  virtual Result<std::string> Execute(const std::string& command_line,
                                      std::chrono::milliseconds timeout) = 0;
  virtual Result<std::string> ExecuteAnswering(
      const std::string& command_line, const LoginAttempt& answers,
      std::chrono::milliseconds timeout) = 0;
  // The terminal that the session itself has, to be typed at as a person does.
  // Nothing where each command gets one of its own. Not to outlive this object.
  virtual std::optional<TerminalWire> Terminal() { return std::nullopt; }
  virtual void LogOut() = 0;

  LoginOutcome outcome;
};

Result<std::unique_ptr<OpenLogin::Session>> LogInOnTerminal(
    const LoginPath& path, const LoginAttempt& attempt);
Result<std::unique_ptr<OpenLogin::Session>> LogInOverSsh(
    const LoginPath& path, const LoginAttempt& attempt);

class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds timeout)
      : end_(std::chrono::steady_clock::now() + timeout) {}

  std::chrono::milliseconds Left() const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        end_ - std::chrono::steady_clock::now());
    return left.count() > 0 ? left : std::chrono::milliseconds(0);
  }
  bool Over() const { return Left().count() == 0; }

 private:
  std::chrono::steady_clock::time_point end_;
};

// The answers of one attempt, and all of its secrets.
class Answers {
 public:
  explicit Answers(const LoginAttempt& attempt);

  // For a prompt of these kinds; empty for others. May wait for the next
  // TOTP period. An Error where no code is left.
  Result<std::string> For(PromptKind kind);

  std::string Redact(std::string_view text) const;
  // Makes all texts fit to be shown, and the transcript short.
  void Redact(LoginOutcome& outcome) const;

 private:
  Result<std::string> Code();

  const LoginAttempt& attempt_;
};

// The uid in what `id -u` printed: the last line that is a number.
std::optional<uid_t> ParseUid(std::string_view output);

}  // namespace iec

#endif  // IEC_LIB_DUT_LOGIN_SESSION_H_
