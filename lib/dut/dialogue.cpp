// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/dialogue.h"

#include <algorithm>

#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/login_session.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

// A prompt that comes in two pieces is read in one.
constexpr milliseconds kSettle{100};
constexpr int kMostQuestions = 12;

// The question that the text ends with, if it is one for a secret.
PromptKind QuestionIn(std::string_view text, std::string_view user) {
  const std::string line(Trim(CurrentLine(text)));
  if (!line.ends_with(':') && !line.ends_with('?')) return PromptKind::kOther;
  const PromptKind kind = ClassifyPrompt(line, user);
  return kind == PromptKind::kLogin ? PromptKind::kOther : kind;
}

}  // namespace

Result<std::string> HoldDialogue(
    const TerminalWire& wire, const LoginAttempt& attempt,
    const std::function<bool(std::string_view text)>& over,
    milliseconds timeout) {
  Answers answers(attempt);
  const Deadline deadline(timeout);
  std::string text;
  size_t answered = 0;  // what stands before it is no question any more
  int questions = 0;
  for (;;) {
    const auto got = wire.read(text, kSettle);
    if (over(text) || got == TerminalWire::Got::kEnd) {
      return answers.Redact(text);
    }
    if (deadline.Over()) return Error{"a command did not end in time"};
    const PromptKind kind =
        QuestionIn(std::string_view(text).substr(answered), attempt.user);
    if (got == TerminalWire::Got::kText || kind == PromptKind::kOther) continue;
    if (++questions > kMostQuestions) return Error{"it never stops asking"};
    IEC_ASSIGN_OR_RETURN(const std::string answer, answers.For(kind));
    answered = text.size();
    IEC_RETURN_IF_ERROR(wire.write(answer + "\n"));
  }
}

}  // namespace iec
