// SPDX-License-Identifier: Apache-2.0
// Logins at a terminal: the console's login program, and su.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/dialogue.h"
#include "lib/dut/login_screen.h"
#include "lib/dut/login_session.h"
#include "lib/dut/marked_command.h"
#include "lib/dut/pty.h"
#include "lib/dut/user_traces.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kProof{40'000};
constexpr milliseconds kLogOut{5'000};
// Steps of a dialogue; more is no login.
constexpr int kMostPrompts = 12;

class TerminalLogin : public OpenLogin::Session {
 public:
  TerminalLogin(const LoginPath& path, const LoginAttempt& attempt, Pty pty)
      : path_(path),
        attempt_(attempt),
        answers_(attempt_),
        deadline_(attempt.timeout),
        pty_(std::move(pty)),
        terminal_(pty_.terminal()) {}
  ~TerminalLogin() override { TerminalLogin::LogOut(); }

  Status Start();
  bool Alive() override;
  Result<std::string> Execute(const std::string& command_line,
                              milliseconds timeout) override;
  Result<std::string> ExecuteAnswering(const std::string& command_line,
                                       const LoginAttempt& answers,
                                       milliseconds timeout) override;
  std::optional<TerminalWire> Terminal() override;
  void LogOut() override;

 private:
  Status Dialogue();
  Status Answer(PromptKind kind);
  void Refuse(const std::string& why);
  void Ended();
  Status Prove();
  // Types a command line; nothing where the end of its output does not come.
  Result<std::optional<std::string>> Type(const std::string& command_line,
                                          milliseconds timeout, bool& ran);
  Result<std::optional<uid_t>> AskWhoIAm(milliseconds timeout, bool& ran);

  LoginPath path_;
  LoginAttempt attempt_;
  Answers answers_;
  Deadline deadline_;
  Pty pty_;
  LoginScreen screen_{pty_, attempt_.user, deadline_};
  std::string terminal_;
  bool name_given_ = false;
  bool secret_asked_ = false;
  bool open_ = false;
  std::string last_step_ = "the start";
};

void TerminalLogin::Refuse(const std::string& why) {
  outcome.detail = fmt::format("refused after {}: {}", last_step_, why);
}

// su ends where it refuses; a session that is no use (nologin) ends as well.
void TerminalLogin::Ended() {
  const auto end = pty_.WaitForExit(milliseconds(0));
  std::string said(Trim(PlainText(pty_.unread())));
  const size_t newline = said.rfind('\n');
  if (newline != std::string::npos) said.erase(0, newline + 1);
  Refuse(fmt::format("the program ended with {}{}{}",
                     end ? end->Describe() : "unknown status",
                     said.empty() ? "" : ", saying: ", Printable(said, 200)));
}

Status TerminalLogin::Answer(PromptKind kind) {
  outcome.prompts.emplace_back(Trim(screen_.Line()));
  if (kind != PromptKind::kLogin && !secret_asked_) {
    secret_asked_ = true;
    const std::string& all = pty_.transcript();
    const size_t newline = all.rfind('\n');
    outcome.before_secret =
        newline == std::string::npos ? "" : all.substr(0, newline + 1);
  }
  last_step_ = Describe(kind);
  IEC_ASSIGN_OR_RETURN(const std::string answer, answers_.For(kind));
  pty_.TakeAll();
  return pty_.Send(answer + "\n");
}

Status TerminalLogin::Dialogue() {
  using Seen = LoginScreen::Seen;
  for (int prompts = 0; prompts < kMostPrompts; ++prompts) {
    switch (screen_.Look(secret_asked_)) {
      case Seen::kEnd:
        Ended();
        return {};
      case Seen::kRefusal:
        Refuse("\"Login incorrect\"");
        return {};
      case Seen::kNothing:
        outcome.timed_out = true;
        outcome.detail =
            fmt::format("no answer within {} s after {}",
                        attempt_.timeout.count() / 1000, last_step_);
        return {};
      case Seen::kShell:
        return Prove();
      case Seen::kPrompt:
        break;
    }
    const PromptKind kind = ClassifyPrompt(screen_.Line(), attempt_.user);
    if (kind == PromptKind::kLogin && name_given_) {
      Refuse("the name is asked for anew");
      return {};
    }
    if (kind == PromptKind::kCurrentPassword ||
        kind == PromptKind::kNewPassword) {
      outcome.password_expired = true;
      if (attempt_.new_password.empty()) {
        outcome.detail = "refused: a change of the password is demanded";
        return {};
      }
    }
    name_given_ = name_given_ || kind == PromptKind::kLogin;
    IEC_RETURN_IF_ERROR(Answer(kind));
  }
  outcome.detail = "refused: it never stops asking";
  return {};
}

Result<std::optional<std::string>> TerminalLogin::Type(
    const std::string& command_line, milliseconds timeout, bool& ran) {
  const MarkedCommand command(command_line);
  pty_.TakeAll();
  IEC_RETURN_IF_ERROR(pty_.Send(command.line()));
  const auto wait = pty_.WaitUntil(
      [&](std::string_view text) { return command.HasEnded(text); }, timeout);
  ran = command.HasBegun(pty_.unread());
  if (wait != Pty::Wait::kHeld || !ran) return std::optional<std::string>();
  return std::optional(command.Output(pty_.unread()));
}

Result<std::optional<uid_t>> TerminalLogin::AskWhoIAm(milliseconds timeout,
                                                      bool& ran) {
  IEC_ASSIGN_OR_RETURN(const auto said, Type("id -u", timeout, ran));
  return said ? ParseUid(*said) : std::nullopt;
}

Result<std::string> TerminalLogin::Execute(const std::string& command_line,
                                           milliseconds timeout) {
  bool ran = false;
  IEC_ASSIGN_OR_RETURN(auto said, Type(command_line, timeout, ran));
  if (!said) return Error{"a command did not end in time"};
  return *std::move(said);
}

Result<std::string> TerminalLogin::ExecuteAnswering(
    const std::string& command_line, const LoginAttempt& answers,
    milliseconds timeout) {
  const MarkedCommand command(command_line);
  pty_.TakeAll();
  IEC_RETURN_IF_ERROR(pty_.Send(command.line()));
  const TerminalWire wire{
      [this](std::string& text, milliseconds patience) {
        const auto wait = pty_.WaitUntil(
            [&](std::string_view unread) {
              return unread.size() > text.size();
            },
            patience);
        text = pty_.unread();
        return wait == Pty::Wait::kHeld    ? TerminalWire::Got::kText
               : wait == Pty::Wait::kEnded ? TerminalWire::Got::kEnd
                                           : TerminalWire::Got::kNothing;
      },
      [this](std::string_view text) { return pty_.Send(text); }};
  IEC_ASSIGN_OR_RETURN(
      const std::string said,
      HoldDialogue(
          wire, answers,
          [&](std::string_view text) { return command.HasEnded(text); },
          timeout));
  if (!command.HasBegun(said) || !command.HasEnded(said)) {
    return Error{"the session ended while a command ran"};
  }
  return command.Output(said);
}

std::optional<TerminalWire> TerminalLogin::Terminal() {
  pty_.TakeAll();
  return TerminalWire{
      [this](std::string& text, milliseconds patience) {
        const auto wait = pty_.WaitUntil(
            [](std::string_view unread) { return !unread.empty(); }, patience);
        text += pty_.unread();
        pty_.TakeAll();
        return wait == Pty::Wait::kHeld    ? TerminalWire::Got::kText
               : wait == Pty::Wait::kEnded ? TerminalWire::Got::kEnd
                                           : TerminalWire::Got::kNothing;
      },
      [this](std::string_view text) { return pty_.Send(text); }};
}

Status TerminalLogin::Prove() {
  const auto limit = [this] {
    return std::max(std::min(deadline_.Left(), kProof), kLogOut);
  };
  bool ran = false;
  IEC_ASSIGN_OR_RETURN(auto uid, AskWhoIAm(limit(), ran));
  if (!ran && !pty_.WaitForExit(milliseconds(0))) {
    // A start-up file may have thrown away what was typed before its end.
    IEC_ASSIGN_OR_RETURN(uid, AskWhoIAm(limit(), ran));
  }
  open_ = ran;
  if (uid) {
    outcome.granted = true;
    outcome.uid = uid;
    outcome.detail = fmt::format("session opened as uid {}{}", *uid,
                                 secret_asked_ ? "" : ", without any proof");
  } else if (pty_.WaitForExit(milliseconds(0))) {
    Ended();
  } else {
    outcome.detail =
        ran ? "a session opened, in which id does not run"
            : "no prompt, no refusal and no session after " + last_step_;
    outcome.timed_out = !ran;
  }
  return {};
}

Status TerminalLogin::Start() {
  IEC_RETURN_IF_ERROR(Dialogue());
  outcome.transcript = pty_.transcript();
  if (!secret_asked_) outcome.before_secret = outcome.transcript;
  answers_.Redact(outcome);
  if (!outcome.granted) LogOut();
  return {};
}

bool TerminalLogin::Alive() {
  bool ran = false;
  const auto uid = AskWhoIAm(milliseconds(15'000), ran);
  return uid.ok() && ran;
}

void TerminalLogin::LogOut() {
  if (pty_.pid() <= 0) return;
  if (open_) {
    // So that login and PAM close what they have opened.
    (void)pty_.Send("exit\n");
    pty_.WaitForExit(kLogOut);
  }
  // As long as it is open, nobody else's login is given its number.
  const UniqueFd kept(
      open(terminal_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  pty_.Close();
  if (open_ && path_.kind == LoginPath::Kind::kConsole) {
    CloseLoginRecordOn(terminal_);
  }
  open_ = false;
}

Result<Pty> StartOnTerminal(const LoginPath& path, const std::string& user) {
  if (geteuid() != 0) {
    return Error{
        "only root can start a login as a getty does, or become the "
        "user nobody who runs su"};
  }
  Command command;
  if (path.kind == LoginPath::Kind::kConsole) {
    // No name on the command line: a getty has one typed, and `login -f`
    // would ask for no proof. Older systems have no /usr/bin/login.
    command.argv = {FindProgram("/usr/bin/login").ok() ? "/usr/bin/login"
                                                       : "/bin/login"};
    return Pty::Start(command);
  }
  if (user.empty() || user.front() == '-') {
    return Error{"'" + user + "' is not the name of a user"};
  }
  command.argv = {"su", "-", user};
  command.run_as = Nobody();
  return Pty::Start(command);
}

}  // namespace

Result<std::unique_ptr<OpenLogin::Session>> LogInOnTerminal(
    const LoginPath& path, const LoginAttempt& attempt) {
  IEC_ASSIGN_OR_RETURN(Pty pty, StartOnTerminal(path, attempt.user));
  auto login = std::make_unique<TerminalLogin>(path, attempt, std::move(pty));
  IEC_RETURN_IF_ERROR(login->Start());
  return std::unique_ptr<OpenLogin::Session>(std::move(login));
}

}  // namespace iec
