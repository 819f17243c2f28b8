// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sudo.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>

#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/login_session.h"
#include "lib/dut/process.h"
#include "lib/dut/pty.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSettle{60};
constexpr int kMostPrompts = 8;

bool Says(std::string_view text, std::string_view words) {
  return text.find(words) != std::string_view::npos;
}

// Where only one group may execute it, people who are asked by it are of that
// group. sudo itself goes by the name of the user and asks as it asks them.
std::vector<gid_t> GroupsToExecute(const std::string& program) {
  struct stat info {};
  if (stat(program.c_str(), &info) != 0 || (info.st_mode & S_IXOTH) != 0) {
    return {};
  }
  return {info.st_gid};
}

}  // namespace

SudoAnswer SudoAnswerIn(std::string_view said, bool succeeded) {
  const std::string text = Lower(said);
  if (succeeded || Says(text, "not in the sudoers file") ||
      Says(text, "may not run sudo") || Says(text, "is not allowed to ")) {
    return SudoAnswer::kTaken;
  }
  for (const char* words :
       {"try again", "incorrect password", "incorrect authentication",
        "a password is required", "account validation failure",
        "authentication failure", "locked", "no password was provided"}) {
    if (Says(text, words)) return SudoAnswer::kRefused;
  }
  return SudoAnswer::kUnclear;
}

Result<LoginOutcome> AuthenticateAtSudo(const Identity& who,
                                        const LoginAttempt& attempt) {
  IEC_ASSIGN_OR_RETURN(const std::string sudo, FindProgram("sudo"));
  Command command;
  // Without what it remembers of an earlier time.
  command.argv = {sudo, "-k", "--", "/bin/true"};
  command.environment = {fmt::format("SUDO_PROMPT={}", kSudoPrompt)};
  command.run_as = who;
  for (const gid_t group : GroupsToExecute(sudo)) {
    command.run_as->groups.push_back(group);
  }
  IEC_ASSIGN_OR_RETURN(Pty pty, Pty::Start(command));
  Answers answers(attempt);
  const Deadline deadline(attempt.timeout);
  LoginOutcome outcome;
  std::string last_step = "the start";
  const auto finish = [&](bool granted, const std::string& detail) {
    outcome.granted = granted;
    outcome.detail = detail;
    outcome.transcript = pty.transcript();
    answers.Redact(outcome);
    return outcome;
  };
  for (int prompts = 0; prompts < kMostPrompts; ++prompts) {
    const auto wait = pty.WaitUntil(
        [&](std::string_view text) {
          if (SudoAnswerIn(text, false) != SudoAnswer::kUnclear) return true;
          const std::string line = CurrentLine(text);
          const Pty::Input input = pty.input();
          // To show something for each key it takes them one by one.
          return input == Pty::Input::kSecret
                     ? !Trim(line).empty()
                     : input == Pty::Input::kKeys && Trim(line).ends_with(':');
        },
        deadline.Left());
    pty.WaitForSilence(kSettle, std::max(kSettle, deadline.Left()));
    const auto end = pty.WaitForExit(milliseconds(0));
    switch (SudoAnswerIn(PlainText(pty.unread()), end && end->Succeeded())) {
      case SudoAnswer::kTaken:
        return finish(true, outcome.prompts.empty()
                                ? "sudo asked for nothing"
                                : "sudo took it after " + last_step);
      case SudoAnswer::kRefused:
        // It asks again by now; hung up on, it would count that as well.
        if (!end && pty.pid() > 0) kill(pty.pid(), SIGKILL);
        return finish(false, "refused after " + last_step);
      case SudoAnswer::kUnclear:
        break;
    }
    // authfail_message, too; a right answer is seen to be taken elsewhere.
    if (end && end->exit_status == 1 && !outcome.prompts.empty()) {
      return finish(false, "refused after " + last_step);
    }
    if (end || wait != Pty::Wait::kHeld) break;
    const std::string line(Trim(CurrentLine(pty.unread())));
    // badpass_message may be in any words: what is asked anew was refused.
    if (std::find(outcome.prompts.begin(), outcome.prompts.end(), line) !=
        outcome.prompts.end()) {
      kill(pty.pid(), SIGKILL);
      return finish(false, "refused after " + last_step);
    }
    const PromptKind kind = ClassifyPrompt(line, attempt.user);
    outcome.prompts.push_back(line);
    last_step = Describe(kind);
    IEC_ASSIGN_OR_RETURN(const std::string answer, answers.For(kind));
    pty.TakeAll();
    IEC_RETURN_IF_ERROR(pty.Send(answer + "\n"));
  }
  const auto end = pty.WaitForExit(milliseconds(0));
  return Error{
      fmt::format("sudo says neither yes nor no after {} ({}): {}", last_step,
                  end ? end->Describe() : std::string("it goes on"),
                  answers.Redact(Printable(PlainText(pty.transcript()), 300)))};
}

}  // namespace iec
