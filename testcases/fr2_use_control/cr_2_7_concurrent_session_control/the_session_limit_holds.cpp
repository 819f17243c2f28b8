// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "lib/dut/held_sessions.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

// A closed session may count until the device has noticed.
constexpr milliseconds kReleased{30'000};
constexpr milliseconds kFirstLook{300};

// One way to have sessions on an interface.
struct Way {
  std::string_view name;
  SessionKind kind;
  // Tried as well where the limit is reached. In a ring: of ways that are
  // counted apart from each other two meet.
  SessionKind other;
  std::string_view other_name;
  bool multiplexed;  // as many in one connection as it takes
};
constexpr Way kConsoleWay{"", SessionKind::kTerminal, {}, "", false};
constexpr Way kSshWays[] = {
    {" with a terminal", SessionKind::kTerminal, SessionKind::kCommand,
     "without a terminal", false},
    {" without a terminal", SessionKind::kCommand, SessionKind::kFileTransfer,
     "of SFTP", false},
    {" SFTP", SessionKind::kFileTransfer, SessionKind::kTerminal,
     "with a terminal", false},
    {" multiplexed", SessionKind::kCommand, {}, "", true},
};

class Trial {
 public:
  Trial(const LoginPath& path, const Way& way) : path_(path), way_(way) {}

  void Try(Account& account, int64_t limit) {
    limit_ = limit;
    HeldSessions sessions(path_, account.Attempt(account.password),
                          account.home);
    if (Fill(sessions) && IsFull(sessions, "") && IsReplaced(sessions)) {
      IsFull(sessions, "after a replacement, ");
    }
  }

  bool On(LoginPath::Kind kind, const std::string& address,
          uint16_t port) const {
    return path_.kind == kind && path_.address == address && path_.port == port;
  }
  bool offered() const { return offered_; }

 private:
  using Attempt = std::optional<SessionAttempt>;

  std::string Text(std::string_view what) const {
    return fmt::format("{}{}: {}", path_.name, way_.name, what);
  }

  // Nothing where the device says neither yes nor no.
  Attempt Tell(Result<SessionAttempt> attempt) const {
    if (attempt.ok()) return std::move(attempt).value();
    Obstacle(Text(attempt.error().message));
    return std::nullopt;
  }

  bool Fill(HeldSessions& sessions) {
    for (int64_t number = 1; number <= limit_; ++number) {
      const auto attempt =
          Tell(sessions.OpenOneMore(way_.kind, way_.multiplexed));
      if (!attempt) return false;
      if (number == 1) {
        offered_ = attempt->answer != SessionAttempt::Answer::kNotOffered;
        if (!offered_) {
          Note(Text("not offered: " + attempt->detail));
          return false;
        }
        if (!Control(attempt->held(), Text("a first session opens and runs"),
                     attempt->detail)) {
          return false;
        }
      } else if (!Expect(attempt->held(),
                         Text(fmt::format("session {} of {} opens and runs",
                                          number, limit_)),
                         attempt->detail)) {
        return false;
      }
    }
    return true;
  }

  // False where the trial cannot go on.
  bool IsRefused(HeldSessions& sessions, Result<SessionAttempt> result,
                 std::string_view when, std::string_view which) const {
    const auto attempt = Tell(std::move(result));
    if (!attempt) return false;
    Expect(!attempt->ran(),
           Text(fmt::format("{}beside {}, one more {} runs nothing", when,
                            limit_, which)),
           attempt->detail);
    if (attempt->held()) sessions.CloseNewest();
    return true;
  }

  bool AllRun(HeldSessions& sessions, std::string* found) const {
    const size_t running = sessions.CountRunning();
    *found = fmt::format("{} do as they are told", running);
    return running == static_cast<size_t>(limit_);
  }

  bool IsFull(HeldSessions& sessions, std::string_view when) const {
    std::string found;
    bool run = AllRun(sessions, &found);
    if (!Control(run,
                 Text(fmt::format("{}all {} run before one more is tried", when,
                                  limit_)),
                 found) ||
        !IsRefused(sessions, sessions.LogIn(way_.kind), when,
                   "by a login of its own") ||
        (when.empty() && !way_.other_name.empty() &&
         !IsRefused(sessions, sessions.LogIn(way_.other), when,
                    way_.other_name)) ||
        (path_.kind == LoginPath::Kind::kSsh &&
         !IsRefused(sessions, sessions.OpenBeside(way_.kind), when,
                    "in the same connection"))) {
      return false;
    }
    run = AllRun(sessions, &found);
    return Expect(
        run, Text(fmt::format("{}all {} still run after that", when, limit_)),
        found);
  }

  bool IsReplaced(HeldSessions& sessions) const {
    sessions.CloseOldest();
    const auto closed = std::chrono::steady_clock::now();
    Attempt attempt;
    // Ever more seldom: one that is refused may count for a moment, too.
    for (milliseconds pause = kFirstLook; !attempt || !attempt->held();
         pause *= 2) {
      if (std::chrono::steady_clock::now() - closed > kReleased) break;
      std::this_thread::sleep_for(pause);
      attempt = Tell(sessions.OpenOneMore(way_.kind, way_.multiplexed));
      if (!attempt) return false;
    }
    return Expect(attempt->held(),
                  Text("another session opens after one was closed"),
                  attempt->detail);
  }

  const LoginPath& path_;
  const Way& way_;
  int64_t limit_ = 0;
  bool offered_ = false;
};

// On each interface once: with which method a user came does not matter.
std::vector<Trial> TrialsOn(const std::vector<LoginPath>& paths) {
  std::vector<Trial> trials;
  for (const LoginPath& path : paths) {
    if (path.kind == LoginPath::Kind::kConsole) {
      trials.emplace_back(path, kConsoleWay);
    } else if (std::none_of(
                   trials.begin(), trials.end(), [&](const Trial& trial) {
                     return trial.On(path.kind, path.address, path.port);
                   })) {
      for (const Way& way : kSshWays) trials.emplace_back(path, way);
    }
  }
  return trials;
}

bool HasTrial(const std::vector<Trial>& trials,
              const HumanInterface& interface) {
  return std::any_of(trials.begin(), trials.end(), [&](const Trial& trial) {
    return trial.offered() &&
           (interface.kind == HumanInterface::Kind::kConsole
                ? trial.On(LoginPath::Kind::kConsole, "", 0)
                : trial.On(LoginPath::Kind::kSsh, interface.address,
                           interface.port));
  });
}

}  // namespace

IEC_TEST_CASE(
    CR_2_7, the_session_limit_holds, .plan = "CR2.7.t1",
    .title = "A user has no more sessions at a time than the limit allows",
    .tried =
        "On each declared interface, with a temporary user for each way to "
        "have a session (console; SSH with a terminal, without one, SFTP, "
        "several in one connection): sessions up to the limit are opened and "
        "held, then one more is tried by a login of the same way, of another, "
        "and in a connection that is there. One is closed, another opened, "
        "and one more tried again.",
    .passes_when =
        "Exactly the declared number of sessions opens and does as it is "
        "told; one more runs nothing, by whatever way, and leaves those that "
        "are open alone; when one has closed, one and no more opens.",
    .not_covered =
        "Interfaces that the product adds (web, fieldbus, display); SSH "
        "connections that only forward ports; a session that is cut off "
        "instead of closed, and counts until the device notices.",
    .remedy =
        "Limit the sessions where all of them pass, when PAM opens a session "
        "(common-session), by what also knows those without a terminal, such "
        "as the login manager: maxlogins of pam_limits counts utmp entries, "
        "which they have none of. Set MaxSessions 1 in sshd_config where the "
        "limit counts connections.",
    .uses = {Resource::kAccounts, Resource::kSshLogin, Resource::kConsoleLogin},
    .parameters = {"sessions.limit"}, .supersedes = {"TC_CR2.7_1"},
    .timeout = std::chrono::seconds(300)) {
  if (dut.profile().interfaces.empty()) {
    return NotApplicable("the profile declares neither a console nor SSH");
  }
  IEC_OBTAIN(const int64_t limit, dut.profile().Integer("sessions.limit"));
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), first.name));
  auto trials = TrialsOn(paths);
  if (trials.empty()) return Obstacle("no interface takes a password");
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(trials.size() - 1));
  accounts.push_back(std::move(first));
  InParallel(trials.size(),
             [&](size_t i) { trials[i].Try(accounts[i], limit); });
  for (const HumanInterface& interface : dut.profile().interfaces) {
    const bool seen = HasTrial(trials, interface);
    IEC_CONTROL(seen, fmt::format("{}: sessions were tried", interface.name),
                seen ? ""
                     : "no way to have one is offered to a user who has a "
                       "password");
  }
}

}  // namespace iec
