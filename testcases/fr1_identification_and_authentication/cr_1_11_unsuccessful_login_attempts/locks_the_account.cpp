// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "lib/base/digest.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/pam_judge.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

struct Policy {
  int64_t attempts = 0;   // wrong ones that lock
  int64_t tolerance = 0;  // so many more or fewer are still in order
  seconds unlock{0};      // 0: an administrator unlocks
  bool see_the_end = true;
};

// A lock that ends this much before or after its time is on time: logins
// themselves take some seconds.
constexpr seconds kEarly{10};
constexpr seconds kLate{3};
// How long a lock is watched whose end is not waited for, and the longest
// one that is without --slow.
constexpr seconds kWatched{45};
constexpr seconds kLongestWait{60};

// One user on one way.
class Attempts {
 public:
  Attempts(const Way& way, Account& account, const Policy& policy)
      : way_(way), account_(account), policy_(policy) {}

 protected:
  std::string Text(std::string_view what) const {
    return fmt::format("{}: {}", way_.name, what);
  }

  // Whether the proof was taken; nothing where it could not be tried.
  std::optional<bool> Attempt(const std::string& password) {
    attempt_began_ = Clock::now();
    const auto answer = TryLogin(way_, account_, password);
    if (!answer) return std::nullopt;
    detail_ = answer->detail;
    last_attempt_ = Clock::now();
    return answer->granted;
  }

  std::optional<bool> Right() { return Attempt(account_.password); }

  bool RightOpensFirst() {
    const auto opens = Right();
    return opens && Control(*opens, Text("the right password opens"), detail_);
  }

  bool Wrong(int64_t times) {
    for (int64_t i = 0; i < times; ++i) {
      const auto granted = Attempt(RandomPassword(account_.password.size()));
      if (!granted) return false;
      if (!Expect(!*granted, Text("a wrong password is refused"), detail_)) {
        return false;
      }
    }
    return true;
  }

  const Way& way_;
  Account& account_;
  const Policy& policy_;
  std::string detail_;
  Clock::time_point attempt_began_;
  Clock::time_point last_attempt_;  // its end
};

// One failure fewer than the limit locks nothing, and a success sets the
// counter back.
class CounterTrial : public Attempts {
 public:
  using Attempts::Attempts;

  void Try() {
    if (!RightOpensFirst()) return;
    const int64_t allowed =
        std::max<int64_t>(policy_.attempts - 1 - policy_.tolerance, 0);
    // Twice: the second time only opens if the success in between has set
    // the counter back.
    for (const char* time : {"", ", again after a success"}) {
      if (!Wrong(allowed)) return;
      const auto opens = Right();
      if (!opens) return;
      Expect(*opens,
             Text(fmt::format("the right password still opens after {} wrong "
                              "ones{}",
                              allowed, time)),
             detail_);
      if (!*opens) return;
    }
  }
};

// Whoever has the password guesses codes; and who is locked at one door is
// locked at all of them.
class CodeTrial : public Attempts {
 public:
  CodeTrial(const Way& way, Account& account, const Policy& policy,
            const std::vector<Way>& ways)
      : Attempts(way, account, policy), ways_(ways) {}

  void Try() {
    if (!BothOpen() || !Lock()) return;
    // One after the other: two programs that take a code of one user at the
    // same time disturb each other, and one is refused for that.
    for (const Way& way : ways_) {
      if (!TryLocked(way)) return;
    }
  }

 private:
  bool BothOpen() {
    const auto outcome =
        AttemptBy(way_, account_, account_.Attempt(account_.password));
    if (!outcome.ok() || outcome->timed_out) {
      Obstacle(Text(outcome.ok() ? outcome->detail : outcome.error().message));
      return false;
    }
    asks_for_code_ = account_.factor != nullptr && !outcome->key_for_code;
    return Control(outcome->granted, Text("both right factors open"),
                   outcome->detail);
  }

  bool Lock() {
    const int64_t times = policy_.attempts + policy_.tolerance;
    return asks_for_code_ ? WrongCodes(times) : Wrong(times);
  }

  bool IsOver() const {
    return policy_.unlock > seconds(0) &&
           Clock::now() >= attempt_began_ + policy_.unlock;
  }

  // With a user who is locked, once more where that is over before the answer:
  // a new code may be half a minute away.
  bool TryLocked(const Way& way) {
    auto answer = TryLogin(way, account_, account_.password);
    if (answer && answer->granted && IsOver()) {
      if (!Lock()) return false;
      answer = TryLogin(way, account_, account_.password);
    }
    if (!answer) return false;
    if (answer->granted && IsOver()) {
      Obstacle(Text("a login took so long that the lock's time was over"));
      return false;
    }
    Expect(!answer->granted,
           fmt::format("{}: both right factors are refused after {} wrong {} "
                       "at {}",
                       way.name, policy_.attempts + policy_.tolerance,
                       asks_for_code_ ? "codes" : "passwords", way_.name),
           answer->detail);
    return true;
  }

  bool WrongCodes(int64_t times) {
    for (int64_t i = 0; i < times; ++i) {
      attempt_began_ = Clock::now();
      LoginAttempt attempt = account_.Attempt(account_.password);
      attempt.wrong_code = RandomFrom("0123456789", 6);
      const auto outcome = AttemptBy(way_, account_, attempt);
      if (!outcome.ok() || outcome->timed_out) {
        Obstacle(
            Text(outcome.ok() ? outcome->detail : outcome.error().message));
        return false;
      }
      if (!Expect(!outcome->granted, Text("a wrong code is refused"),
                  outcome->detail)) {
        return false;
      }
    }
    return true;
  }

  const std::vector<Way>& ways_;
  bool asks_for_code_ = false;  // a key may be there instead
};

class LockTrial : public Attempts {
 public:
  using Attempts::Attempts;

  void Try() {
    if (!RightOpensFirst()) return;
    if (!Wrong(policy_.attempts + policy_.tolerance)) return;
    const auto locked_at = Clock::now();
    const auto locked_from = attempt_began_;
    if (!StaysLocked("at once")) return;
    if (policy_.see_the_end) {
      SeeTheEnd(locked_from, locked_at);
    } else {
      std::this_thread::sleep_until(locked_at + kWatched);
      StaysLocked(fmt::format("{} s later", kWatched.count()));
    }
  }

 private:
  bool StaysLocked(std::string_view when) {
    const auto opens = Right();
    return opens && IsRefused(*opens, when);
  }

  bool IsRefused(bool opens, std::string_view when) const {
    return Expect(
        !opens,
        Text(fmt::format("the right password is refused {} after {} wrong ones",
                         when, policy_.attempts + policy_.tolerance)),
        detail_);
  }

  // The lock began between the two.
  void SeeTheEnd(Clock::time_point locked_from, Clock::time_point locked_at) {
    if (policy_.unlock > 2 * kEarly) {
      std::this_thread::sleep_until(locked_at + policy_.unlock - kEarly);
      const auto opens = Right();
      if (!opens) return;
      if (*opens && last_attempt_ >= locked_from + policy_.unlock) {
        // Other tests run beside this one.
        Obstacle(Text("a login took so long that the lock's time was over"));
        return;
      }
      if (!IsRefused(*opens, fmt::format("{} s before its time is over",
                                         kEarly.count()))) {
        return;
      }
    }
    std::this_thread::sleep_until(locked_at + policy_.unlock + kLate);
    const auto refused_at = last_attempt_;
    auto opens = Right();
    if (opens && !*opens) {
      // Some devices count from the last attempt, which is as good.
      std::this_thread::sleep_until(refused_at + policy_.unlock + kLate);
      opens = Right();
    }
    if (!opens) return;
    Expect(*opens,
           Text(fmt::format("the right password opens again after {} s",
                            policy_.unlock.count())),
           detail_);
  }
};

}  // namespace

IEC_TEST_CASE(
    CR_1_11, locks_the_account, .plan = "CR1.11.t1",
    .title = "Repeated wrong passwords lock the account for a time",
    .tried =
        "On each declared interface, and at su and sudo where access.elevation "
        "names them, with two temporary users of its own, and a third one who "
        "is a member of the groups of authorization.roles and does as the "
        "second, and a fourth one whose password is known and whose codes are "
        "guessed. The one: a wrong password fewer than the limit, "
        "then the right one, twice. The other: the limit of wrong ones, then "
        "the right one at once, shortly before the lock's time is over and "
        "after it. The fourth: the limit of wrong codes (of wrong passwords "
        "where none is asked for), then the right ones on every way. The PAM "
        "rules are read, and worked out for whatever their conditions "
        "(numbers, groups, networks) may say, and so is admin_group of "
        "pam_faillock.",
    .passes_when =
        "The account locks after exactly the declared number of consecutive "
        "wrong passwords on each way, and after so many wrong codes, and is "
        "locked on all ways then, a success sets the counter back, "
        "the right password is refused while it is locked and accepted after "
        "the declared time; and no condition exempts anybody, but for "
        "access.pam_exceptions.",
    .not_covered =
        "root, whose password no test knows (even_deny_root); accounts of "
        "essential functions that the supplier exempts from the "
        "lock, and passwords that a directory server checks.",
    .remedy =
        "Set deny, unlock_time and fail_interval in "
        "/etc/security/faillock.conf, and see that pam_faillock stands before "
        "(preauth) and after (authfail) the module that checks the password, "
        "in the PAM service of the way that the message names.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"access.elevation", "access.pam_exceptions",
                   "authorization.roles", "lockout.attempts",
                   "lockout.tolerance", "lockout.unlock_seconds"},
    .supersedes = {"TC_CR1.11_1", "TC_CR1.11_2"},
    .waits_for = "lockout.unlock_seconds",
    .timeout = std::chrono::seconds(400)) {
  ExpectLockOfEverybody(dut.profile());
  Policy policy;
  IEC_OBTAIN(policy.attempts, dut.profile().Integer("lockout.attempts"));
  IEC_OBTAIN(policy.tolerance, dut.profile().Integer("lockout.tolerance"));
  IEC_OBTAIN(const int64_t unlock,
             dut.profile().Integer("lockout.unlock_seconds"));
  policy.unlock = seconds(unlock);
  policy.see_the_end =
      unlock > 0 && (policy.unlock <= kLongestWait || dut.slow());
  if (!policy.see_the_end) {
    Note(unlock == 0 ? "no end of the lock: an administrator ends it"
                     : "the end of the lock was not waited for: --slow does");
  }
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  // One who may do more is guessed from another one's session as well.
  IEC_OBTAIN(const auto ways, WaysOf(dut.profile(), first.name));
  if (!WayInIsDeclared(!ways.empty())) return;
  // Two users on each way, so that the lock's time, which is the longest wait
  // of all tests, begins early.
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(2 * ways.size() - 1));
  accounts.push_back(std::move(first));
  IEC_OBTAIN(const auto groups, GroupsOfRoles(dut.profile()));
  std::vector<Account> members;
  if (!groups.empty()) {
    IEC_OBTAIN(members,
               dut.accounts().CreateSeveral(ways.size(), {.groups = groups}));
  }
  IEC_OBTAIN(auto guessed, dut.accounts().CreateSeveral(ways.size()));
  const size_t trials = accounts.size() + members.size();
  InParallel(trials + guessed.size(), [&](size_t i) {
    if (i >= trials) {
      const size_t k = i - trials;
      return CodeTrial(ways[k], guessed[k], policy, ways).Try();
    }
    if (i >= accounts.size()) {
      const size_t k = i - accounts.size();
      return LockTrial(ways[k], members[k], policy).Try();
    }
    const Way& way = ways[i / 2];
    if (i % 2 == 0) {
      LockTrial(way, accounts[i], policy).Try();
    } else {
      CounterTrial(way, accounts[i], policy).Try();
    }
  });
}

}  // namespace iec
