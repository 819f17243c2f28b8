// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "lib/dut/failed_logins.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

struct Policy {
  int64_t attempts = 0;
  int64_t tolerance = 0;
  int64_t window = 0;  // seconds
  bool may_wait = false;
};
// For what is not measured.
constexpr int64_t kSlack = 10;

using Clock = std::chrono::steady_clock;

int64_t SecondsSince(Clock::time_point begin) {
  return std::chrono::ceil<std::chrono::seconds>(Clock::now() - begin).count();
}

class WindowTrial {
 public:
  WindowTrial(const LoginPath& path, Account& account, const Policy& policy)
      : path_(path), account_(account), policy_(policy) {}

  void Try() {
    if (!Opens("the right password opens")) return;
    TryBeyond();
    if (!failed_) TryWithin();
  }

 private:
  std::string Text(std::string_view what) const {
    return fmt::format("{}: {}", path_.name, what);
  }
  bool Opens(std::string_view what) {
    std::string detail;
    const bool opens =
        OpensSession(path_, account_, account_.password, &detail);
    return Control(opens, Text(what), detail);
  }
  bool Wrong(int64_t times);
  // Lets the failures become older, where that can be done.
  bool Pass(int64_t seconds);
  std::optional<Answer> Right() {
    return TryLogin(path_, account_, account_.password);
  }
  void TryBeyond();
  void TryWithin();

  const LoginPath& path_;
  Account& account_;
  const Policy& policy_;
  bool failed_ = false;
  int64_t longest_ = 0;  // that a login took
};

bool WindowTrial::Wrong(int64_t times) {
  for (int64_t i = 0; i < times; ++i) {
    const auto begin = Clock::now();
    const auto answer =
        TryLogin(path_, account_, RandomPassword(account_.password.size()));
    if (!answer ||
        !Expect(!answer->granted, Text("a wrong password is refused"),
                answer->detail)) {
      failed_ = true;
      return false;
    }
    longest_ = std::max(longest_, SecondsSince(begin));
  }
  return true;
}

bool WindowTrial::Pass(int64_t seconds) {
  const auto aged = AgeFailedLogins(account_.name, seconds);
  if (!aged.ok()) {
    Obstacle(aged.error().message);
  } else if (*aged > 0) {
    return true;
  } else if (policy_.may_wait) {
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    return true;
  }
  return false;
}

// As many as may be, the window's time, and one more.
void WindowTrial::TryBeyond() {
  const int64_t before = policy_.attempts - 1 - policy_.tolerance;
  if (before < 1) {
    Note("one failure locks: there is nothing to forget");
    return;
  }
  if (!Wrong(before)) return;
  if (!Pass(policy_.window + 5)) {
    // No record of them, and no time to wait. Whether they count at all is
    // seen next.
    static_cast<void>(Right());
    return;
  }
  if (!Wrong(1)) return;
  const auto answer = Right();
  if (!answer) return;
  failed_ = !Expect(answer->granted,
                    Text("failures that are older than the window are "
                         "forgotten"),
                    answer->detail);
}

// The same with less time between: they lock.
void WindowTrial::TryWithin() {
  const int64_t most = policy_.attempts + policy_.tolerance;
  const auto begin = Clock::now();
  if (!Wrong(std::max<int64_t>(most - 1, 1))) return;
  // Two logins are to come.
  const int64_t between = std::max<int64_t>(
      policy_.window - SecondsSince(begin) - 2 * longest_ - kSlack, 1);
  const auto aged = Clock::now();
  const bool passed = Pass(between);
  const int64_t in_fact = passed ? between - SecondsSince(aged) : 0;
  if (most > 1 && !Wrong(1)) return;
  const auto answer = Right();
  if (!answer) return;
  if (answer->granted &&
      SecondsSince(begin) + std::max<int64_t>(in_fact, 0) >= policy_.window) {
    return Obstacle(Text("the logins took longer than the window"));
  }
  Expect(!answer->granted,
         Text(passed ? "failures within the window count together"
                     : "failures in a row count together"),
         answer->detail);
  if (!answer->granted && !passed) {
    Obstacle(Text(fmt::format(
        "a window of {} s would have to be waited for: --slow does, and "
        "lockout.window_seconds may be less",
        policy_.window)));
  }
}

}  // namespace

IEC_TEST_CASE(
    CR_1_11, failures_count_within_the_window, .plan = "CR1.11.t2",
    .title = "Failed logins count together within a window of time only",
    .tried =
        "On each declared interface, with a temporary user of its own: one "
        "wrong password fewer than the limit, then a time longer than the "
        "window, one more wrong one and the right one; then the same with a "
        "time shorter than the window. The time passes in the account's own "
        "record of failures (pam_faillock), whose times are set back; with "
        "--slow and another record it is waited for.",
    .passes_when =
        "The right password opens where the failures are spread beyond the "
        "declared window, and is refused where they are within it.",
    .not_covered =
        "That the count survives a restart of the device; mechanisms with "
        "other records than pam_faillock's, without --slow.",
    .remedy =
        "Set fail_interval in /etc/security/faillock.conf to the declared "
        "lockout.window_seconds, and take fail_interval= and dir= out of the "
        "PAM service of the interface that the message names.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"lockout.attempts", "lockout.tolerance",
                   "lockout.window_seconds"},
    .timeout = std::chrono::seconds(300)) {
  Policy policy;
  IEC_OBTAIN(policy.attempts, dut.profile().Integer("lockout.attempts"));
  IEC_OBTAIN(policy.tolerance, dut.profile().Integer("lockout.tolerance"));
  IEC_OBTAIN(policy.window, dut.profile().Integer("lockout.window_seconds"));
  policy.may_wait = dut.slow();
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(paths.size() - 1));
  accounts.push_back(std::move(first));
  InParallel(paths.size(), [&](size_t i) {
    WindowTrial(paths[i], accounts[i], policy).Try();
  });
}

}  // namespace iec
