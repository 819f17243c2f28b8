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
     "by SFTP", false},
    {" by SFTP", SessionKind::kFileTransfer, SessionKind::kTerminal,
     "with a terminal", false},
    {" multiplexed", SessionKind::kShell, SessionKind::kTerminalCommand,
     "for a command with a terminal", true},
};

class WayTrial {
 public:
  WayTrial(const LoginPath& path, const Way& way, Account& account,
           int64_t limit)
      : is_ssh_(path.kind == LoginPath::Kind::kSsh),
        way_(way),
        name_(fmt::format("{}{}", path.name, way.name)),
        limit_(limit),
        sessions_(path, account.Attempt(account.password), account.home) {}

  void Try() {
    if (Fill() && IsFull("") && IsReplaced()) IsFull("after a replacement, ");
  }
  bool offered() const { return offered_; }

 private:
  using Attempt = std::optional<SessionAttempt>;

  // Nothing where the device says neither yes nor no.
  Attempt Told(Result<SessionAttempt> attempt) const {
    if (attempt.ok()) return std::move(attempt).value();
    Obstacle(fmt::format("{}: {}", name_, attempt.error().message));
    return std::nullopt;
  }

  bool Fill() {
    const Attempt first = Told(sessions_.LogIn(way_.kind));
    if (!first) return false;
    offered_ = first->answer != SessionAttempt::Answer::kNotOffered;
    if (!offered_) {
      Note(fmt::format("{}: not offered: {}", name_, first->detail));
      return false;
    }
    bool open =
        Control(first->held(), name_ + ": a first session runs", first->detail);
    for (int64_t i = 2; open && i <= limit_; ++i) {
      const Attempt next =
          Told(sessions_.OpenOneMore(way_.kind, way_.multiplexed));
      open = next &&
             Expect(next->held(),
                    fmt::format("{}: session {} of {} runs", name_, i, limit_),
                    next->detail);
    }
    return open;
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

  bool IsRefused(Result<SessionAttempt> result, std::string_view when,
                 std::string_view which) const {
    const Attempt attempt = Told(std::move(result));
    return attempt && Expect(!attempt->ran(),
                             fmt::format("{}: {}beside {}, one more {} runs "
                                         "nothing",
                                         name_, when, limit_, which),
                             attempt->detail);
  }

  bool IsReplaced() {
    sessions_.CloseOldest();
    const auto limit = std::chrono::steady_clock::now() + kReleased;
    Attempt attempt = SessionAttempt{};
    // Ever more seldom: one that is refused may count for a moment, too.
    for (milliseconds pause = kFirstLook;
         attempt && !attempt->held() &&
         std::chrono::steady_clock::now() < limit;
         pause *= 2) {
      std::this_thread::sleep_for(pause);
      attempt = Told(sessions_.OpenOneMore(way_.kind, way_.multiplexed));
    }
    return attempt && Expect(attempt->held(),
                             name_ + ": another runs after one was closed",
                             attempt->detail);
  }

  const bool is_ssh_;
  const Way& way_;
  const std::string name_;
  const int64_t limit_;
  HeldSessions sessions_;
  bool offered_ = false;
};

struct Trial {
  const HumanInterface* interface;
  const Way* way;
  bool offered = false;
};

std::vector<Trial> TrialsOf(const std::vector<HumanInterface>& interfaces) {
  std::vector<Trial> trials;
  for (const HumanInterface& interface : interfaces) {
    if (interface.kind == HumanInterface::Kind::kConsole) {
      trials.push_back({&interface, &kConsoleWay});
      continue;
    }
    for (const Way& way : kSshWays) trials.push_back({&interface, &way});
  }
  return trials;
}

// The first of them: by which method a user comes does not matter.
const LoginPath* PathTo(const HumanInterface& interface,
                        const std::vector<LoginPath>& paths) {
  for (const LoginPath& path : paths) {
    const bool console = path.kind == LoginPath::Kind::kConsole;
    if (interface.kind == HumanInterface::Kind::kConsole
            ? console
            : !console && path.address == interface.address &&
                  path.port == interface.port) {
      return &path;
    }
  }
  return nullptr;
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
        "connections that only forward ports; sessions that open at the same "
        "instant; one that is cut off instead of closed, and counts until the "
        "device notices; accounts that are exempt from the limit.",
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
  auto trials = TrialsOf(dut.profile().interfaces);
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(trials.size()));
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), accounts[0].name));
  InParallel(trials.size(), [&](size_t i) {
    const LoginPath* path = PathTo(*trials[i].interface, paths);
    if (path == nullptr) return;
    WayTrial trial(*path, *trials[i].way, accounts[i], limit);
    trial.Try();
    trials[i].offered = trial.offered();
  });
  for (const HumanInterface& interface : dut.profile().interfaces) {
    const bool tried =
        std::any_of(trials.begin(), trials.end(), [&](const Trial& trial) {
          return trial.interface == &interface && trial.offered;
        });
    IEC_CONTROL(tried, fmt::format("{}: sessions were tried", interface.name),
                tried ? "" : "a user who has a password is offered none");
  }
}

}  // namespace iec
