// SPDX-License-Identifier: Apache-2.0
// A user changes their own password, as they would.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/login.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/login_session.h"
#include "lib/dut/pty.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSettle{60};
constexpr int kMostPrompts = 10;

class Change {
 public:
  Change(const PasswordChangeAttempt& attempt, Pty pty)
      : attempt_(attempt), deadline_(attempt.timeout), pty_(std::move(pty)) {}

  Result<PasswordChange> Hold();

 private:
  // The prompt that the program waits at, or nothing once it has ended.
  Result<std::optional<PromptKind>> NextPrompt();
  Result<std::string> AnswerFor(PromptKind kind);
  std::string Redacted(std::string_view text) const;
  Error Trouble(std::string_view what) const;
  Result<PasswordChange> Judge(bool refused);

  const PasswordChangeAttempt& attempt_;
  Deadline deadline_;
  Pty pty_;
  int candidates_given_ = 0;
};

std::string Change::Redacted(std::string_view text) const {
  Redactor redactor;
  redactor.Add(attempt_.current_password);
  redactor.Add(attempt_.candidate);
  if (attempt_.factor != nullptr) {
    for (const std::string& secret : attempt_.factor->Secrets()) {
      redactor.Add(secret);
    }
  }
  return redactor.Apply(text);
}

Error Change::Trouble(std::string_view what) const {
  return Error{
      fmt::format("changing the password of uid {}: {}; the dialogue was: {}",
                  attempt_.identity.uid, what,
                  Redacted(Printable(PlainText(pty_.transcript()), 400)))};
}

Result<std::optional<PromptKind>> Change::NextPrompt() {
  const auto at_prompt = [this](std::string_view) {
    return pty_.input() == Pty::Input::kSecret &&
           !Trim(CurrentLine(pty_.unread())).empty();
  };
  for (;;) {
    switch (pty_.WaitUntil(at_prompt, deadline_.Left())) {
      case Pty::Wait::kEnded:
        return std::optional<PromptKind>();
      case Pty::Wait::kTimedOut:
        return Trouble("passwd did not go on in time");
      case Pty::Wait::kHeld:
        break;
    }
    if (pty_.WaitForSilence(kSettle, std::max(kSettle, deadline_.Left())) &&
        at_prompt({})) {
      return std::optional(ClassifyPrompt(CurrentLine(pty_.unread()), ""));
    }
  }
}

Result<std::string> Change::AnswerFor(PromptKind kind) {
  switch (kind) {
    case PromptKind::kCurrentPassword:
    case PromptKind::kPassword:
      return attempt_.current_password;
    case PromptKind::kNewPassword:
      return attempt_.candidate;
    case PromptKind::kCode:
      return attempt_.factor != nullptr ? attempt_.factor->NextCode()
                                        : Result<std::string>(std::string());
    case PromptKind::kLogin:
    case PromptKind::kPasswordAndCode:
    case PromptKind::kOther:
      break;
  }
  return Trouble("an unknown question");
}

Result<PasswordChange> Change::Judge(bool refused) {
  PasswordChange change;
  if (!refused) {
    const auto end = pty_.WaitForExit(milliseconds(0));
    change.accepted = end && end->Succeeded();
  }
  change.dialogue = Redacted(PlainText(pty_.transcript()));
  if (candidates_given_ == 0 && !attempt_.may_be_refused_at_once) {
    return Trouble("no new password was ever asked for");
  }
  return change;
}

// A candidate is asked for twice, the repetition included; a third time means
// that it was refused and another one is wanted. A strength check may refuse
// before the repetition; then the wording tells.
Result<PasswordChange> Change::Hold() {
  for (int prompts = 0; prompts < kMostPrompts; ++prompts) {
    IEC_ASSIGN_OR_RETURN(const auto kind, NextPrompt());
    if (!kind) return Judge(false);
    if (*kind == PromptKind::kNewPassword) {
      const bool repetition = AsksForRepetition(CurrentLine(pty_.unread()));
      if (!repetition && candidates_given_ > 0) return Judge(true);
      ++candidates_given_;
    }
    IEC_ASSIGN_OR_RETURN(const std::string answer, AnswerFor(*kind));
    pty_.TakeAll();
    IEC_RETURN_IF_ERROR(pty_.Send(answer + "\n"));
  }
  return Trouble("it never stops asking");
}

}  // namespace

Result<PasswordChange> ChangeOwnPassword(const PasswordChangeAttempt& attempt) {
  if (attempt.identity.uid == 0) {
    return Error{
        "the password of root is not changed as a user's: rules that "
        "bind root less would not be tried"};
  }
  Command command;
  command.argv = {"passwd"};
  command.run_as = attempt.identity;
  IEC_ASSIGN_OR_RETURN(Pty pty, Pty::Start(command));
  return Change(attempt, std::move(pty)).Hold();
}

Result<PasswordChange> SetPasswordByPasswd(const std::string& user,
                                           const std::string& candidate) {
  PasswordChangeAttempt attempt;
  attempt.candidate = candidate;
  Command command;
  command.argv = {"passwd", user};
  IEC_ASSIGN_OR_RETURN(Pty pty, Pty::Start(command));
  return Change(attempt, std::move(pty)).Hold();
}

Result<PasswordChange> SetPasswordByChpasswd(const std::string& user,
                                             const std::string& candidate) {
  IEC_ASSIGN_OR_RETURN(
      const Outcome outcome,
      Run({{"chpasswd"}, fmt::format("{}:{}\n", user, candidate)}));
  if (outcome.timed_out) return Error{"chpasswd: " + outcome.Describe()};
  Redactor redactor;
  redactor.Add(candidate);
  PasswordChange change;
  change.accepted = outcome.Succeeded();
  change.dialogue = redactor.Apply(outcome.out + outcome.err);
  return change;
}

}  // namespace iec
