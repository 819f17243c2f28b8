// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/login.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/key_paths.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/login_session.h"
#include "lib/dut/ssh_session.h"
#include "lib/dut/sshd_settings.h"

namespace iec {
namespace {

constexpr size_t kTranscriptKept = 4096;

// What a server that takes nothing but a key at first demands after it, which
// it tells nobody before. Empty where a key is enough.
std::string AfterKey(const HumanInterface& interface, const std::string& user) {
  const auto lists = SshdValuesFor(
      SshdArgumentsOf(interface.port),
      fmt::format("user={0},host={1},addr={1},laddr={1},lport={2}", user,
                  interface.address, interface.port),
      "authenticationmethods");
  return lists.ok() && !lists->empty() ? MethodAfterKey(lists->front()) : "";
}

Status AddSshPaths(const HumanInterface& interface, const std::string& user,
                   const std::vector<std::string>& wanted,
                   const TcpConnector& connector,
                   std::vector<LoginPath>& paths) {
  SshTarget target;
  target.connector = connector;
  target.address = interface.address;
  target.port = interface.port;
  target.user = user;
  IEC_ASSIGN_OR_RETURN(SshSession session, SshSession::Connect(target));
  IEC_ASSIGN_OR_RETURN(const SshAuthentication offered,
                       session.AuthenticateByNothing());
  std::vector<std::string> methods;
  if (offered.answer == SshAuthentication::Answer::kGranted) {
    methods.push_back("none");
  }
  for (const std::string& method : wanted) {
    if (std::find(offered.methods.begin(), offered.methods.end(), method) !=
        offered.methods.end()) {
      methods.push_back(method);
    }
  }
  const bool key_first =
      methods.empty() &&
      std::count(offered.methods.begin(), offered.methods.end(), "publickey");
  if (key_first) methods.push_back(AfterKey(interface, user));
  for (const std::string& method : methods) {
    if (method.empty()) continue;
    LoginPath path;
    path.kind = LoginPath::Kind::kSsh;
    path.name = (key_first ? "ssh publickey, " : "ssh ") + method;
    path.key_first = key_first;
    path.address = interface.address;
    path.port = interface.port;
    path.method = method;
    path.host_key = session.server().host_key;
    path.connector = connector;
    paths.push_back(path);
  }
  return {};
}

// Two interfaces with the same method must be told apart in evidence.
void MakeNamesUnique(std::vector<LoginPath>& paths) {
  std::vector<std::string> names;
  names.reserve(paths.size());
  for (const LoginPath& path : paths) names.push_back(path.name);
  for (LoginPath& path : paths) {
    if (std::count(names.begin(), names.end(), path.name) > 1) {
      path.name += fmt::format(" at {} port {}", path.address, path.port);
    }
  }
}

}  // namespace

LoginPath ConsolePath() {
  LoginPath path;
  path.kind = LoginPath::Kind::kConsole;
  path.name = "console";
  return path;
}

LoginPath SuPath() {
  LoginPath path;
  path.kind = LoginPath::Kind::kSu;
  path.name = "su";
  return path;
}

Result<std::vector<LoginPath>> LoginPaths(const Profile& profile,
                                          const std::string& user,
                                          const TcpConnector& connector) {
  std::vector<LoginPath> paths;
  for (const HumanInterface& interface : profile.interfaces) {
    if (interface.kind == HumanInterface::Kind::kConsole) {
      // However many there are, they all run the same login program.
      if (paths.empty() || paths.front().kind != LoginPath::Kind::kConsole) {
        paths.insert(paths.begin(), ConsolePath());
      }
      continue;
    }
    if (auto added =
            AddSshPaths(interface, user, {"keyboard-interactive", "password"},
                        connector, paths);
        !added.ok()) {
      return added.error().Within("interface '" + interface.name +
                                  "' of the profile");
    }
  }
  MakeNamesUnique(paths);
  return paths;
}

Result<std::vector<LoginPath>> KeyPaths(const Profile& profile,
                                        const std::string& user) {
  std::vector<LoginPath> paths;
  for (const HumanInterface& interface : profile.interfaces) {
    if (interface.kind != HumanInterface::Kind::kSsh) continue;
    if (auto added = AddSshPaths(interface, user, {"publickey"}, {}, paths);
        !added.ok()) {
      return added.error().Within("interface '" + interface.name +
                                  "' of the profile");
    }
  }
  std::erase_if(paths, [](const LoginPath& path) {
    return path.method != "publickey";  // none is demanded at all
  });
  MakeNamesUnique(paths);
  return paths;
}

Answers::Answers(const LoginAttempt& attempt) : attempt_(attempt) {}

Result<std::string> Answers::Code() {
  if (!attempt_.wrong_code.empty()) return attempt_.wrong_code;
  if (attempt_.withhold_second_factor || attempt_.factor == nullptr) {
    return std::string();
  }
  return attempt_.factor->NextCode();
}

Result<std::string> Answers::For(PromptKind kind) {
  switch (kind) {
    case PromptKind::kLogin:
      return attempt_.user;
    case PromptKind::kPassword:
      return attempt_.password;
    case PromptKind::kCode:
      return Code();
    case PromptKind::kPasswordAndCode: {
      IEC_ASSIGN_OR_RETURN(const std::string code, Code());
      return attempt_.password + code;
    }
    case PromptKind::kCurrentPassword:
      return attempt_.new_password.empty() ? std::string() : attempt_.password;
    case PromptKind::kNewPassword:
      return attempt_.new_password;
    case PromptKind::kOther:
      break;
  }
  return std::string();
}

std::string Answers::Redact(std::string_view text) const {
  Redactor redactor;
  redactor.Add(attempt_.password);
  redactor.Add(attempt_.wrong_code);
  redactor.Add(attempt_.new_password);
  if (attempt_.factor != nullptr) {
    for (const std::string& secret : attempt_.factor->Secrets()) {
      redactor.Add(secret);
    }
  }
  return redactor.Apply(text);
}

void Answers::Redact(LoginOutcome& outcome) const {
  outcome.detail = Redact(outcome.detail);
  outcome.before_secret = Redact(outcome.before_secret);
  outcome.transcript = Redact(outcome.transcript);
  for (std::string& prompt : outcome.prompts) prompt = Redact(prompt);
  if (outcome.transcript.size() > kTranscriptKept) {
    outcome.transcript.erase(0, outcome.transcript.size() - kTranscriptKept);
  }
}

std::optional<uid_t> ParseUid(std::string_view output) {
  std::optional<uid_t> uid;
  for (const std::string& line : Split(output, '\n')) {
    const auto number = ParseInteger(Trim(line));
    if (number && *number >= 0 &&
        *number <= std::numeric_limits<uid_t>::max()) {
      uid = static_cast<uid_t>(*number);
    }
  }
  return uid;
}

OpenLogin::OpenLogin(std::unique_ptr<Session> session)
    : session_(std::move(session)) {}
OpenLogin::OpenLogin(OpenLogin&&) noexcept = default;
OpenLogin& OpenLogin::operator=(OpenLogin&& other) noexcept {
  LogOut();
  session_ = std::move(other.session_);
  return *this;
}
OpenLogin::~OpenLogin() { LogOut(); }

Result<OpenLogin> OpenLogin::Start(const LoginPath& path,
                                   const LoginAttempt& attempt) {
  auto session = path.kind == LoginPath::Kind::kSsh
                     ? LogInOverSsh(path, attempt)
                     : LogInOnTerminal(path, attempt);
  if (!session.ok()) {
    // A dialogue may be part of the message.
    return Error{Answers(attempt).Redact(
        session.error().Within("login by " + path.name).message)};
  }
  return OpenLogin(std::move(*session));
}

const LoginOutcome& OpenLogin::outcome() const { return session_->outcome; }
bool OpenLogin::Alive() {
  return session_ != nullptr && session_->outcome.granted && session_->Alive();
}
Result<std::string> OpenLogin::Execute(const std::string& command_line,
                                       std::chrono::milliseconds timeout) {
  if (session_ == nullptr || !session_->outcome.granted) {
    return Error{"no session was opened"};
  }
  return session_->Execute(command_line, timeout);
}
Result<std::string> OpenLogin::ExecuteAnswering(
    const std::string& command_line, const LoginAttempt& answers,
    std::chrono::milliseconds timeout) {
  if (session_ == nullptr || !session_->outcome.granted) {
    return Error{"no session was opened"};
  }
  return session_->ExecuteAnswering(
      std::string("export SUDO_PROMPT='") + kSudoPrompt + "'; " + command_line,
      answers, timeout);
}
void OpenLogin::LogOut() {
  if (session_ != nullptr) session_->LogOut();
}

Result<LoginOutcome> Login(const LoginPath& path, const LoginAttempt& attempt) {
  IEC_ASSIGN_OR_RETURN(OpenLogin login, OpenLogin::Start(path, attempt));
  login.LogOut();
  return login.outcome();
}

}  // namespace iec
