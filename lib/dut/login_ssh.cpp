// SPDX-License-Identifier: Apache-2.0
// Logins over SSH.
#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/dialogue.h"
#include "lib/dut/login_session.h"
#include "lib/dut/own_key.h"
#include "lib/dut/ssh_login.h"

namespace iec {
namespace {

using Answer = SshAuthentication::Answer;
using std::chrono::milliseconds;

// publickey, password and keyboard-interactive, one of them twice.
constexpr int kMostMethods = 4;
// Between two tries to open a session.
constexpr milliseconds kPause{200};

class SshLogin : public OpenLogin::Session {
 public:
  SshLogin(const LoginPath& path, const LoginAttempt& attempt)
      : path_(path),
        attempt_(attempt),
        answers_(attempt_),
        deadline_(attempt.timeout) {}

  // Opens a session, and proves it. Or: only authenticates.
  Status Start();
  Result<SshAdmission> Admit();
  bool Alive() override;
  Result<std::string> Execute(const std::string& command_line,
                              milliseconds timeout) override;
  Result<std::string> ExecuteAnswering(const std::string& command_line,
                                       const LoginAttempt& answers,
                                       milliseconds timeout) override;
  void LogOut() override { session_.reset(); }

 private:
  Status Connect();
  Status Authenticate();
  void Finish();
  Result<SshAuthentication> Use(const std::string& method);
  Result<SshAuthentication> AnswerQuestions();
  Result<std::vector<std::string>> Respond(const SshQuestions& questions);
  void TakeOwnKey();
  std::string NextMethod(const std::vector<std::string>& offered) const;
  void BeforeSecret();
  std::string Shown() const;
  void Refuse(const SshAuthentication& answer);
  void Prove();
  Result<SshChannel> NextChannel(const Deadline& deadline);

  LoginPath path_;
  LoginAttempt attempt_;
  Answers answers_;
  Deadline deadline_;
  std::optional<SshSession> session_;
  bool authenticated_ = false;
  bool secret_asked_ = false;
  bool key_taken_ = false;
  bool code_asked_ = false;
  std::string shown_;  // by the server after its banner
  std::string last_step_ = "the start";
};

void SshLogin::TakeOwnKey() {
  if (!attempt_.key && !attempt_.withhold_key) {
    attempt_.key = OwnKeyOf(attempt_.user);
  }
}

Status SshLogin::Connect() {
  if (path_.key_first) TakeOwnKey();
  SshTarget target;
  target.address = path_.address;
  target.port = path_.port;
  target.user = attempt_.user;
  target.timeout = attempt_.timeout;
  target.pinned_host_key = path_.host_key;
  target.connector = path_.connector;
  IEC_ASSIGN_OR_RETURN(session_, SshSession::Connect(target));
  return Authenticate();
}

void SshLogin::Finish() {
  if (!secret_asked_) outcome.before_secret = Shown();
  outcome.key_for_code = key_taken_ && !code_asked_;
  outcome.transcript = Shown();
  answers_.Redact(outcome);
  if (!outcome.granted) session_.reset();
}

Status SshLogin::Start() {
  IEC_RETURN_IF_ERROR(Connect());
  if (authenticated_) Prove();
  Finish();
  return {};
}

Result<SshAdmission> SshLogin::Admit() {
  IEC_RETURN_IF_ERROR(Connect());
  outcome.granted = authenticated_;
  if (authenticated_) outcome.detail = "authenticated";
  Finish();
  return SshAdmission{std::move(outcome), std::exchange(session_, {})};
}

// Which of the offered methods comes next: that of the path, and where a
// server demands several, those that lead to it or remain after it.
std::string SshLogin::NextMethod(
    const std::vector<std::string>& offered) const {
  if (Contains(offered, path_.method)) return path_.method;
  if (attempt_.key && Contains(offered, "publickey")) return "publickey";
  if (last_step_ == "the start") return "";
  for (const char* method : {"keyboard-interactive", "password"}) {
    if (Contains(offered, method)) return method;
  }
  return "";
}

Status SshLogin::Authenticate() {
  IEC_ASSIGN_OR_RETURN(SshAuthentication answer,
                       session_->AuthenticateByNothing());
  for (int step = 0; step < kMostMethods; ++step) {
    if (answer.answer == Answer::kGranted) {
      authenticated_ = true;
      return {};
    }
    if (answer.answer == Answer::kClosed ||
        (step > 0 && answer.answer == Answer::kDenied)) {
      break;
    }
    std::string method = NextMethod(answer.methods);
    if (method.empty() && Contains(answer.methods, "publickey")) {
      // Demanded of some users only, as of members of a group.
      TakeOwnKey();
      method = NextMethod(answer.methods);
    }
    if (method.empty()) {
      outcome.detail = fmt::format(
          "refused: the server offers {} after {}, not {}",
          answer.methods.empty() ? "nothing" : Join(answer.methods, ", "),
          last_step_, path_.method);
      return {};
    }
    auto next = Use(method);
    if (!next.ok()) {
      // Asked, and no answer: for a locked account that may be the refusal.
      if (!deadline_.Over()) return next.error();
      outcome.timed_out = true;
      outcome.detail = fmt::format("no answer within {} s after {}",
                                   attempt_.timeout.count() / 1000, last_step_);
      return {};
    }
    answer = *next;
  }
  Refuse(answer);
  return {};
}

void SshLogin::Refuse(const SshAuthentication& answer) {
  if (answer.answer == Answer::kClosed) {
    outcome.detail = fmt::format(
        "refused: the server closed the connection "
        "after {}: {}",
        last_step_, Printable(answer.reason, 200));
    return;
  }
  outcome.detail = "refused after " + last_step_;
  if (outcome.password_expired) {
    outcome.detail = attempt_.new_password.empty()
                         ? "refused: a change of the password is demanded"
                         : "refused: the change of the password failed";
  }
  if (answer.answer == Answer::kPartial) {
    outcome.detail = "refused: the server demands ever more methods";
  }
}

Result<SshAuthentication> SshLogin::Use(const std::string& method) {
  if (method == "publickey") {
    last_step_ = "the key";
    IEC_ASSIGN_OR_RETURN(auto answer,
                         session_->AuthenticateByKey(*attempt_.key));
    key_taken_ =
        answer.answer == Answer::kGranted || answer.answer == Answer::kPartial;
    return answer;
  }
  if (method == "password") {
    BeforeSecret();
    last_step_ = Describe(PromptKind::kPassword);
    outcome.prompts.push_back("(ssh password)");
    return session_->AuthenticateByPassword(attempt_.password);
  }
  last_step_ = "keyboard-interactive";
  return AnswerQuestions();
}

void SshLogin::BeforeSecret() {
  if (secret_asked_) return;
  secret_asked_ = true;
  outcome.before_secret = Shown();
}

// The banner comes before any answer to a request, so it stands first.
std::string SshLogin::Shown() const {
  return session_->server().identification + "\n" + session_->banner() + shown_;
}

Result<SshAuthentication> SshLogin::AnswerQuestions() {
  return session_->AuthenticateInteractively(
      [this](const SshQuestions& questions) { return Respond(questions); });
}

Result<std::vector<std::string>> SshLogin::Respond(
    const SshQuestions& questions) {
  for (const std::string& text : {questions.name, questions.instruction}) {
    if (!text.empty()) shown_ += text + "\n";
  }
  std::vector<std::string> answers;
  for (const SshQuestions::Prompt& prompt : questions.prompts) {
    const PromptKind kind = ClassifyPrompt(prompt.text, attempt_.user);
    outcome.prompts.push_back(PlainText(prompt.text));
    if (!prompt.echo || kind != PromptKind::kOther) BeforeSecret();
    code_asked_ = code_asked_ || kind == PromptKind::kCode ||
                  kind == PromptKind::kPasswordAndCode;
    shown_ += prompt.text + "\n";
    last_step_ = Describe(kind);
    if (kind == PromptKind::kCurrentPassword ||
        kind == PromptKind::kNewPassword) {
      outcome.password_expired = true;
    }
    IEC_ASSIGN_OR_RETURN(std::string answer, answers_.For(kind));
    answers.push_back(std::move(answer));
  }
  return answers;
}

void SshLogin::Prove() {
  // A session that is refused after the authentication (too many of them,
  // no shell, an expired account) ends the connection or the command: that
  // is a no, whatever form it takes.
  const auto proof = session_->Execute(
      "id -u", std::max(deadline_.Left(), milliseconds(5'000)));
  if (!proof.ok()) {
    outcome.detail = "authenticated, but no session was opened: " +
                     Printable(proof.error().message, 300);
    return;
  }
  if (proof->timed_out) {
    outcome.timed_out = true;
    outcome.detail = "authenticated, but a command did not end in time";
    return;
  }
  shown_ += proof->out + proof->err;
  outcome.uid = proof->exit_status == 0 ? ParseUid(proof->out) : std::nullopt;
  if (!outcome.uid) {
    outcome.detail =
        "authenticated, but the session runs no command: " + proof->Describe();
    return;
  }
  outcome.granted = true;
  outcome.detail = fmt::format(
      "session opened as uid {}{}", *outcome.uid,
      outcome.prompts.empty() && !attempt_.key ? ", without any proof" : "");
}

// Where a connection may have one session, it is free again only after the
// server has cleared the one before away.
Result<SshChannel> SshLogin::NextChannel(const Deadline& deadline) {
  if (!session_) return Error{"there is no session"};
  for (;;) {
    IEC_ASSIGN_OR_RETURN(auto channel, session_->OpenChannel());
    if (channel) return *std::move(channel);
    if (deadline.Over()) return Error{"the server opens no further session"};
    std::this_thread::sleep_for(kPause);
  }
}

Result<std::string> SshLogin::Execute(const std::string& command_line,
                                      milliseconds timeout) {
  const Deadline deadline(timeout);
  IEC_ASSIGN_OR_RETURN(SshChannel channel, NextChannel(deadline));
  IEC_ASSIGN_OR_RETURN(const bool started, channel.StartCommand(command_line));
  if (!started) return Error{"the server starts no command"};
  IEC_ASSIGN_OR_RETURN(const Outcome result, channel.Collect(deadline.Left()));
  if (result.timed_out) return Error{"a command did not end in time"};
  return result.out + result.err;
}

Result<std::string> SshLogin::ExecuteAnswering(const std::string& command_line,
                                               const LoginAttempt& answers,
                                               milliseconds timeout) {
  const Deadline deadline(timeout);
  IEC_ASSIGN_OR_RETURN(SshChannel channel, NextChannel(deadline));
  IEC_ASSIGN_OR_RETURN(const bool given, channel.RequestTerminal());
  if (!given) return Error{"the server gives no terminal"};
  IEC_ASSIGN_OR_RETURN(const bool started, channel.StartCommand(command_line));
  if (!started) return Error{"the server starts no command"};
  const TerminalWire wire{
      [&channel](std::string& text, milliseconds patience) {
        const auto read = channel.Read(patience);
        if (read.ok() && !read->empty()) {
          text += *read;
          return TerminalWire::Got::kText;
        }
        return !read.ok() || channel.ended() ? TerminalWire::Got::kEnd
                                             : TerminalWire::Got::kNothing;
      },
      [&channel](std::string_view text) { return channel.Write(text); }};
  IEC_ASSIGN_OR_RETURN(
      const std::string said,
      HoldDialogue(
          wire, answers, [](std::string_view) { return false; },
          deadline.Left()));
  return PlainText(said);
}

bool SshLogin::Alive() {
  if (!session_) return false;
  const auto proof = session_->Execute("id -u", milliseconds(15'000));
  return proof.ok() && proof->Succeeded();
}

}  // namespace

Result<std::unique_ptr<OpenLogin::Session>> LogInOverSsh(
    const LoginPath& path, const LoginAttempt& attempt) {
  auto login = std::make_unique<SshLogin>(path, attempt);
  IEC_RETURN_IF_ERROR(login->Start());
  return std::unique_ptr<OpenLogin::Session>(std::move(login));
}

Result<SshAdmission> AuthenticateOverSsh(const LoginPath& path,
                                         const LoginAttempt& attempt) {
  auto admission = SshLogin(path, attempt).Admit();
  if (admission.ok()) return admission;
  // A dialogue may be part of the message.
  return Error{Answers(attempt).Redact(
      admission.error().Within("login by " + path.name).message)};
}

}  // namespace iec
