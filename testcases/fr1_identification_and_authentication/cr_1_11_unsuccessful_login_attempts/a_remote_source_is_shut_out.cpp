// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "lib/base/digest.h"
#include "lib/dut/bans.h"
#include "lib/dut/password.h"
#include "lib/dut/ssh_login.h"
#include "lib/testcase/check.h"
#include "lib/testcase/peer_view.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kConnecting{5'000};
constexpr milliseconds kLogin{60'000};
constexpr milliseconds kPause{500};
// A wrong login, on a slow device.
constexpr seconds kGuess{15};
constexpr int kRefusals = 3;
// How long a ban is watched whose end is not waited for, and the longest one
// that is without --slow.
constexpr seconds kWatched{45};
constexpr seconds kLongestWait{60};
// After its time, or after an administrator has ended it.
constexpr seconds kOpensWithin{30};
// A device may shut those out for longer who come again.
constexpr int kMostTimes = 10;

struct Policy {
  int64_t attempts = 0;
  seconds time{0};
  seconds within{0};
  bool see_the_end = false;
  std::vector<std::string> unban;
};

// What came of a login from one address.
struct Visit {
  bool granted = false;
  bool connected = false;
  bool answered = false;  // the server has said yes or no
  std::string detail;
};

// Wrong logins from one address, for one kind of user, at one interface.
class BanTrial {
 public:
  BanTrial(Dut& dut, Peer& peer, const Policy& policy, const LoginPath& path,
           const std::string& place)
      : dut_(dut), peer_(peer), policy_(policy), path_(path), place_(place) {}

  // `victim` is named in the wrong logins, `honest` logs in rightly.
  void Try(const std::string& attacker, const std::string& other,
           const std::string& who, const std::string& victim, Account& honest,
           bool watch) {
    attacker_ = attacker;
    who_ = who;
    honest_ = &honest;
    if (!Serves(attacker) || !Serves(other)) return;
    if (!Guess(victim) || !BecomesShut()) return;
    const auto served = Visits(other);
    if (!served) return;
    Expect(served->granted,
           Text(fmt::format("the other address, {}, is still served", other)),
           served->detail);
    JudgeTime();
    if (watch) Watch();
    LetIn();
  }

 private:
  std::string Text(const std::string& what) const {
    return fmt::format("{}, {}: {}", place_, who_, what);
  }

  // Nothing where it could not be tried, which is an obstacle.
  std::optional<Visit> Knock(const std::string& from, const std::string& user,
                             const std::string& password) {
    Visit visit;
    std::string trouble;
    LoginPath path = path_;
    path.connector = [&](const std::string& address, uint16_t port,
                         milliseconds) -> Result<UniqueFd> {
      auto made = peer_.TryConnect(from, address, port, kConnecting);
      if (!made.ok()) {
        trouble = made.error().message;
        return made.error();
      }
      visit.connected = static_cast<bool>(made->fd);
      visit.detail = made->Describe();
      if (!made->fd) return Error{visit.detail};
      return std::move(made->fd);
    };
    LoginAttempt attempt = honest_->Attempt(password);
    attempt.user = user;
    // Others have no second factor of ours; a wrong one is as good for them.
    if (user != honest_->name) attempt.factor = nullptr;
    attempt.timeout = kLogin;
    const auto admission = AuthenticateOverSsh(path, attempt);
    if (!trouble.empty()) {
      Obstacle(Text(trouble));
      return std::nullopt;
    }
    visit.answered = admission.ok();
    visit.granted = admission.ok() && admission->session.has_value();
    if (visit.connected) {
      visit.detail = admission.ok() ? admission->outcome.detail
                                    : admission.error().message;
    }
    return visit;
  }

  // The right password, again and again where it does not open: a login that
  // fails once for another reason, such as many at a time, is no ban.
  std::optional<Visit> Visits(const std::string& from) {
    std::optional<Visit> visit;
    for (int i = 0; i < kRefusals; ++i) {
      if (i > 0) std::this_thread::sleep_for(kPause);
      visit = Knock(from, honest_->name, honest_->password);
      if (!visit || visit->granted) break;
    }
    return visit;
  }

  bool Serves(const std::string& from) {
    const auto visit = Visits(from);
    return visit && Control(visit->granted,
                            Text("the right password opens from " + from +
                                 " before anything else"),
                            visit->detail);
  }

  // Without an answer nothing has been counted.
  std::optional<Visit> WrongLogin(const std::string& victim) {
    std::optional<Visit> visit;
    for (int i = 0; i < kRefusals; ++i) {
      if (i > 0) std::this_thread::sleep_for(kPause);
      visit = Knock(attacker_, victim, RandomPassword(20));
      if (!visit || visit->answered || !visit->connected) break;
    }
    return visit;
  }

  bool AnnounceBan() {
    const Status kept = ExpectBan(dut_.undo(), policy_.unban, attacker_,
                                  policy_.within + kGuess);
    if (!kept.ok()) Obstacle(kept.error().message);
    return kept.ok();
  }

  bool Guess(const std::string& victim) {
    for (int64_t i = 0; i < policy_.attempts; ++i) {
      // The ban comes after the last one; stricter devices do not wait for it.
      if ((i == 0 || i + 1 == policy_.attempts) && !AnnounceBan()) return false;
      const auto visit = WrongLogin(victim);
      if (!visit) return false;
      if (!Expect(!visit->granted, Text("a wrong password is refused"),
                  visit->detail)) {
        return false;
      }
      if (!visit->answered) {
        Note(Text(fmt::format("shut out after {} wrong logins already", i)));
        break;
      }
    }
    return true;
  }

  // What a client with the right password finds there.
  std::optional<bool> IsShut(std::string& detail) {
    const auto visit = Visits(attacker_);
    if (!visit) return std::nullopt;
    detail = visit->detail;
    return !visit->granted;
  }

  bool BecomesShut() {
    const auto guessed = Clock::now();
    std::string detail;
    for (;;) {
      const auto tried = Clock::now();
      const auto shut = IsShut(detail);
      if (!shut) return false;
      const bool over = tried >= guessed + policy_.within;
      if (*shut || over) {
        shut_at_ = tried;
        return Expect(*shut,
                      Text(fmt::format(
                          "{} is shut out within {} s of {} wrong logins",
                          attacker_, policy_.within.count(), policy_.attempts)),
                      detail);
      }
      std::this_thread::sleep_for(kPause);
    }
  }

  // What shuts it out may say for how long.
  void JudgeTime() {
    const auto time = TimeOfBan(attacker_);
    if (!time) {
      Note(Text("nothing on the device tells how long it is meant to last"));
      return;
    }
    const std::string expected =
        Text(fmt::format("it is shut out for {} s", policy_.time.count()));
    if (*time < seconds(0)) {
      Expect(false, expected, "fail2ban means it to last for ever");
      return;
    }
    Expect(*time >= policy_.time && *time <= kMostTimes * policy_.time,
           expected,
           fmt::format("fail2ban means it to last for {} s", time->count()));
  }

  void Watch() {
    std::string detail;
    const seconds watched = policy_.see_the_end
                                ? policy_.time * 9 / 10
                                : std::min(kWatched, policy_.time * 9 / 10);
    std::this_thread::sleep_until(shut_at_ + watched);
    const auto shut = IsShut(detail);
    if (!shut) return;
    Expect(*shut,
           Text(fmt::format("{} is still shut out {} s later", attacker_,
                            watched.count())),
           detail);
    if (!policy_.see_the_end || !*shut) return;
    std::this_thread::sleep_until(shut_at_ + policy_.time);
    Expect(OpensWithin(kOpensWithin + policy_.within, detail),
           Text(fmt::format("{} is served again after {} s", attacker_,
                            policy_.time.count())),
           detail);
  }

  bool OpensWithin(seconds time, std::string& detail) {
    const auto end = Clock::now() + time;
    do {
      const auto shut = IsShut(detail);
      if (!shut) return false;
      if (!*shut) return true;
      std::this_thread::sleep_for(kPause);
    } while (Clock::now() < end);
    return false;
  }

  // Others of this test come from there again.
  void LetIn() {
    if (const Status ended = EndBan(policy_.unban, attacker_); !ended.ok()) {
      return Obstacle(ended.error().message);
    }
    std::string detail;
    if (!OpensWithin(kOpensWithin, detail)) {
      Obstacle(Text(fmt::format("{} is not served after lockout.unban: {}",
                                attacker_, detail)));
    }
  }

  Dut& dut_;
  Peer& peer_;
  const Policy& policy_;
  const LoginPath& path_;
  const std::string place_;
  std::string attacker_;
  std::string who_;
  Account* honest_ = nullptr;
  Clock::time_point shut_at_;
};

Result<Policy> PolicyOf(const Dut& dut) {
  Policy policy;
  const Profile& profile = dut.profile();
  IEC_ASSIGN_OR_RETURN(policy.attempts, profile.Integer("lockout.ban_after"));
  IEC_ASSIGN_OR_RETURN(const int64_t time,
                       profile.Integer("lockout.ban_seconds"));
  IEC_ASSIGN_OR_RETURN(const int64_t within,
                       profile.Integer("lockout.ban_within"));
  IEC_ASSIGN_OR_RETURN(policy.unban, profile.List("lockout.unban"));
  policy.time = seconds(time);
  policy.within = seconds(within);
  policy.see_the_end = dut.slow() || policy.time <= kLongestWait;
  return policy;
}

}  // namespace

IEC_TEST_CASE(
    CR_1_11, a_remote_source_is_shut_out, .plan = "CR1.11.t3",
    .title = "An address from which people guess is shut out for a time",
    .tried =
        "On each SSH interface, from one address of a second machine: as many "
        "wrong logins as are allowed for a user that is not there, then, from "
        "another address, for a temporary user. After each series the right "
        "password of somebody else is tried from that address and from the "
        "other one, and for some time from that address.",
    .passes_when =
        "Soon after the last wrong login nobody gets in from that address, "
        "for the declared time, while the other address is served. Without "
        "--slow a ban of more than a minute is watched for 45 s, and how long "
        "it is meant to last is what fail2ban says of it.",
    .not_covered =
        "Guesses spread over many addresses; ways in other than SSH; that the "
        "list of addresses outlives a restart.",
    .remedy =
        "Enable fail2ban with a jail for sshd that reads where sshd logs "
        "(backend = systemd where there is no auth.log), set maxretry, "
        "findtime and bantime, and see that ignoreip names loopback only. "
        "fail2ban-client status sshd shows what it has counted.",
    .needs = {Capability::kSsh, Capability::kPassword},
    .uses = {Resource::kNetwork},
    .shares = {Resource::kAccounts, Resource::kSshLogin},
    .parameters = {"lockout.ban_after", "lockout.ban_seconds",
                   "lockout.ban_within", "lockout.unban"},
    .peer = true, .waits = std::chrono::seconds(100),
    .timeout = std::chrono::seconds(480)) {
  IEC_OBTAIN(const Policy policy, PolicyOf(dut));
  if (policy.attempts == 0) {
    return NotApplicable("the profile declares that no address is shut out");
  }
  if (!policy.see_the_end) {
    Note("the end of the ban was not waited for: --slow does");
  }
  IEC_OBTAIN(Peer* const peer, dut.peer());
  NotePeer(*peer);
  const auto& addresses = peer->welcome().addresses;
  IEC_CONTROL(addresses.size() >= 2,
              "the peer has two addresses, one of which stays served",
              fmt::format("{} of them", addresses.size()));
  IEC_OBTAIN(const Profile seen, AsPeerSeesIt(dut.profile(), *peer));
  // One is locked by the guesses; the other one logs in rightly.
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(2));
  Account& victim = accounts[0];
  Account& honest = accounts[1];
  const std::string nobody = "iecnone" + RandomFrom("abcdefghijkmnpqrstuvw", 8);
  for (const HumanInterface& interface : seen.interfaces) {
    Profile one = seen;
    one.interfaces = {interface};
    IEC_OBTAIN(const auto paths,
               LoginPathsFrom(*peer, addresses[0], one, honest.name));
    IEC_CONTROL(!paths.empty(), "SSH takes a password",
                "no such method is offered");
    BanTrial trial(dut, *peer, policy, paths.front(), NameOf(interface));
    trial.Try(addresses[0], addresses[1], "a user that is not there", nobody,
              honest, /*watch=*/false);
    trial.Try(addresses[1], addresses[0], "a user that is there", victim.name,
              honest, /*watch=*/true);
  }
}

}  // namespace iec
