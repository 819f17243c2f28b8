// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/idle_trial.h"

#include <fmt/format.h>
#include <signal.h>

#include <optional>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/idle.h"
#include "lib/dut/sshd_settings.h"
#include "lib/dut/sshd_times.h"
#include "lib/testcase/check.h"
#include "lib/testcase/schedule.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kLook{500};
constexpr seconds kAnswer{20};
// Whoever keeps a session awake does it in this time.
constexpr seconds kStaysIdle{12};
// Scripts look for idle sessions once a minute.
constexpr seconds kNextLook{75};

seconds Since(Clock::time_point begin) {
  return std::chrono::duration_cast<seconds>(Clock::now() - begin);
}

// True where the session has ended in that time.
bool EndsWithin(TerminalSession& session, seconds time) {
  const auto end = Clock::now() + time;
  while (!session.ended() && Clock::now() < end) session.Read(kLook);
  return session.ended();
}

IdleEnd Locked(TerminalSession& session, const std::function<bool()>& reaches,
               const std::string& when) {
  if (session.ended()) return {true, "it ended " + when};
  const bool reached = reaches();
  if (session.ended()) return {true, "it ended when somebody typed " + when};
  return {!reached, fmt::format("what is typed {} {}", when,
                                reached ? "reaches what runs in it"
                                        : "does not reach what runs in it")};
}

IdleEnd WaitInFull(TerminalSession& session, seconds idle,
                   const std::function<bool()>& reaches) {
  const auto begin = Clock::now();
  EndsWithin(session, idle);
  return Locked(session, reaches,
                fmt::format("after {} s without input", Since(begin).count()));
}

// What the login manager does when its own time is over.
IdleEnd EndNow(TerminalSession& session, const IdleJudgement& judgement) {
  const Status told = EndByLoginManager(judgement.session);
  const bool ended = told.ok() && EndsWithin(session, kAnswer);
  return {ended,
          judgement.detail + (ended ? "; told to do so at once, it did"
                                    : "; told to do so at once, it did not " +
                                          (told.ok() ? std::string("end it")
                                                     : told.error().message))};
}

// A shell whose alarm is set ends itself when that comes.
std::optional<IdleEnd> EndByAlarm(TerminalSession& session,
                                  const std::string& timeout, seconds idle) {
  const auto time = ParseInteger(timeout);
  if (!time || *time <= 0 || *time > idle.count() ||
      !CatchesAlarm(session.shell())) {
    return std::nullopt;
  }
  kill(session.shell(), SIGALRM);
  if (!EndsWithin(session, kAnswer)) return std::nullopt;
  return IdleEnd{true, fmt::format("its shell, where TMOUT is {}, ended itself "
                                   "by the alarm that it has set",
                                   *time)};
}

}  // namespace

std::string IdlePolicy::How() const {
  return waits ? "the time without input was waited for in full"
               : "the time without input was not waited for (--slow does): the "
                 "terminal's time of last use was set back; loginctl "
                 "terminate-session stands for the end of the login manager's "
                 "time, SIGALRM for that of a shell's TMOUT";
}

Result<IdlePolicy> IdlePolicyOf(const Dut& dut) {
  IdlePolicy policy;
  IEC_ASSIGN_OR_RETURN(const int64_t lock,
                       dut.profile().Integer("sessions.lock_seconds"));
  IEC_ASSIGN_OR_RETURN(policy.others, dut.profile().List("sessions.locked_by"));
  policy.limit = seconds(lock + lock / 10 + 5);
  policy.waits = dut.slow() || policy.limit <= kLongestWait;
  return policy;
}

IdleEnd LeaveAlone(TerminalSession& session, const IdlePolicy& policy,
                   seconds idle, bool at_prompt,
                   const std::function<bool()>& reaches) {
  if (policy.waits) return WaitInFull(session, policy.limit, reaches);
  std::string timeout;
  if (at_prompt) timeout = session.Ask("$TMOUT", kAnswer).value_or("");
  const Status moved = SetIdleTimeOf(session.terminal(), idle);
  if (!moved.ok()) return {false, moved.error().message};

  std::string failed;  // of the login manager
  IdleJudgement judgement = JudgementOfLoginManager(session.shell());
  if (judgement.EndsWithin(idle)) {
    if (EndsWithin(session, kStaysIdle)) return {true, "it was ended at once"};
    const auto now = IdleTimeOf(session.terminal());
    judgement = JudgementOfLoginManager(session.shell());
    if (judgement.EndsWithin(idle)) {
      const IdleEnd end = EndNow(session, judgement);
      if (end.over) return end;
      failed = end.detail;
    } else if (now.ok() && *now < idle) {
      failed = "something that runs in the session makes it look used; " +
               judgement.detail;
    }
  }
  if (const auto end = EndByAlarm(session, timeout, idle)) return *end;
  if (!failed.empty()) return {false, failed};
  const auto begin = Clock::now();
  EndsWithin(session, kNextLook);
  IdleEnd end =
      Locked(session, reaches,
             fmt::format("{} s after its terminal was made idle for {} s",
                         Since(begin).count(), idle.count()));
  end.detail += "; " + judgement.detail;
  if (at_prompt) {
    end.detail += timeout.empty() ? "; TMOUT is not set in its shell"
                                  : "; TMOUT is " + Printable(timeout, 40) +
                                        " in its shell";
  }
  return end;
}

Result<SshChannel> OpenShell(SshSession& session) {
  IEC_ASSIGN_OR_RETURN(auto channel, session.OpenChannel());
  if (!channel) return Error{"no channel is given"};
  IEC_ASSIGN_OR_RETURN(const bool started, channel->StartShell());
  if (!started) return Error{"no shell is given"};
  return std::move(*channel);
}

bool EndsUntil(const SshSession& session, SshChannel& channel,
               Clock::time_point time) {
  // Reading answers what the server asks to see whether the client lives.
  while (!channel.ended() && session.IsConnected() && Clock::now() < time) {
    if (!channel.Read(kLook).ok()) break;
  }
  return channel.ended() || !session.IsConnected();
}

Status HurrySshd(Dut& dut, const LoginPath& path, const std::string& user,
                 const std::string& from, seconds limit, HurriedSshd& hurried) {
  const std::string connection =
      fmt::format("user={},host={},addr={},laddr={},lport={}", user, from, from,
                  path.address, path.port);
  IEC_ASSIGN_OR_RETURN(
      const auto set,
      SshdValuesFor(SshdArgumentsOf(path.port), connection, "channeltimeout"));
  return HurrySshd(dut, set.empty() ? "" : set.front(), user, limit, hurried);
}

Status HurrySshd(Dut& dut, const std::string& timeouts, const std::string& user,
                 seconds limit, HurriedSshd& hurried) {
  hurried.found = "for its client sshd has ChannelTimeout " +
                  (timeouts.empty() ? "none" : Printable(timeouts, 200));
  const std::string scaled = HurriedTimeouts(timeouts, limit, kSoon);
  if (scaled.empty()) return {};
  IEC_ASSIGN_OR_RETURN(hurried.server,
                       OwnSshd::Start(dut, user,
                                      "ChannelTimeout" + scaled +
                                          "\nSubsystem sftp internal-sftp"));
  return {};
}

void OrBySshd(Dut& dut, const LoginPath& path, const std::string& user,
              const std::string& from, TerminalSession& session,
              const IdlePolicy& policy, seconds idle, IdleEnd& end) {
  if (end.over || policy.waits || path.kind != LoginPath::Kind::kSsh ||
      !FindProgram("sshd").ok()) {
    return;
  }
  // For sshd a channel is idle where nothing goes either way.
  const size_t before = session.received();
  if (EndsWithin(session, kStaysIdle) || session.received() != before) {
    end.detail += "; something that runs in the session goes on showing text";
    return;
  }
  HurriedSshd hurried;
  const Status made = HurrySshd(dut, path, user, from, idle, hurried);
  end.detail += "; " + (made.ok() ? hurried.found : made.error().message);
  if (!hurried.server) return;
  SshSession& client = hurried.server->session();
  auto shell = OpenShell(client);
  end.over =
      shell.ok() && EndsUntil(client, *shell, Clock::now() + kSoon + kLate);
  end.detail += fmt::format(
      "; with {} s instead, a shell is {}", kSoon.count(),
      end.over ? "ended" : (shell.ok() ? "open" : shell.error().message));
}

Result<std::vector<LoginPath>> TerminalPathsOf(const Profile& profile,
                                               const std::string& user) {
  IEC_ASSIGN_OR_RETURN(auto paths, LoginPaths(profile, user));
  std::string last;
  std::erase_if(paths, [&last](const LoginPath& path) {
    const std::string place = fmt::format("{} {}", path.address, path.port);
    return path.kind == LoginPath::Kind::kSsh &&
           std::exchange(last, place) == place;
  });
  return paths;
}

void ExpectOver(const IdleEnd& end, const IdlePolicy& policy,
                const std::string& expected) {
  if (!end.over && !policy.waits && !policy.others.empty()) {
    Obstacle(
        fmt::format("{}: {}, and whether {} locks it shows with --slow "
                    "only",
                    expected, end.detail, Join(policy.others, ", ")));
  } else {
    Expect(end.over, expected, end.detail);
  }
}

}  // namespace iec
