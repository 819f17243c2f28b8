// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <iterator>
#include <thread>

#include "lib/dut/change.h"
#include "lib/dut/held_sessions.h"
#include "lib/testcase/check.h"
#include "lib/testcase/pam_judge.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using Attempt = std::optional<SessionAttempt>;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A closed session may count until the device has noticed.
constexpr milliseconds kPatience{30'000};
constexpr milliseconds kFirstPause{300};

// One way to have sessions on an interface.
struct SessionWay {
  std::string_view name;
  SessionKind kind;
  // Tried as well where the limit is reached. Of ways that are counted apart
  // from each other two meet so, whichever they are.
  SessionKind other;
  std::string_view other_name;
  bool multiplexed;  // as many in one connection as it takes
};
constexpr SessionWay kConsoleWay{"", SessionKind::kTerminal, {}, "", false};
constexpr SessionWay kSshWays[] = {
    {" with a terminal", SessionKind::kTerminal, SessionKind::kShell,
     "for a shell without one", false},
    {" without a terminal", SessionKind::kCommand, SessionKind::kFileTransfer,
     "by SFTP", true},
    {" by SFTP", SessionKind::kFileTransfer, SessionKind::kTerminal,
     "with a terminal", false},
};

class WayTrial {
 public:
  WayTrial(const LoginPath& path, const SessionWay& way, Account& account,
           int64_t limit)
      : way_(way),
        is_ssh_(path.kind == LoginPath::Kind::kSsh),
        name_(fmt::format("{}{}", path.name, way.name)),
        limit_(limit),
        sessions_(path, account.Attempt(account.password), account.home) {}

  void Try() {
    if (Fill() && IsFull("") && IsReplaced()) IsFull("after a replacement, ");
    sessions_.CloseAll();
  }

  // After the trials of the others: what was it that kept the first one out?
  void TryAlone() {
    if (kept_out_.empty()) return;
    const Attempt alone = OpenWithPatience();
    if (alone && Control(alone->held(), name_ + ": a first session runs",
                         alone->detail)) {
      Expect(false, name_ + ": a first session runs beside those of others",
             kept_out_);
    }
    sessions_.CloseAll();
  }

 private:
  // Nothing where the device says neither yes nor no.
  Attempt Told(Result<SessionAttempt> attempt) const {
    if (attempt.ok()) return std::move(attempt).value();
    Obstacle(fmt::format("{}: {}", name_, attempt.error().message));
    return std::nullopt;
  }

  Attempt OpenOneMore() {
    return Told(sessions_.OpenOneMore(way_.kind, way_.multiplexed));
  }

  Attempt OpenWithPatience() {
    const auto limit = Clock::now() + kPatience;
    Attempt attempt = SessionAttempt{};
    // Ever more seldom: one that is refused may count for a moment, too.
    for (milliseconds pause = kFirstPause;
         attempt && !attempt->held() && Clock::now() < limit; pause *= 2) {
      std::this_thread::sleep_for(pause);
      attempt = OpenOneMore();
    }
    return attempt;
  }

  bool Fill() {
    const Attempt first = OpenOneMore();
    if (!first) return false;
    if (first->answer == SessionAttempt::Answer::kNotOffered &&
        way_.kind != SessionKind::kCommand) {
      Note(fmt::format("{}: not offered: {}", name_, first->detail));
      return false;
    }
    if (!first->held()) {
      kept_out_ = first->detail;
      return false;
    }
    for (int64_t i = 2; i <= limit_; ++i) {
      const Attempt next = OpenOneMore();
      if (!next ||
          !Expect(next->held(),
                  fmt::format("{}: session {} of {} runs", name_, i, limit_),
                  next->detail)) {
        return false;
      }
    }
    return true;
  }

  bool IsRefused(Result<SessionAttempt> result, std::string_view when,
                 std::string_view which) const {
    const Attempt attempt = Told(std::move(result));
    return attempt && Expect(!attempt->ran(),
                             fmt::format("{}: {}beside {}, one more {} runs "
                                         "nothing",
                                         name_, when, limit_, which),
                             attempt->detail);
  }

  // The sessions that are held run before and after one more is tried.
  bool IsFull(std::string_view when) {
    size_t running = sessions_.CountRunning();
    const auto all = static_cast<size_t>(limit_);
    if (!Control(running == all,
                 fmt::format("{}: {}all {} run before one more is tried", name_,
                             when, all),
                 fmt::format("{} do as they are told", running))) {
      return false;
    }
    bool full =
        IsRefused(sessions_.LogIn(way_.kind), when, "by a login of its own");
    if (!way_.other_name.empty() && when.empty()) {
      full &= IsRefused(sessions_.LogIn(way_.other), when, way_.other_name);
    }
    if (is_ssh_) {
      full &= IsRefused(sessions_.OpenBeside(way_.kind), when,
                        "in the same connection");
    }
    if (!full) return false;
    running = sessions_.CountRunning();
    return Expect(running == all,
                  fmt::format("{}: {}all {} run after that", name_, when, all),
                  fmt::format("{} do as they are told", running));
  }

  bool IsReplaced() {
    sessions_.CloseOldest();
    const Attempt next = OpenWithPatience();
    return next &&
           Expect(next->held(), name_ + ": another runs after one was closed",
                  next->detail);
  }

  const SessionWay& way_;
  const bool is_ssh_;
  const std::string name_;
  const int64_t limit_;
  HeldSessions sessions_;
  std::string kept_out_;  // why the first session was refused
};

bool IsConsole(const HumanInterface& interface) {
  return interface.kind == HumanInterface::Kind::kConsole;
}

// The first of them: by which method a user comes does not matter.
const LoginPath* PathTo(const HumanInterface& interface,
                        const std::vector<LoginPath>& paths) {
  const auto found =
      std::find_if(paths.begin(), paths.end(), [&](const LoginPath& path) {
        const bool console = path.kind == LoginPath::Kind::kConsole;
        return console == IsConsole(interface) &&
               (console || (path.address == interface.address &&
                            path.port == interface.port));
      });
  return found == paths.end() ? nullptr : &*found;
}

}  // namespace

IEC_TEST_CASE(
    CR_2_7, the_session_limit_holds, .plan = "CR2.7.t1",
    .title = "A user has no more sessions at a time than the limit allows",
    .tried =
        "On each declared interface, with a temporary user (one of them in all "
        "groups that the profile gives powers) for each way to have sessions "
        "(console; SSH with a terminal; without one, in as few "
        "connections as will take them; by SFTP): sessions up to the limit "
        "are opened and held. Then one more is tried by a login of the same "
        "way, by another way, and in a connection that is there. One is "
        "closed, another opened, and one more tried again. ~/.pam_environment "
        "of "
        "each calls the sessions a background job's. The session rules of PAM "
        "are read, and worked out for whatever their conditions (networks, "
        "groups) may say.",
    .passes_when =
        "Exactly the declared number of sessions opens and does as it is "
        "told; one more runs nothing, by whatever way, and leaves those that "
        "are open alone; when one has closed, one and no more opens. No "
        "condition passes over "
        "pam_limits, pam_exec or pam_systemd, but for access.pam_exceptions.",
    .not_covered =
        "Interfaces that the product adds (web, fieldbus, display); SSH "
        "connections that only forward ports; sessions that open at the same "
        "instant; one that is cut off instead of closed, and counts until the "
        "device notices; accounts that are exempt from the limit.",
    .remedy =
        "Limit the sessions where all of them pass, when PAM opens a session "
        "(common-session), by what also knows those without a terminal, such "
        "as the login manager: maxlogins of pam_limits counts utmp entries, "
        "which they have none of. Set MaxSessions 1 in sshd_config where the "
        "limit counts connections.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"access.pam_exceptions", "sessions.limit"},
    .supersedes = {"TC_CR2.7_1"}, .timeout = std::chrono::seconds(400)) {
  const auto& interfaces = dut.profile().interfaces;
  if (interfaces.empty()) {
    return NotApplicable("the profile declares neither a console nor SSH");
  }
  ExpectSessionOfEverybody(dut.profile(),
                           {"pam_limits.so", "pam_exec.so", "pam_systemd.so"});
  IEC_OBTAIN(const int64_t limit, dut.profile().Integer("sessions.limit"));
  size_t ways = 0;
  for (const HumanInterface& interface : interfaces) {
    ways += IsConsole(interface) ? 1 : std::size(kSshWays);
  }
  IEC_OBTAIN(const auto groups, GroupsOfRoles(dut.profile()));
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(ways - 1));
  // A rule may let those off who have a role: the last one has all of them.
  IEC_OBTAIN(Account member,
             dut.accounts().CreateTemporary({.groups = groups}));
  accounts.push_back(std::move(member));
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), accounts[0].name));
  // Where pam_env took it from there, their sessions would be none that count.
  for (const Account& account : accounts) {
    const Status made = MakeFile(dut.undo(), account.home + "/.pam_environment",
                                 "XDG_SESSION_CLASS DEFAULT=background\n"
                                 "XDG_SESSION_CLASS=background\n",
                                 0644);
    if (!made.ok()) return Obstacle(made.error().message);
  }

  std::deque<WayTrial> trials;
  for (const HumanInterface& interface : interfaces) {
    const LoginPath* path = PathTo(interface, paths);
    IEC_CONTROL(path != nullptr, interface.name + ": takes a password",
                path == nullptr ? "no such method is offered" : path->name);
    if (IsConsole(interface)) {
      trials.emplace_back(*path, kConsoleWay, accounts[trials.size()], limit);
      continue;
    }
    for (const SessionWay& way : kSshWays) {
      trials.emplace_back(*path, way, accounts[trials.size()], limit);
    }
  }
  InParallel(trials.size(), [&](size_t i) { trials[i].Try(); });
  for (WayTrial& trial : trials) trial.TryAlone();
}

}  // namespace iec
