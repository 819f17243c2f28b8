// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <deque>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/terminal_session.h"
#include "lib/testcase/check.h"
#include "lib/testcase/idle_trial.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using std::chrono::seconds;

constexpr seconds kAnswer{10};
constexpr int kTries = 2;

class IdleTrial {
 public:
  IdleTrial(Dut& dut, const LoginPath& path, bool at_prompt, Account& account,
            const IdlePolicy& policy)
      : dut_(dut),
        path_(path),
        at_prompt_(at_prompt),
        account_(account),
        policy_(policy) {}

  void Try() const {
    auto session =
        TerminalSession::Open(path_, account_.Attempt(account_.password));
    if (!session.ok()) {
      return Obstacle(path_.name + ": " + session.error().message);
    }
    // A program that reads from the terminal, as an editor does, and says what
    // has reached it.
    if (!at_prompt_) session->Type("exec sed -un 's/^put-/got-/p'\n");
    if (!Control(Reaches(*session), Text("what is typed at once reaches it"),
                 Printable(session->Shown(), 200))) {
      return;
    }
    IdleEnd end = LeaveAlone(*session, policy_, policy_.limit, at_prompt_,
                             [&] { return Reaches(*session); });
    OrBySshd(dut_, path_, account_.name, path_.address, *session, policy_,
             policy_.limit, end);
    ExpectOver(end, policy_,
               Text(fmt::format("locked or ended after {} s without input",
                                policy_.limit.count())));
  }

 private:
  std::string Text(std::string_view what) const {
    return fmt::format("{}, {}: {}", path_.name,
                       at_prompt_ ? "at the prompt" : "in a program", what);
  }
  bool Reaches(TerminalSession& session) const {
    const std::string mark = Hex(RandomBytes(4));
    // What is typed while one program follows the other may be lost.
    for (int i = 0; i < kTries && !session.ended(); ++i) {
      if (at_prompt_ && session.Ask("$$", kAnswer)) return true;
      if (at_prompt_) continue;
      session.Type("put-" + mark + "\n");
      const bool got = session.WaitUntil(
          [&](const std::string& shown) {
            return shown.find("got-" + mark) != std::string::npos;
          },
          kAnswer);
      if (got) return true;
    }
    return false;
  }

  Dut& dut_;
  const LoginPath& path_;
  const bool at_prompt_;
  Account& account_;
  const IdlePolicy& policy_;
};

}  // namespace

IEC_TEST_CASE(
    CR_2_5, an_idle_session_locks, .plan = "CR2.5.t1",
    .title = "A session that nobody types at is locked or ended",
    .tried =
        "Temporary users log in on the console and on a terminal over each SSH "
        "interface. One leaves the prompt of the shell alone, another one a "
        "program that reads from the terminal, which TMOUT of a shell does "
        "not reach. A time of up to a minute is waited for, and each time with "
        "--slow. Otherwise the time passes in what the device measures it by: "
        "the terminal's time of last use is set back, and the login manager "
        "has to end sessions after a time that is short enough, to count this "
        "one as idle and go on doing so, and to end it when it is told to; or "
        "whatever looks for idle sessions has to end it; or the shell has to "
        "have set "
        "its alarm for a time that is short enough, and to end itself by it; "
        "or, over SSH, a second sshd that is given the ChannelTimeout of the "
        "first one, with 2 s for each time that is short enough, has to end an "
        "idle shell.",
    .passes_when =
        "Within sessions.lock_seconds, a tenth more and 5 s, each of them has "
        "ended or what is typed does not reach it.",
    .not_covered =
        "Sessions without a terminal, which nobody sits before, and over SSH "
        "programs that go on showing something (both: CR 2.6); "
        "graphical and web sessions of the product. Without --slow also: that "
        "the login manager does not miss its time, and what keeps a session "
        "awake more seldom than every 12 s.",
    .remedy =
        "Set StopIdleSessionSec= in logind.conf, and see that pam_systemd is "
        "in the session rules of login and sshd. TMOUT ends bash at its prompt "
        "only, and does nothing in a program or another shell.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"sessions.lock_seconds", "sessions.locked_by"},
    .waits_for = "sessions.lock_seconds", .timeout = seconds(300)) {
  IEC_OBTAIN(const IdlePolicy policy, IdlePolicyOf(dut));
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, TerminalPathsOf(dut.profile(), first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(2 * paths.size() - 1));
  accounts.push_back(std::move(first));
  Note(policy.How());
  std::deque<IdleTrial> trials;
  for (size_t i = 0; i < accounts.size(); ++i) {
    trials.emplace_back(dut, paths[i / 2], i % 2 == 0, accounts[i], policy);
  }
  InParallel(trials.size(), [&](size_t i) { trials[i].Try(); });
}

}  // namespace iec
