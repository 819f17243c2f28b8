// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <deque>
#include <optional>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/change.h"
#include "lib/dut/failed_logins.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/terminal_session.h"
#include "lib/testcase/check.h"
#include "lib/testcase/idle_trial.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kAnswer{10};
// A question may come after a delay of PAM's.
constexpr seconds kQuestion{8};
constexpr seconds kKeyWorks{2};
constexpr seconds kUnlock{60};
// Whatever counts failures does something after the third, and may do it after
// the fifth.
constexpr int kFailures = 5;
// The secrets of the one, then the name and the secrets of another one.
constexpr int kQuestions = 8;
// Without --slow: whether it still ends at all, whenever.
constexpr seconds kAges{std::chrono::hours(24 * 365)};

struct Stay {
  std::string_view what;
  std::string_view typed;
  std::string_view environment;  // that pam_env may take from the home
};
constexpr std::string_view kShell =
    "exec env -i PATH=\"$PATH\" TMOUT=0 sh -i\n";
constexpr Stay kStays[] = {
    {"after TMOUT was taken away",
     "unset TMOUT\nTMOUT=0\nexport TMOUT=0\ntrap '' ALRM\n", ""},
    {"in another shell", kShell, ""},
    // Of a session with a screen the login manager takes the screen's word.
    {"in another shell, with an environment of the user's own", kShell,
     "XDG_SESSION_TYPE DEFAULT=x11\nXDG_SESSION_TYPE=x11\n"},
};

struct Key {
  std::string_view name;
  std::string_view sent;
};
constexpr Key kKeys[] = {{"Ctrl-C", "\x03"},
                         {"Ctrl-Z", "\x1a"},
                         {"Ctrl-\\", "\x1c"},
                         {"Ctrl-D", "\x04"}};

class StayTrial {
 public:
  StayTrial(Dut& dut, const LoginPath& path, const Stay& stay, Account& account,
            const IdlePolicy& policy)
      : dut_(dut),
        path_(path),
        stay_(stay),
        account_(account),
        policy_(policy) {}

  void Try() const {
    auto session =
        TerminalSession::Open(path_, account_.Attempt(account_.password));
    if (!session.ok()) {
      return Obstacle(path_.name + ": " + session.error().message);
    }
    session->Type(stay_.typed);
    // What is typed while one shell follows the other may be lost.
    const auto runs = [&] {
      return session->Ask("$$", kAnswer) || session->Ask("$$", kAnswer);
    };
    if (!Control(runs(), Text("a shell goes on"),
                 Printable(session->Shown(), 200))) {
      return;
    }
    IdleEnd end = LeaveAlone(*session, policy_, kAges, true, runs);
    OrBySshd(dut_, path_, account_.name, path_.address, *session, policy_,
             kAges, end);
    ExpectOver(end, policy_, Text("an idle session still locks or ends"));
  }

 private:
  std::string Text(std::string_view what) const {
    return fmt::format("{}, {}: {}", path_.name, stay_.what, what);
  }

  Dut& dut_;
  const LoginPath& path_;
  const Stay& stay_;
  Account& account_;
  const IdlePolicy& policy_;
};

class LockTrial {
 public:
  LockTrial(const LoginPath& path, Account& account,
            const std::vector<std::string>& command)
      : path_(path), account_(account), command_(Join(command, " ")) {}

  void Try() {
    auto session = Lock();
    if (!session) return;
    for (const Key& key : kKeys) {
      if (!Holds(*session, fmt::format("it stays locked after {}", key.name),
                 key.sent)) {
        return;
      }
    }
    // What is typed is a wrong secret; a question for two of them gets two.
    const std::string probe = fmt::format("echo un\"\"locked-{}\n", mark_);
    for (int i = 0; i < 2; ++i) {
      if (!Holds(*session, "nobody gets in without the secrets", probe)) return;
    }
    Opens(*session);
  }

  // In a session of its own, as the account may be locked then. `other` has
  // secrets that are right, but not here.
  void Fail(Account& other) {
    auto session = Lock();
    if (!session) return;
    for (int i = 0; i < 2; ++i) {
      if (!Holds(*session, "it stays locked after Enter", "\n")) return;
    }
    const std::string wrong = Hex(RandomBytes(4)) + "\n";
    // Each failure may be about two questions.
    for (int i = 0; i < 2 * kFailures; ++i) {
      session->TypeOn(wrong);
      const size_t before = session->Shown().size();
      // What is typed before the next question is thrown away.
      session->WaitUntil(
          [&](const std::string& shown) {
            return IsOpen(shown) ||
                   (shown.size() > before && shown.ends_with(": "));
          },
          kQuestion);
      if (session->ended() || IsOpen(session->Shown())) break;
    }
    if (!Holds(*session, fmt::format("{} failures do not open it", kFailures),
               "")) {
      return;
    }
    Offer(*session, other);
    Holds(*session, "another user's name and secrets do not open it", "");
  }

 private:
  // Nothing where there is no session, or where it does not lock.
  std::optional<TerminalSession> Lock() const {
    auto session =
        TerminalSession::Open(path_, account_.Attempt(account_.password));
    if (!session.ok()) {
      Obstacle(path_.name + ": " + session.error().message);
      return std::nullopt;
    }
    session->Type(fmt::format("{0}; echo un\"\"locked-{1}\n", command_, mark_));
    if (!Holds(*session, "it locks", "")) return std::nullopt;
    return std::move(session).value();
  }
  std::string Text(std::string_view what) const {
    return fmt::format("{}, {}: {}", path_.name, command_, what);
  }
  bool IsOpen(std::string_view shown) const {
    return shown.find("unlocked-" + mark_) != std::string_view::npos;
  }
  bool Holds(TerminalSession& session, std::string_view what,
             std::string_view keys) const {
    // The text so far stays, with the question that ends it.
    if (!keys.empty()) session.TypeOn(keys);
    session.WaitUntil(
        [this](const std::string& shown) { return IsOpen(shown); },
        keys.size() == 1 ? kKeyWorks : kQuestion);
    return Expect(!session.ended() && !IsOpen(session.Shown()), Text(what),
                  session.ended() ? "the session ended"
                                  : Printable(session.Shown(), 300));
  }
  // Wherever something is asked for.
  void Offer(TerminalSession& session, Account& other) const {
    for (int i = 0; i < kQuestions && !IsOpen(session.Shown()); ++i) {
      const size_t before = i == 0 ? 0 : session.Shown().size();
      session.WaitUntil(
          [&](const std::string& shown) {
            return IsOpen(shown) ||
                   (shown.size() > before && shown.ends_with(": "));
          },
          kQuestion);
      const std::string line = CurrentLine(session.Shown());
      if (session.ended() || !line.ends_with(": ")) return;
      const PromptKind kind = ClassifyPrompt(line, account_.name);
      const bool code =
          kind == PromptKind::kCode || kind == PromptKind::kPasswordAndCode;
      const bool password =
          kind == PromptKind::kPassword || kind == PromptKind::kPasswordAndCode;
      std::string answer = password ? other.password : "";
      if (code && other.factor != nullptr) {
        const auto next = other.factor->NextCode();
        if (next.ok()) answer += *next;
      }
      session.TypeOn((code || password ? answer : other.name) + "\n");
    }
  }
  void Opens(TerminalSession& session) {
    const auto open = [this](std::string_view shown) { return IsOpen(shown); };
    const LoginAttempt right = account_.Attempt(account_.password);
    bool opens = session.AnswerUntil(right, open, kUnlock);
    if (!opens && !session.ended()) {
      session.TypeOn("\n");  // some ask when a key is pressed
      opens = session.AnswerUntil(right, open, kUnlock);
    }
    static_cast<void>(Control(opens, Text("the right secrets unlock it"),
                              Printable(session.Shown(), 300)));
  }

  const LoginPath& path_;
  Account& account_;
  const std::string command_;
  const std::string mark_ = Hex(RandomBytes(4));
};

}  // namespace

IEC_TEST_CASE(
    CR_2_5, users_lock_and_cannot_prevent_it, .plan = "CR2.5.t2",
    .title = "Users can lock their session, and cannot keep it from locking",
    .tried =
        "Temporary users log in on the console and on a terminal over each SSH "
        "interface. Three of them take the time limit away as far as a user "
        "can "
        "(unset TMOUT, TMOUT=0, a trap; another shell with an empty "
        "environment; the same with ~/.pam_environment that says it is a "
        "session with a screen) and leave the session alone, as in the test of "
        "idle sessions. Another one gives the command that locks, then Ctrl-C, "
        "Ctrl-Z, Ctrl-\\ and Ctrl-D, a command line where the secrets are "
        "asked for, and the right secrets; the last one Enter, wrong secrets "
        "five times, and then the name and the secrets of another user.",
    .passes_when =
        "The sessions still lock or end, whenever; and nothing that is typed "
        "gets past the lock but the right secrets.",
    .not_covered =
        "Users who keep a program at work that types for them; PINs and "
        "words that a lock takes beside the secrets; locks by a "
        "button of the product.",
    .remedy =
        "Set StopIdleSessionSec= in logind.conf, which no user can change, or "
        "make TMOUT readonly. Install a program that locks a terminal, such "
        "as vlock, with a PAM service of its own that asks for each factor, "
        "and name it in sessions.lock_command.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"sessions.lock_seconds", "sessions.locked_by",
                   "sessions.lock_command"},
    .waits_for = "sessions.lock_seconds", .timeout = seconds(400)) {
  IEC_OBTAIN(const IdlePolicy policy, IdlePolicyOf(dut));
  IEC_OBTAIN(const auto command, dut.profile().List("sessions.lock_command"));
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, TerminalPathsOf(dut.profile(), first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  constexpr size_t kStaysOfEach = std::size(kStays);
  IEC_OBTAIN(auto accounts,
             dut.accounts().CreateSeveral((kStaysOfEach + 2) * paths.size()));
  Account& other = first;
  // vlock lets root in as well, and asks for that password after a wrong one.
  if (!command.empty() && command.front().ends_with("vlock")) {
    for (const std::string& record : FailedLoginRecords("root")) {
      const Status kept = KeepFile(dut.undo(), record);
      if (!kept.ok()) return Obstacle(kept.error().message);
    }
  }
  Note(policy.How());
  Expect(!command.empty(), "there is a command that locks a session",
         command.empty() ? "the profile names none" : Join(command, " "));
  std::deque<StayTrial> stays;
  std::deque<LockTrial> locks;
  for (size_t i = 0; i < paths.size(); ++i) {
    for (const Stay& stay : kStays) {
      Account& account = accounts[stays.size()];
      if (!stay.environment.empty()) {
        const Status made =
            MakeFile(dut.undo(), account.home + "/.pam_environment",
                     stay.environment, 0644);
        if (!made.ok()) return Obstacle(made.error().message);
      }
      stays.emplace_back(dut, paths[i], stay, account, policy);
    }
  }
  // The first half is opened again, the other one is not.
  for (size_t i = 0; i < 2 * paths.size() && !command.empty(); ++i) {
    locks.emplace_back(paths[i % paths.size()], accounts[stays.size() + i],
                       command);
  }
  InParallel(stays.size() + locks.size(), [&](size_t i) {
    if (i < stays.size()) {
      stays[i].Try();
    } else if (i - stays.size() < paths.size()) {
      locks[i - stays.size()].Try();
    } else {
      locks[i - stays.size()].Fail(other);
    }
  });
}

}  // namespace iec
