// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/held_sessions.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/login_session.h"
#include "lib/dut/ssh_login.h"

namespace iec {
namespace {

using Answer = SessionAttempt::Answer;
using std::chrono::milliseconds;

// A start-up file may throw away what was typed before its end: then it is
// typed once more.
constexpr milliseconds kFirstTry{10'000};
constexpr milliseconds kProof{30'000};
constexpr milliseconds kLook{100};
constexpr milliseconds kLastWords{2'000};
constexpr size_t kMostOutput = 65'536;

enum class Wait { kHeld, kEnded, kTimedOut };

// Reads into `text` until `holds(text)`. A channel that ends, its connection
// with it or not, is no error.
template <typename Predicate>
Wait ReadUntil(SshChannel& channel, milliseconds timeout, std::string& text,
               Predicate holds) {
  const Deadline deadline(timeout);
  for (;;) {
    const auto read = channel.Read(kLook);
    if (read.ok() && text.size() < kMostOutput) text += *read;
    if (holds(std::string_view(text))) return Wait::kHeld;
    if (!read.ok() || channel.ended()) return Wait::kEnded;
    if (deadline.Over()) return Wait::kTimedOut;
  }
}

// Types `command` and waits for its end; `said` is what it printed.
Wait AskShell(SshChannel& channel, std::string_view command,
              std::string& said) {
  // The quotes make what a terminal echoes differ from what is printed.
  const std::string mark = Hex(RandomBytes(4));
  const std::string begin = "begin-" + mark;
  const std::string end = "end-" + mark;
  const std::string line = fmt::format(
      "echo be\"\"gin-{}; {} echo en\"\"d-{}\n", mark, command, mark);
  std::string text;
  Wait wait = Wait::kTimedOut;
  for (const milliseconds timeout : {kFirstTry, kProof - kFirstTry}) {
    // Where it cannot be written, it cannot be read either.
    static_cast<void>(channel.Write(line).ok());
    wait = ReadUntil(channel, timeout, text, [&](std::string_view so_far) {
      return PlainText(so_far).find(end) != std::string::npos;
    });
    if (wait != Wait::kTimedOut) break;
  }
  said = PlainText(text);
  if (const size_t at = said.find(begin); at != std::string::npos) {
    said = said.substr(at + begin.size(), said.find(end) - at - begin.size());
  }
  return wait;
}

// SFTP, draft-ietf-secsh-filexfer-02: packets of a length and a type.
constexpr size_t kPacketHeader = 5;
constexpr char kSftpVersion = 2;
constexpr std::string_view kSftpHello("\0\0\0\5\1\0\0\0\3", 9);
// Asks for the real path of "."; the number in it comes back.
constexpr std::string_view kSftpQuestion("\0\0\0\x0a\x10qest\0\0\0\1.", 14);
constexpr std::string_view kSftpNumber = "qest";

Wait GreetSftp(SshChannel& channel) {
  static_cast<void>(channel.Write(kSftpHello).ok());
  std::string text;
  return ReadUntil(channel, kProof, text, [](std::string_view so_far) {
    return so_far.size() >= kPacketHeader &&
           so_far[kPacketHeader - 1] == kSftpVersion;
  });
}

Wait AskSftp(SshChannel& channel) {
  static_cast<void>(channel.Write(kSftpQuestion).ok());
  std::string text;
  return ReadUntil(channel, kProof, text, [](std::string_view so_far) {
    return so_far.find(kSftpNumber) != std::string_view::npos;
  });
}

Result<bool> Start(SshChannel& channel, SessionKind kind,
                   const std::string& command) {
  switch (kind) {
    case SessionKind::kTerminal: {
      IEC_ASSIGN_OR_RETURN(const bool given, channel.RequestTerminal());
      if (!given) return false;
      return channel.StartShell();
    }
    case SessionKind::kShell:
      return channel.StartShell();
    case SessionKind::kCommand:
      return channel.StartCommand(command);
    case SessionKind::kFileTransfer:
      break;
  }
  return channel.StartSubsystem("sftp");
}

}  // namespace

struct HeldSessions::Session {
  std::shared_ptr<SshSession> connection;
  std::optional<SshChannel> channel;
  std::optional<OpenLogin> console;
  SessionKind kind = SessionKind::kTerminal;

  bool Alive() {
    if (console) return console->Alive();
    if (kind == SessionKind::kFileTransfer) {
      return AskSftp(*channel) == Wait::kHeld;
    }
    std::string said;
    return AskShell(*channel, "", said) == Wait::kHeld;
  }
};

HeldSessions::HeldSessions(LoginPath path, LoginAttempt attempt,
                           std::string witness_directory)
    : path_(std::move(path)),
      attempt_(std::move(attempt)),
      witness_directory_(std::move(witness_directory)) {}
HeldSessions::~HeldSessions() = default;

Result<SessionAttempt> HeldSessions::LogIn(SessionKind kind) {
  if (path_.kind != LoginPath::Kind::kSsh) return LogInOnTerminal();
  IEC_ASSIGN_OR_RETURN(SshAdmission admission,
                       AuthenticateOverSsh(path_, attempt_));
  if (admission.outcome.timed_out) return Error{admission.outcome.detail};
  if (!admission.session) {
    return SessionAttempt{Answer::kRefused, admission.outcome.detail};
  }
  Session session;
  session.connection =
      std::make_shared<SshSession>(std::move(*admission.session));
  return OpenIn(std::move(session), kind);
}

Result<SessionAttempt> HeldSessions::OpenBeside(SessionKind kind) {
  SessionAttempt last{Answer::kRefused, "a console has one session"};
  // As many as there are now: one that is opened is not asked.
  for (size_t i = 0, count = sessions_.size(); i < count; ++i) {
    if (!sessions_[i].connection) continue;
    Session session;
    session.connection = sessions_[i].connection;
    IEC_ASSIGN_OR_RETURN(last, OpenIn(std::move(session), kind));
    if (last.ran()) break;
  }
  return last;
}

Result<SessionAttempt> HeldSessions::OpenOneMore(SessionKind kind,
                                                 bool beside) {
  if (sessions_.empty()) return LogIn(kind);
  IEC_ASSIGN_OR_RETURN(SessionAttempt first,
                       beside ? OpenBeside(kind) : LogIn(kind));
  if (first.held()) return first;
  IEC_ASSIGN_OR_RETURN(SessionAttempt second,
                       beside ? LogIn(kind) : OpenBeside(kind));
  if (!second.held()) second.detail = first.detail + "; " + second.detail;
  return second;
}

Result<SessionAttempt> HeldSessions::LogInOnTerminal() {
  IEC_ASSIGN_OR_RETURN(OpenLogin login, OpenLogin::Start(path_, attempt_));
  const LoginOutcome outcome = login.outcome();
  if (outcome.timed_out) return Error{outcome.detail};
  if (!outcome.granted) {
    return SessionAttempt{Answer::kRefused, outcome.detail};
  }
  Session session;
  session.console = std::move(login);
  sessions_.push_back(std::move(session));
  return SessionAttempt{Answer::kHeld, outcome.detail};
}

Result<SessionAttempt> HeldSessions::OpenIn(Session session, SessionKind kind) {
  SshSession& connection = *session.connection;
  // A server that ends the connection says no; anything else is trouble.
  const auto no = [&](const Error& error) -> Result<SessionAttempt> {
    if (connection.IsConnected()) return error;
    return SessionAttempt{
        Answer::kRefused,
        "authenticated, and the server closed the connection"};
  };
  auto channel = connection.OpenChannel();
  if (!channel.ok()) return no(channel.error());
  if (!*channel) {
    return SessionAttempt{Answer::kRefused, "the server refused the channel"};
  }
  session.channel = *std::move(*channel);
  session.kind = kind;

  const std::string witness =
      fmt::format("{}/iec-{}", witness_directory_, Hex(RandomBytes(8)));
  const auto started =
      Start(*session.channel, kind, ": >" + witness + "; exec sh");
  if (!started.ok()) return no(started.error());
  if (!*started) {
    return SessionAttempt{Answer::kNotOffered,
                          "the server refused the request"};
  }
  std::string said;
  const Wait wait =
      kind == SessionKind::kFileTransfer
          ? GreetSftp(*session.channel)
          : AskShell(*session.channel, ": >" + witness + "; id -u;", said);
  if (wait == Wait::kHeld) {
    const auto uid = ParseUid(said);
    sessions_.push_back(std::move(session));
    return SessionAttempt{
        Answer::kHeld,
        uid ? fmt::format("a session of uid {} runs", *uid) : "a session runs"};
  }
  // To its end: a command that has closed its output may not have begun yet.
  const auto end = session.channel->Collect(kLastWords);
  if (Exists(witness)) {
    return SessionAttempt{Answer::kEnded,
                          "a command ran, although the session did not answer"};
  }
  if (wait == Wait::kTimedOut) {
    return Error{
        "a session was opened that neither does what it is told nor ends"};
  }
  return SessionAttempt{Answer::kRefused,
                        end.ok() ? "the session ended: " + end->Describe()
                                 : "the server closed the connection"};
}

size_t HeldSessions::CountRunning() {
  size_t alive = 0;
  for (Session& session : sessions_) alive += session.Alive() ? 1 : 0;
  return alive;
}

void HeldSessions::CloseOldest() { sessions_.erase(sessions_.begin()); }
void HeldSessions::CloseAll() { sessions_.clear(); }

}  // namespace iec
