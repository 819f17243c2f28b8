// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/ssh_session.h"
#include "lib/testcase/account_commands.h"
#include "lib/testcase/check.h"
#include "lib/testcase/pam_judge.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/ssh_cases.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

constexpr char kDigits[] = "0123456789";

class Trial {
 public:
  Trial(const Way& way, Account& account, int64_t lock_after)
      : way_(way), account_(account), lock_after_(lock_after) {}

  void Try() {
    if (!BothOpen()) return;
    const std::string wrong = RandomPassword(account_.password.size());
    LoginAttempt attempt = account_.Attempt(account_.password);
    attempt.withhold_second_factor = true;
    if (!IsRefused("the password without a code", attempt)) return;
    attempt = account_.Attempt(account_.password);
    attempt.wrong_code = RandomFrom(kDigits, 6);
    if (!IsRefused("the password with a wrong code", attempt)) return;
    if (!IsRefused("a right code with a wrong password",
                   account_.Attempt(wrong))) {
      return;
    }
    if (!IsRefused("a right code without a password", account_.Attempt(""))) {
      return;
    }
    // What was refused was the proof, not the user.
    if (refused_ > 0) static_cast<void>(BothOpen());
  }

 private:
  bool BothOpen() {
    refused_ = 0;
    const auto outcome =
        AttemptBy(way_, account_, account_.Attempt(account_.password));
    return Control(outcome.ok() && outcome->granted,
                   way_.name + ": both factors together are accepted",
                   outcome.ok() ? outcome->detail : outcome.error().message);
  }

  // False where the trial cannot go on.
  bool IsRefused(std::string_view what, const LoginAttempt& attempt) {
    const bool one =
        attempt.withhold_second_factor || !attempt.wrong_code.empty();
    const auto outcome = one ? AttemptByOne(way_, account_, attempt)
                             : AttemptBy(way_, account_, attempt);
    if (!outcome.ok() || outcome->timed_out) {
      Obstacle(fmt::format(
          "{}: {}", way_.name,
          outcome.ok() ? outcome->detail : outcome.error().message));
      return false;
    }
    Expect(!outcome->granted, fmt::format("{}: {} is refused", way_.name, what),
           outcome->detail);
    // A success in between keeps the account from being locked.
    return ++refused_ < lock_after_ - 1 || BothOpen();
  }

  const Way& way_;
  Account& account_;
  int64_t lock_after_;
  int64_t refused_ = 0;
};

// A key is one factor, too, however it is kept.
void TryKey(const HumanInterface& interface, const Account& account,
            const SshKey& key) {
  SshTarget target;
  target.address = interface.address;
  target.port = interface.port;
  target.user = account.name;
  IEC_OBTAIN(SshSession session, SshSession::Connect(target));
  IEC_OBTAIN(const auto offered, session.AuthenticateByNothing());
  if (std::find(offered.methods.begin(), offered.methods.end(), "publickey") ==
      offered.methods.end()) {
    Note(interface.name + ": the server takes no keys");
    return;
  }
  IEC_OBTAIN(const auto answer, session.AuthenticateByKey(key));
  using Answer = SshAuthentication::Answer;
  const bool granted = answer.answer == Answer::kGranted;
  Expect(!granted,
         fmt::format("{}: a key alone opens no session", interface.name),
         granted                             ? "it was enough"
         : answer.answer == Answer::kPartial ? "more is demanded"
                                             : "refused");
}

// Whether one of the lists of methods is a key alone, or something else that a
// machine gives. `any`: whether such a thing is enough where no list is set.
bool OpensByOne(const std::string& lists, bool any) {
  for (const std::string& list : Split(lists, ' ')) {
    if (list == "any" && any) return true;
    if (list.find(',') != std::string::npos) continue;
    for (const std::string_view alone :
         {"publickey", "hostbased", "gssapi", "none"}) {
      if (list.starts_with(alone)) return true;
    }
  }
  return false;
}

// What cannot be tried from here, as the server would treat it.
void JudgeSshElsewhere(Dut& dut) {
  IEC_OBTAIN(
      const auto cases,
      SshCasesOf(dut, {"authenticationmethods", "pubkeyauthentication",
                       "hostbasedauthentication", "gssapiauthentication"}));
  for (const SshCase& one : cases) {
    IEC_OBTAIN(const std::string lists, one.Value("authenticationmethods"));
    bool any = false;
    for (const char* keyword :
         {"pubkeyauthentication", "hostbasedauthentication",
          "gssapiauthentication"}) {
      IEC_OBTAIN(const std::string value, one.Value(keyword));
      any = any || value == "yes";
    }
    Expect(!OpensByOne(lists, any),
           one.Name() + ": a key alone opens no session", lists);
  }
}

// Rules that let members of some groups off.
void TryMember(const Way& way, Account& member) {
  const auto both = AttemptBy(way, member, member.Attempt(member.password));
  IEC_CONTROL(both.ok() && both->granted,
              way.name + ": both factors of a member are accepted",
              both.ok() ? both->detail : both.error().message);
  LoginAttempt attempt = member.Attempt(member.password);
  attempt.withhold_second_factor = true;
  IEC_OBTAIN(const auto outcome, AttemptByOne(way, member, attempt));
  Expect(!outcome.granted,
         way.name +
             ": of a member of the groups of authorization.roles the password "
             "without a code is refused",
         outcome.detail);
}

// A device that enrols nobody asks for one factor, unless it lets nobody in.
void TryPasswordAlone(const Way& way, Account& account) {
  if (!way.path) return;
  const auto outcome = Login(*way.path, account.Attempt(account.password));
  if (!outcome.ok() || !outcome->granted) {
    Obstacle(way.name +
             ": the profile declares no second factor, and yet the password "
             "does not open a session");
    return;
  }
  Expect(false, way.name + ": the password without a code is refused",
         outcome->detail);
}

// A second factor that many have is a secret of none.
void JudgeFactors(const Account& one, const Account& other) {
  const bool shared = one.factor != nullptr && other.factor != nullptr &&
                      one.factor->IsSameAs(*other.factor);
  Expect(!shared, "each user who is enrolled has a second factor of his own",
         shared ? "two have the same" : "they have");
}

}  // namespace

IEC_TEST_CASE(
    CR_1_1_RE_2, one_factor_is_never_enough, .plan = "CR1.1RE2.t1",
    .title = "One factor alone opens no session, on any interface",
    .tried =
        "On each declared interface, and at su and sudo where access.elevation "
        "names them, a temporary user of its own gives both factors, then the "
        "password with no code and with a wrong one, then a right code with a "
        "wrong password and with none; a member of the groups of "
        "authorization.roles gives the password with no code. Where a way asks "
        "for a key and no code, the key takes the place of the code. Over SSH "
        "a key of the user's is given alone, and the server says what it would "
        "take "
        "always and where a Match of its settings holds. The PAM rules of "
        "these ways are read, and worked out for whatever their conditions "
        "(networks, terminals, groups, numbers) may say. sudo is asked for "
        "nothing but /bin/true. What the enrolment gives two users is "
        "compared.",
    .passes_when =
        "Both factors together are accepted and each one alone is refused, "
        "everywhere and under each condition, but for access.pam_exceptions; "
        "no two users have the same second factor.",
    .not_covered =
        "Whether the two factors are of different kinds and kept apart; smart "
        "cards (PKCS #11) and keys that ask for a touch; applications.",
    .remedy =
        "In the PAM service of the way that the message names both modules "
        "have to be 'required' (or their failures 'die' and 'bad'), for a "
        "wrong code as for none; in sshd_config let AuthenticationMethods "
        "name keyboard-interactive behind publickey.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"access.elevation", "access.pam_exceptions",
                   "authorization.roles", "lockout.attempts"},
    .timeout = std::chrono::seconds(300)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const int64_t lock_after, profile.Integer("lockout.attempts"));
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto ways, WaysOf(profile, first.name));
  if (!WayInIsDeclared(!ways.empty())) return;
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(ways.size()));
  IEC_OBTAIN(const SshKey key, GiveKey(first));
  for (const HumanInterface& interface : profile.interfaces) {
    if (interface.kind == HumanInterface::Kind::kSsh) {
      TryKey(interface, first, key);
    }
  }
  JudgeSshElsewhere(dut);
  ExpectBothFactorsOfEverybody(profile);
  const bool enrolled = profile.Declares(Capability::kSecondFactor);
  JudgeFactors(first, accounts.front());
  IEC_OBTAIN(const auto groups, GroupsOfRoles(profile));
  std::vector<Account> members;
  if (enrolled && !groups.empty()) {
    IEC_OBTAIN(members,
               dut.accounts().CreateSeveral(ways.size(), {.groups = groups}));
  }
  InParallel(ways.size() + members.size(), [&](size_t i) {
    if (i >= ways.size()) {
      TryMember(ways[i - ways.size()], members[i - ways.size()]);
    } else if (enrolled) {
      Trial(ways[i], accounts[i], lock_after).Try();
    } else {
      TryPasswordAlone(ways[i], accounts[i]);
    }
  });
}

}  // namespace iec
