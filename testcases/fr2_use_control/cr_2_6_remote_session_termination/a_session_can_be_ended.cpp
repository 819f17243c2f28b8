// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <deque>
#include <thread>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/ssh_login.h"
#include "lib/testcase/check.h"
#include "lib/testcase/pam_judge.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kLook{100};
constexpr seconds kAnswer{40};
// The login manager lets a user's service manager stay for 10 s by default,
// lest the next login need another one.
constexpr seconds kManagerStays{15};
// A service manager asks once, and takes 90 s by default before it forces what
// does not obey.
constexpr seconds kForces{95};
// How long those sleep that do not obey, by which they are known.
constexpr char kStubborn[] = "60606";

// Of a session: its shell and what that has started.
struct Running {
  std::string id;  // by which the login manager knows it
  pid_t shell = 0;
};

// All that the user runs but for the manager that systemd gives each user,
// which goes on for a while.
std::vector<pid_t> ProcessesOf(uid_t uid) {
  const std::string manager = fmt::format("/user@{}.service/init.scope", uid);
  return ProcessesWhere([&](pid_t pid) {
    return BelongsTo(pid, uid) &&
           CgroupsOf(pid).find(manager) == std::string::npos;
  });
}

// Of those, what is no session's but that manager's.
bool IsOfManager(pid_t pid, uid_t uid) {
  return CgroupsOf(pid).find(fmt::format("/user@{}.service/", uid)) !=
         std::string::npos;
}

bool IsStubborn(pid_t pid) { return HasInCommandLine(pid, kStubborn); }

std::string NamesOf(const std::vector<pid_t>& pids) {
  std::vector<std::string> names;
  for (const pid_t pid : pids) names.push_back(Printable(NameOf(pid)));
  return Join(names, ", ");
}

class EndTrial {
 public:
  EndTrial(const LoginPath& path, bool terminal, bool by_administrator,
           Account& account, seconds limit, bool leaves_nothing)
      : path_(path),
        terminal_(terminal),
        by_administrator_(by_administrator),
        account_(account),
        limit_(limit),
        leaves_nothing_(leaves_nothing) {}

  void Try() {
    auto admission =
        AuthenticateOverSsh(path_, account_.Attempt(account_.password));
    if (!admission.ok()) return Obstacle(Text(admission.error().message));
    if (!Control(admission->session.has_value(), Text("the user is let in"),
                 admission->outcome.detail)) {
      return;
    }
    auto channel = admission->session->OpenChannel();
    if (!channel.ok() || !*channel || !StartShell(**channel)) {
      return Obstacle(Text("no shell is given"));
    }
    const auto running = FillSession(**channel);
    if (!running) return;
    const std::string told = Tell(**channel, *running);
    if (told.empty()) return;
    Judge(*channel, admission->session, *running, told);
  }

 private:
  std::string Text(std::string_view what) const {
    return fmt::format("{} {} a terminal, ended by {}: {}", path_.name,
                       terminal_ ? "with" : "without",
                       by_administrator_ ? "an administrator" : "its user",
                       what);
  }

  bool StartShell(SshChannel& channel) const {
    if (terminal_) {
      const auto given = channel.RequestTerminal();
      if (!given.ok() || !*given) return false;
    }
    const auto started = channel.StartShell();
    return started.ok() && *started;
  }

  // Two processes that care for no hang-up, one with a session of its own; two
  // such that do not end when they are asked to either; and one in the user's
  // service manager, where that takes any.
  std::optional<Running> FillSession(SshChannel& channel) const {
    const std::string mark = Hex(RandomBytes(6));
    static_cast<void>(
        channel
            .Write(fmt::format(
                "(trap '' HUP; exec sleep 600) </dev/null >/dev/null 2>&1 &\n"
                "setsid sleep 600 </dev/null >/dev/null 2>&1 &\n"
                "(trap '' HUP TERM; sleep {1} & exec setsid sleep {1}) "
                "</dev/null >/dev/null 2>&1 &\n"
                "systemd-run --user --quiet sleep 600 </dev/null >/dev/null "
                "2>&1\n"
                "echo i\"\"d-{0}/$XDG_SESSION_ID/$$/\n",
                mark, kStubborn))
            .ok());
    std::string text;
    const auto end = Clock::now() + kAnswer;
    std::vector<std::string> words;
    while (words.size() < 4 && Clock::now() < end && !channel.ended()) {
      const auto read = channel.Read(kLook);
      if (!read.ok()) break;
      text += *read;
      const std::string plain = PlainText(text);
      const size_t at = plain.find("id-" + mark);
      if (at != std::string::npos) words = Split(plain.substr(at), '/');
    }
    const auto shell = words.size() < 4 ? std::nullopt : ParseInteger(words[2]);
    const size_t count = ProcessesOf(account_.uid).size();
    if (!Control(shell && count >= 5, Text("its processes run before"),
                 shell ? fmt::format("{} processes", count)
                       : Printable(PlainText(text)))) {
      return std::nullopt;
    }
    return Running{words[1], static_cast<pid_t>(*shell)};
  }

  // How the end was brought about; empty where it could not be.
  std::string Tell(SshChannel& channel, const Running& running) const {
    if (!by_administrator_) {
      // Shells may want to hear it twice where something runs.
      static_cast<void>(channel.Write("exit\nexit\n").ok());
      return "exit was typed";
    }
    if (!FindProgram("loginctl").ok()) {
      for (const pid_t pid : ProcessesOf(account_.uid)) {
        kill(pid, IsStubborn(pid) ? SIGKILL : SIGTERM);
      }
      kill(running.shell, SIGHUP);
      return "its processes were told to end";
    }
    if (!Expect(!running.id.empty() &&
                    std::all_of(running.id.begin(), running.id.end(),
                                [](char c) { return c != '-' && c > ' '; }),
                Text("the login manager knows the session"),
                "XDG_SESSION_ID is '" + Printable(running.id) + "'")) {
      return "";
    }
    const auto outcome = Run({{"loginctl", "terminate-session", running.id}});
    if (!Expect(outcome.ok() && outcome->Succeeded(),
                Text("the login manager does as it is told"),
                outcome.ok() ? outcome->Describe() : outcome.error().message)) {
      return "";
    }
    return "loginctl terminate-session";
  }

  void Judge(std::optional<SshChannel>& channel,
             std::optional<SshSession>& connection, const Running& running,
             const std::string& told) const {
    const auto begin = Clock::now();
    const bool nothing_left = by_administrator_ || leaves_nothing_;
    bool closed = false;
    bool shell = true;
    std::vector<pid_t> left;
    do {
      if (closed) {
        std::this_thread::sleep_for(kLook);
      } else {
        closed = !channel->Read(kLook).ok() || channel->ended();
      }
      if (closed && !by_administrator_) {
        // A client has nothing more to do then, and hangs up.
        channel.reset();
        connection.reset();
      }
      left = ProcessesOf(account_.uid);
      std::erase_if(left, [this](pid_t pid) {
        return IsOfManager(pid, account_.uid) || IsStubborn(pid);
      });
      shell = std::find(left.begin(), left.end(), running.shell) != left.end();
    } while ((!closed || shell || (nothing_left && !left.empty())) &&
             Clock::now() - begin < limit_);
    const std::string after = fmt::format(
        "{} ms after {}",
        std::chrono::duration_cast<milliseconds>(Clock::now() - begin).count(),
        told);
    Expect(closed,
           Text(fmt::format("it is closed within {} s", limit_.count())),
           fmt::format("{} {}", closed ? "closed" : "open", after));
    Expect(!shell, Text("its shell is gone"),
           fmt::format("{} {}", shell ? "it runs" : "gone", after));
    if (nothing_left) {
      Expect(left.empty(), Text("nothing of it goes on"),
             left.empty() ? "nothing " + after
                          : fmt::format("{} {}", NamesOf(left), after));
      ExpectForced(begin);
      // It stays for as long as they do.
      ExpectManagerGone(Clock::now());
    } else if (!left.empty()) {
      Note(Text("what was put in the background goes on, as declared: " +
                NamesOf(left)));
    }
  }

  void ExpectForced(Clock::time_point begin) const {
    std::vector<pid_t> left;
    do {
      std::this_thread::sleep_for(kLook);
      left = ProcessesOf(account_.uid);
      std::erase_if(left, [](pid_t pid) { return !IsStubborn(pid); });
    } while (!left.empty() && Clock::now() - begin < limit_ + kForces);
    const auto time = std::chrono::ceil<seconds>(Clock::now() - begin);
    Expect(left.empty(), Text("what does not obey is ended by force"),
           fmt::format("{} after {} s",
                       left.empty() ? "nothing goes on" : NamesOf(left),
                       time.count()));
  }

  void ExpectManagerGone(Clock::time_point begin) const {
    const seconds limit = limit_ + kManagerStays;
    auto left = ProcessesOf(account_.uid);
    while (!left.empty() && Clock::now() - begin < limit) {
      std::this_thread::sleep_for(kLook);
      left = ProcessesOf(account_.uid);
    }
    std::erase_if(left, IsStubborn);
    Expect(left.empty(), Text("nothing in the user's service manager goes on"),
           left.empty()
               ? "nothing does"
               : fmt::format("{} after {} s", NamesOf(left), limit.count()));
  }

  const LoginPath& path_;
  const bool terminal_;
  const bool by_administrator_;
  Account& account_;
  const seconds limit_;
  const bool leaves_nothing_;
};

}  // namespace

IEC_TEST_CASE(
    CR_2_6, a_session_can_be_ended, .plan = "CR2.6.t2",
    .title = "A remote session ends when its user or an administrator wants it",
    .tried =
        "On each SSH interface temporary users open sessions with and without "
        "a terminal and put two processes into the background that care for "
        "no hang-up, two that ignore SIGTERM as well, and one into their "
        "service manager. Half of the sessions "
        "are ended by their user, who types "
        "exit, twice, the other half by an administrator: loginctl "
        "terminate-session, or signals where there is none. The session rules "
        "of PAM are read, and worked out for whatever their conditions "
        "(networks, groups) may say.",
    .passes_when =
        "Within the declared time the connection is closed and the shell "
        "gone; after an administrator has ended it nothing of the session "
        "goes on, and after its user has, where that is declared; what "
        "ignores SIGTERM has 95 s more. No condition passes over pam_systemd, "
        "but for access.pam_exceptions.",
    .not_covered =
        "The end after a time without use (CR 2.6, another test); sessions of "
        "protocols that the product adds; users who undo the end by a job "
        "for later (cron, lingering); processes in the user's service manager "
        "that ignore SIGTERM.",
    .remedy =
        "Sessions have to be registered with the login manager: pam_systemd "
        "in the session rules of sshd. Look for KillMode=none on session "
        "scopes, for what /etc/bash.bash_logout and ForceCommand start; set "
        "KillUserProcesses=yes in logind.conf, or sessions.leave_nothing to "
        "what the device does; TimeoutStopSec= and SendSIGKILL= of session "
        "scopes are when and whether what ignores SIGTERM is killed; "
        "UserStopDelaySec= is how long a user's service "
        "manager stays.",
    .needs = {Capability::kSsh},
    .shares = {Resource::kAccounts, Resource::kSshLogin},
    .parameters = {"access.pam_exceptions", "sessions.end_seconds",
                   "sessions.leave_nothing"},
    .timeout = std::chrono::seconds(300)) {
  ExpectSessionOfEverybody(dut.profile(), {"pam_systemd.so"});
  IEC_OBTAIN(const int64_t limit,
             dut.profile().Integer("sessions.end_seconds"));
  IEC_OBTAIN(const bool leaves_nothing,
             dut.profile().Flag("sessions.leave_nothing"));
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(auto paths, LoginPaths(dut.profile(), first.name));
  // One method of each interface: how the user came in does not matter.
  std::string last;
  std::erase_if(paths, [&last](const LoginPath& path) {
    const std::string place = fmt::format("{} {}", path.address, path.port);
    return path.kind != LoginPath::Kind::kSsh ||
           std::exchange(last, place) == place;
  });
  IEC_CONTROL(!paths.empty(), "SSH takes a password",
              "no such method is offered");
  constexpr size_t kTrialsOfEach = 4;
  IEC_OBTAIN(auto accounts,
             dut.accounts().CreateSeveral(paths.size() * kTrialsOfEach));
  std::deque<EndTrial> trials;
  for (const LoginPath& path : paths) {
    for (const bool terminal : {true, false}) {
      for (const bool by_administrator : {true, false}) {
        trials.emplace_back(path, terminal, by_administrator,
                            accounts[trials.size()], seconds(limit),
                            leaves_nothing);
      }
    }
  }
  InParallel(trials.size(), [&](size_t i) { trials[i].Try(); });
}

}  // namespace iec
