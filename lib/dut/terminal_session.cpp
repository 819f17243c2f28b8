// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/terminal_session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/login_session.h"
#include "lib/dut/ssh_login.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

// A start-up file may throw away what was typed before its end: then it is
// typed once more.
constexpr milliseconds kFirstTry{10'000};
constexpr milliseconds kSecondTry{30'000};
constexpr milliseconds kLook{100};

struct OverSsh {
  std::optional<SshSession> connection;
  std::optional<SshChannel> channel;  // goes first
};

TerminalWire WireOf(OverSsh& ssh) {
  return {[&ssh](std::string& text, milliseconds timeout) {
            auto read = ssh.channel->Read(timeout);
            if (read.ok() && !read->empty()) {
              text += *read;
              return TerminalWire::Got::kText;
            }
            return !read.ok() || ssh.channel->ended()
                       ? TerminalWire::Got::kEnd
                       : TerminalWire::Got::kNothing;
          },
          [&ssh](std::string_view text) { return ssh.channel->Write(text); }};
}

Result<std::shared_ptr<OverSsh>> OpenOverSsh(const LoginPath& path,
                                             const LoginAttempt& attempt) {
  IEC_ASSIGN_OR_RETURN(SshAdmission admission,
                       AuthenticateOverSsh(path, attempt));
  if (!admission.session) return Error{admission.outcome.detail};
  auto ssh = std::make_shared<OverSsh>();
  ssh->connection = std::move(admission.session);
  IEC_ASSIGN_OR_RETURN(auto channel, ssh->connection->OpenChannel());
  if (!channel) return Error{"the server refused the channel"};
  ssh->channel = std::move(channel);
  IEC_ASSIGN_OR_RETURN(const bool given, ssh->channel->RequestTerminal());
  if (!given) return Error{"the server gives no terminal"};
  IEC_ASSIGN_OR_RETURN(const bool started, ssh->channel->StartShell());
  if (!started) return Error{"the server starts no shell"};
  return ssh;
}

std::string TerminalOf(pid_t pid) {
  return LinkTarget(fmt::format("/proc/{}/fd/0", pid));
}

}  // namespace

Result<TerminalSession> TerminalSession::Open(const LoginPath& path,
                                              const LoginAttempt& attempt) {
  std::optional<TerminalSession> session;
  if (path.kind == LoginPath::Kind::kSsh) {
    IEC_ASSIGN_OR_RETURN(auto ssh, OpenOverSsh(path, attempt));
    TerminalWire wire = WireOf(*ssh);
    session = TerminalSession(std::move(ssh), std::move(wire));
  } else {
    auto login = LogInOnTerminal(path, attempt);
    // A dialogue may be part of the message.
    if (!login.ok()) {
      return Error{Answers(attempt).Redact(login.error().message)};
    }
    const std::shared_ptr<OpenLogin::Session> kept = *std::move(login);
    if (!kept->outcome.granted) return Error{kept->outcome.detail};
    auto wire = kept->Terminal();
    if (!wire) return Error{"it has no terminal"};
    session = TerminalSession(kept, *std::move(wire));
  }
  std::optional<std::string> shell;
  for (const milliseconds patience : {kFirstTry, kSecondTry}) {
    shell = session->Ask("$$", patience);
    if (shell || session->ended()) break;
  }
  const auto pid = shell ? ParseInteger(*shell) : std::nullopt;
  if (!pid) {
    return Error{"no shell answers: " + Printable(session->Shown(), 200)};
  }
  session->shell_ = static_cast<pid_t>(*pid);
  session->terminal_ = TerminalOf(session->shell_);
  if (!session->terminal_.starts_with("/dev/")) {
    return Error{"the shell reads from no terminal"};
  }
  return *std::move(session);
}

std::string TerminalSession::Shown() const { return PlainText(text_); }

void TerminalSession::Type(std::string_view keys) {
  text_.clear();
  TypeOn(keys);
}

void TerminalSession::TypeOn(std::string_view keys) {
  // Where it cannot be written, it cannot be read either.
  static_cast<void>(wire_.write(keys).ok());
}

bool TerminalSession::WaitUntil(
    const std::function<bool(const std::string& shown)>& holds,
    milliseconds timeout) {
  const Deadline deadline(timeout);
  for (;;) {
    if (holds(Shown())) return true;
    if (ended_ || deadline.Over()) return false;
    const auto got = wire_.read(text_, std::min(kLook, deadline.Left()));
    ended_ = got == TerminalWire::Got::kEnd;
  }
}

void TerminalSession::Read(milliseconds time) {
  WaitUntil([](const std::string&) { return false; }, time);
}

std::optional<std::string> TerminalSession::Ask(const std::string& word,
                                                milliseconds timeout) {
  // The quotes make what the terminal echoes differ from what is printed.
  const std::string mark = Hex(RandomBytes(4));
  const std::string begin = "is-" + mark + "-";
  const std::string end = "-si-" + mark;
  Type(fmt::format("echo i\"\"s-{0}-{1}-s\"\"i-{0}\n", mark, word));
  std::optional<std::string> answer;
  WaitUntil(
      [&](const std::string& shown) {
        const size_t from = shown.find(begin);
        if (from == std::string::npos) return false;
        const size_t to = shown.find(end, from);
        if (to == std::string::npos) return false;
        answer = shown.substr(from + begin.size(), to - from - begin.size());
        return true;
      },
      timeout);
  return answer;
}

bool TerminalSession::AnswerUntil(
    const LoginAttempt& answers,
    const std::function<bool(std::string_view shown)>& over,
    milliseconds timeout) {
  bool held = false;
  std::string standing = std::exchange(text_, "");
  const TerminalWire wire{[&](std::string& text, milliseconds patience) {
                            if (!standing.empty()) {
                              text += std::exchange(standing, "");
                              return TerminalWire::Got::kText;
                            }
                            const auto got = wire_.read(text, patience);
                            ended_ = ended_ || got == TerminalWire::Got::kEnd;
                            return got;
                          },
                          wire_.write};
  const auto said = HoldDialogue(
      wire, answers,
      [&](std::string_view text) {
        held = over(PlainText(text));
        return held;
      },
      timeout);
  if (said.ok()) text_ = *said;
  return held;
}

}  // namespace iec
