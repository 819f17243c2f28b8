// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lib/base/digest.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

bool IsAccepted(const Way& way, Account& account) {
  const auto outcome =
      AttemptBy(way, account, account.Attempt(account.password));
  return Control(outcome.ok() && outcome->granted,
                 way.name + ": a user who has enrolled is accepted",
                 outcome.ok() ? outcome->detail : outcome.error().message);
}

// Once with no code, as there is none, and once with one that is made up.
void TryStranger(const Way& way, Account& account) {
  for (const bool with_code : {false, true}) {
    LoginAttempt attempt = account.Attempt(account.password);
    if (with_code) attempt.wrong_code = RandomFrom("0123456789", 6);
    const auto outcome = AttemptByOne(way, account, attempt);
    if (!outcome.ok() || outcome->timed_out) {
      Obstacle(fmt::format(
          "{}: {}", way.name,
          outcome.ok() ? outcome->detail : outcome.error().message));
      return;
    }
    Expect(!outcome->granted,
           fmt::format("{}: the right password of a user who never enrolled "
                       "is refused{}",
                       way.name, with_code ? ", with a code, too" : ""),
           outcome->detail);
  }
}

}  // namespace

IEC_TEST_CASE(
    CR_1_1_RE_2, who_never_enrolled_stays_out, .plan = "CR1.1RE2.t2",
    .title = "A user who never enrolled cannot log in with a password",
    .tried =
        "A new user whom nobody has enrolled for the second factor gives the "
        "right password on each declared interface, and at su and sudo where "
        "access.elevation names them: with no code, and with one that is made "
        "up, and without a key where a way asks for one and no code; members "
        "of the groups of authorization.roles do so as well. "
        "A user who has enrolled is accepted there.",
    .passes_when =
        "The user who has enrolled is accepted and the other one refused, "
        "everywhere. A session that lets a user enrol and does nothing else "
        "is none.",
    .not_covered =
        "Who may enrol whom; what a session for enrolment lets somebody do "
        "beside it.",
    .remedy =
        "Take 'nullok' from pam_google_authenticator (or what lets users "
        "without an enrolment pass in another module), in the PAM service of "
        "the way that the message names.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"access.elevation", "authorization.roles"},
    .timeout = std::chrono::seconds(240)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto ways, WaysOf(profile, first.name));
  if (!WayInIsDeclared(!ways.empty())) return;
  // Each has a user of its own: what is refused may count against it.
  IEC_OBTAIN(auto strangers, dut.accounts().CreateSeveral(
                                 ways.size(), {.second_factor = false}));
  IEC_OBTAIN(auto others, dut.accounts().CreateSeveral(ways.size() - 1));
  others.push_back(std::move(first));
  // Rules may let members off.
  IEC_OBTAIN(const auto groups, GroupsOfRoles(profile));
  std::vector<Account> members;
  if (!groups.empty()) {
    IEC_OBTAIN(members,
               dut.accounts().CreateSeveral(
                   ways.size(), {.second_factor = false, .groups = groups}));
  }
  InParallel(ways.size() + members.size(), [&](size_t i) {
    if (i >= ways.size()) {
      TryStranger(ways[i - ways.size()], members[i - ways.size()]);
    } else if (IsAccepted(ways[i], others[i]))
      TryStranger(ways[i], strangers[i]);
  });
}

}  // namespace iec
