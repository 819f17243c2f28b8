// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <thread>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/own_sshd.h"
#include "lib/dut/process.h"
#include "lib/dut/ssh_login.h"
#include "lib/dut/terminal_session.h"
#include "lib/testcase/check.h"
#include "lib/testcase/idle_trial.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/peer_view.h"
#include "lib/testcase/schedule.h"
#include "lib/testcase/ssh_cases.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kLook{500};
constexpr seconds kAnswer{20};
// How often somebody types who is not idle.
constexpr seconds kTypes{20};

enum class Kind { kPrompt, kProgram, kNoTerminal, kMember, kInUse };
constexpr Kind kKinds[] = {Kind::kPrompt, Kind::kProgram, Kind::kNoTerminal,
                           Kind::kMember, Kind::kInUse};

std::string_view Name(Kind kind) {
  switch (kind) {
    case Kind::kPrompt:
      return "on a terminal, at the prompt";
    case Kind::kProgram:
      return "on a terminal, in top";
    case Kind::kNoTerminal:
      return "without a terminal";
    case Kind::kMember:  // of the groups of roles
      return "a member without a terminal";
    case Kind::kInUse:
      return "on a terminal, in use";
  }
  return "";
}

// No terminal tells when such a session was last used, and the clock of the
// server cannot be moved. So one of our own, of the same program, is given the
// setting that the device's server has, times made short.
void JudgeHurried(HurriedSshd& hurried, const std::string& expected) {
  std::optional<OwnSshd>& own = hurried.server;
  if (!own) {
    Expect(false, expected, hurried.found);
    return;
  }
  struct Use {
    const char* name;
    std::optional<SshChannel> channel;
  };
  Use uses[] = {{"a shell", {}}, {"a command", {}}, {"sftp", {}}};
  for (Use& use : uses) {
    auto channel = own->session().OpenChannel();
    if (!channel.ok() || !*channel) {
      return Obstacle(expected + ": no channel");
    }
    use.channel = std::move(*channel);
  }
  for (const auto& started :
       {uses[0].channel->StartShell(), uses[1].channel->StartCommand("cat"),
        uses[2].channel->StartSubsystem("sftp")}) {
    if (!started.ok() || !*started) {
      return Obstacle(expected + ": an sshd of ours starts nothing");
    }
  }
  const auto end = Clock::now() + kSoon + kLate;
  for (Use& use : uses) {
    const bool over = EndsUntil(own->session(), *use.channel, end);
    Expect(
        over, expected,
        fmt::format("{}; with {} s instead, {} is {}", hurried.found,
                    kSoon.count(), use.name,
                    over ? "ended"
                         : "open after " +
                               std::to_string((kSoon + kLate).count()) + " s"));
  }
}

// Clients from elsewhere, and members of groups that a Match names.
void JudgeElsewhere(Dut& dut, const std::string& user, seconds limit) {
  IEC_OBTAIN(const auto cases, SshCasesOf(dut, {"channeltimeout"}));
  for (const SshCase& one : cases) {
    if (one.match.empty()) continue;  // that is tried
    IEC_OBTAIN(const std::string timeouts, one.Value("channeltimeout"));
    HurriedSshd hurried;
    const Status made = HurrySshd(dut, timeouts, user, limit, hurried);
    if (!made.ok()) return Obstacle(one.Name() + ": " + made.error().message);
    JudgeHurried(hurried, fmt::format("{}: a session is ended after {} s "
                                      "without input",
                                      one.Name(), limit.count()));
  }
}

class EndTrial {
 public:
  EndTrial(Dut& dut, const LoginPath& path, Kind kind, Account& account,
           const IdlePolicy& policy, std::string from)
      : dut_(dut),
        path_(path),
        kind_(kind),
        account_(account),
        policy_(policy),
        from_(std::move(from)) {}

  void Try() const {
    if (kind_ == Kind::kNoTerminal || kind_ == Kind::kMember) {
      return TryWithoutTerminal();
    }
    auto session =
        TerminalSession::Open(path_, account_.Attempt(account_.password));
    if (!session.ok()) return Obstacle(Text(session.error().message));
    if (!Control(Answers(*session), Text("its shell answers"),
                 Printable(session->Shown(), 200))) {
      return;
    }
    if (kind_ == Kind::kInUse) return StayInUse(*session);
    if (kind_ == Kind::kProgram && !StartTop(*session)) return;
    IdleEnd end = LeaveAlone(*session, policy_, policy_.limit,
                             kind_ == Kind::kPrompt, [] { return true; });
    OrBySshd(dut_, path_, account_.name, from_, *session, policy_,
             policy_.limit, end);
    Judge(end.over, end.detail);
  }

 private:
  std::string Text(std::string_view what) const {
    return fmt::format("{}, {}: {}", path_.name, Name(kind_), what);
  }
  void Judge(bool ended, const std::string& found) const {
    Expect(ended,
           Text(fmt::format("it is ended after {} s without input",
                            policy_.limit.count())),
           found);
  }

  static bool Answers(TerminalSession& session) {
    return session.Ask("$$", kAnswer).has_value();
  }

  bool StartTop(TerminalSession& session) const {
    if (!FindProgram("top").ok()) {
      Note(Text("there is no top: its shell is left alone"));
      return true;
    }
    session.Type("exec env LC_ALL=C top -d 5\n");
    const bool shown = session.WaitUntil(
        [](const std::string& text) {
          return text.find("oad average") != std::string::npos;
        },
        kAnswer);
    return Control(shown, Text("top runs"), Printable(session.Shown(), 200));
  }

  // For as long as the others are idle, where that is waited for.
  void StayInUse(TerminalSession& session) const {
    const auto begin = Clock::now();
    const auto end = begin + (policy_.waits ? policy_.limit : 2 * kTypes);
    bool answers = true;
    while (answers && Clock::now() < end) {
      session.Read(std::min(kTypes, policy_.limit / 3));
      answers = !session.ended() && Answers(session);
    }
    const auto time = std::chrono::duration_cast<seconds>(Clock::now() - begin);
    static_cast<void>(Control(
        answers, Text("one that somebody types at is not ended"),
        fmt::format("its shell {} after {} s",
                    answers ? "answers" : "does not answer", time.count())));
  }

  void TryWithoutTerminal() const {
    auto admission =
        AuthenticateOverSsh(path_, account_.Attempt(account_.password));
    if (!admission.ok()) return Obstacle(Text(admission.error().message));
    if (!admission->session) return Obstacle(Text(admission->outcome.detail));
    SshSession& session = *admission->session;
    auto shell = OpenShell(session);
    if (!shell.ok()) return Obstacle(Text(shell.error().message));
    const std::string mark = Hex(RandomBytes(4));
    static_cast<void>(shell->Write("echo i\"\"d-" + mark + "\n").ok());
    const bool answers = Says(*shell, "id-" + mark);
    if (!Control(answers, Text("its shell answers"),
                 answers ? "it does" : "it does not")) {
      return;
    }
    if (policy_.waits) {
      const auto begin = Clock::now();
      const bool ended = EndsUntil(session, *shell, begin + policy_.limit);
      const auto time =
          std::chrono::duration_cast<seconds>(Clock::now() - begin);
      Judge(ended, fmt::format("{} after {} s", ended ? "ended" : "open",
                               time.count()));
      // Another server than OpenSSH cannot be hurried.
      if (!FindProgram("sshd").ok()) return;
    }
    Hurry();
  }

  static bool Says(SshChannel& channel, const std::string& text) {
    std::string shown;
    const auto end = Clock::now() + kAnswer;
    while (Clock::now() < end && !channel.ended()) {
      const auto read = channel.Read(kLook);
      if (!read.ok()) break;
      shown += *read;
      if (shown.find(text) != std::string::npos) return true;
    }
    return false;
  }

  void Hurry() const {
    HurriedSshd hurried;
    const Status made =
        HurrySshd(dut_, path_, account_.name, from_, policy_.limit, hurried);
    if (!made.ok()) return Obstacle(Text(made.error().message));
    JudgeHurried(hurried,
                 Text(fmt::format("it is ended after {} s without input",
                                  policy_.limit.count())));
  }

  Dut& dut_;
  const LoginPath& path_;
  const Kind kind_;
  Account& account_;
  const IdlePolicy& policy_;
  const std::string from_;
};

}  // namespace

IEC_TEST_CASE(
    CR_2_6, an_idle_session_ends, .plan = "CR2.6.t1",
    .title = "A remote session that is alive and idle is ended",
    .tried =
        "From a second machine, by a client that answers when the server asks "
        "whether it lives, temporary users open sessions on each SSH "
        "interface: one leaves the prompt of the shell alone, one a program "
        "that fills its screen again and again (top), one has a shell without "
        "a terminal, one of the groups of authorization.roles as well, and one "
        "goes on typing. A time of up to a minute is "
        "waited for, and each time with --slow. Otherwise the terminal's time "
        "of last use is set back, as in the test of CR 2.5. For sessions "
        "without a terminal, and a silent one that nothing else ends, a second "
        "sshd is given the ChannelTimeout that the first one has for this "
        "client, with 2 s for each time that is within the limit; it has to "
        "end an idle shell, command and sftp. So has one with what the server "
        "has for the clients of each Match that sets it.",
    .passes_when =
        "Within sessions.idle_seconds, a tenth more and 10 s, each idle "
        "session has ended, and the one in use has not.",
    .not_covered =
        "Forwarded connections, which are no sessions; protocols that the "
        "product adds; the command and sftp in full. Without --slow also: that "
        "the login manager and sshd do not miss their time.",
    .remedy =
        "Set StopIdleSessionSec= in logind.conf for sessions on a terminal, "
        "and ChannelTimeout session:* and UnusedConnectionTimeout in "
        "sshd_config for the others (OpenSSH 9.2 and later, where session "
        "alone matches nothing). ClientAliveInterval ends dead clients only, "
        "TMOUT bash at its prompt.",
    .needs = {Capability::kSsh},
    .shares = {Resource::kAccounts, Resource::kSshLogin, Resource::kNetwork},
    .parameters = {"authorization.roles", "sessions.idle_seconds"},
    .peer = true, .waits_for = "sessions.idle_seconds",
    .timeout = seconds(300)) {
  IEC_OBTAIN(const int64_t idle,
             dut.profile().Integer("sessions.idle_seconds"));
  IdlePolicy policy;
  policy.limit = seconds(idle + idle / 10 + 10);
  policy.waits = dut.slow() || policy.limit <= kLongestWait;
  IEC_OBTAIN(Peer* const peer, dut.peer());
  NotePeer(*peer);
  Note(policy.How());
  const std::string& from = peer->welcome().addresses.front();
  IEC_OBTAIN(const Profile seen, AsPeerSeesIt(dut.profile(), *peer));
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(auto paths, LoginPathsFrom(*peer, from, seen, first.name));
  // One method of each interface: how somebody came in does not matter.
  std::string last;
  std::erase_if(paths, [&last](const LoginPath& path) {
    const std::string place = fmt::format("{} {}", path.address, path.port);
    return std::exchange(last, place) == place;
  });
  IEC_CONTROL(!paths.empty(), "SSH takes a password",
              "no such method is offered");
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(
                                (std::size(kKinds) - 1) * paths.size() - 1));
  accounts.push_back(std::move(first));
  IEC_OBTAIN(const auto groups, GroupsOfRoles(dut.profile()));
  IEC_OBTAIN(auto members,
             dut.accounts().CreateSeveral(paths.size(), {.groups = groups}));
  std::deque<EndTrial> trials;
  auto account = accounts.begin();
  for (size_t i = 0; i < paths.size(); ++i) {
    for (const Kind kind : kKinds) {
      trials.emplace_back(dut, paths[i], kind,
                          kind == Kind::kMember ? members[i] : *account++,
                          policy, from);
    }
  }
  InParallel(trials.size(), [&](size_t i) { trials[i].Try(); });
  JudgeElsewhere(dut, members.front().name, policy.limit);
}

}  // namespace iec
