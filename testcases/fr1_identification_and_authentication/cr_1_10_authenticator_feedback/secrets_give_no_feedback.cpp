// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <functional>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/getty.h"
#include "lib/dut/secret_dialogue.h"
#include "lib/testcase/account_commands.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using Dialogue = std::function<Result<SecretDialogue>(const std::string&)>;

// A secret that is nobody's, the same kind of which a device would take.
Result<std::string> Canary(PromptKind /*kind*/, int /*times*/) {
  return RandomPassword();
}

void Judge(const std::string& where, const SecretDialogue& dialogue,
           bool masks) {
  std::string given;
  size_t keys_counted = 0;
  for (const TypedSecret& typed : dialogue.secrets) {
    std::string what = typed.to_be_shown
                           ? "the server has it shown"
                           : GivenAwayByKeys(typed.secret, typed.while_typed);
    if (what.empty()) what = GivenAway(typed.secret, typed.after);
    if (!what.empty()) {
      given += fmt::format("{}at '{}': {}", given.empty() ? "" : "; ",
                           Printable(typed.prompt, 80), what);
    }
    keys_counted += typed.while_typed.size();
  }
  Expect(given.empty(), where + ": nothing of a typed secret comes back",
         given.empty()
             ? fmt::format("nothing of {} secrets", dialogue.secrets.size())
             : given);
  if (masks) return;
  Expect(keys_counted == 0, where + ": no masks are shown in place of a secret",
         fmt::format("{} bytes came back", keys_counted));
}

// The same wrong secrets for a user that is there and for one that is not.
// False where nobody is asked for any.
bool TryBoth(const std::string& where, const std::string& user,
             const std::string& nobody, const Dialogue& hold, bool masks) {
  const auto known = hold(user);
  if (!Control(known.ok(), where + ": a secret is asked for",
               known.ok() ? "it is" : known.error().message)) {
    return false;
  }
  const auto unknown = hold(nobody);
  if (known->secrets.empty() && unknown.ok() && unknown->secrets.empty()) {
    Note(where + ": nobody is asked for anything: see CR 1.1");
    return false;
  }
  Judge(where, *known, masks);
  if (!unknown.ok()) {
    // Asked for nothing: that tells as well, if the other one was asked.
    Expect(false, where + ": a refusal does not tell whether there is a user",
           "for none: " + unknown.error().message);
    return true;
  }
  Judge(where + " for an unknown user", *unknown, masks);
  Expect(known->said == unknown->said,
         where + ": a refusal does not tell whether there is a user",
         known->said == unknown->said
             ? "said to both: " + Printable(known->said, 200)
             : "for a user: " + Printable(known->said, 200) +
                   "; for none: " + Printable(unknown->said, 200));
  return true;
}

// Failures add up, and a lock of an account must not tell that there is one.
void TryUntilLocked(const std::string& where, const std::string& user,
                    const std::string& nobody, const Dialogue& hold,
                    int64_t failures) {
  for (int64_t i = 0; i < failures; ++i) {
    const auto known = hold(user);
    const auto unknown = hold(nobody);
    const bool same = known.ok() && unknown.ok() ? known->said == unknown->said
                                                 : known.ok() == unknown.ok();
    const auto said = [](const Result<SecretDialogue>& dialogue) {
      return dialogue.ok() ? Printable(dialogue->said, 200)
                           : "asked for nothing: " + dialogue.error().message;
    };
    if (!Expect(same,
                where + ": the refusal of a locked account does not tell that "
                        "there is a user",
                fmt::format("for a user: {}; for none: {}", said(known),
                            said(unknown)))) {
      return;
    }
  }
}

// That an account is disabled is told to nobody who has not proven to be its
// owner.
void TryDisabled(const std::string& where, const Profile& profile,
                 const std::string& user, const std::string& nobody,
                 const Dialogue& hold) {
  const auto disabled = ManageAccount(profile, "accounts.disable", user);
  if (!disabled.ok()) return Obstacle(disabled.error().message);
  if (!*disabled || !(*disabled)->Succeeded()) {
    return Note(where + ": no account was disabled: see CR 1.3");
  }
  const auto known = hold(user);
  const auto unknown = hold(nobody);
  const auto said = [](const Result<SecretDialogue>& dialogue) {
    return dialogue.ok() ? Printable(dialogue->said, 200)
                         : "asked for nothing: " + dialogue.error().message;
  };
  const bool same = known.ok() && unknown.ok() ? known->said == unknown->said
                                               : known.ok() == unknown.ok();
  Expect(same, where + ": a refusal does not tell that an account is disabled",
         fmt::format("for a disabled user: {}; for none: {}", said(known),
                     said(unknown)));
}

// The right secrets: what follows them is shown to who stands behind.
void TryRight(const LoginPath& path, Account& account) {
  const auto outcome = Login(path, account.Attempt(account.password));
  IEC_CONTROL(outcome.ok() && outcome->granted,
              path.name + ": the right secrets open a session",
              outcome.ok() ? outcome->detail : outcome.error().message);
  // Secrets have been replaced there.
  const bool shown = outcome->transcript.find("[secret]") != std::string::npos;
  Expect(!shown, path.name + ": nothing of the right secrets comes back",
         shown ? Printable(outcome->transcript, 200) : "nothing");
}

// A program that a user runs, and that asks for secrets.
void TryProgram(const std::string& where, const Account& runner,
                std::vector<std::string> argv, const std::string& user,
                const SecretAnswer& answer, size_t questions, bool masks,
                bool may_be_closed = false) {
  TerminalDialogue dialogue;
  dialogue.command.argv = std::move(argv);
  dialogue.command.run_as = {runner.uid, runner.gid, {}};
  dialogue.user = user;
  dialogue.answer = answer;
  dialogue.most_secrets = questions;
  const auto held = HoldDialogue(dialogue);
  // It may be there for one group, or ask nobody, which other tests judge.
  if (!held.ok() && may_be_closed) {
    return Note(where + ": " + held.error().message);
  }
  IEC_CONTROL(held.ok(), where + ": a secret is asked for",
              held.ok() ? "it is" : held.error().message);
  Judge(where, *held, masks);
}

void TryPrograms(Account& user, Account& other, bool masks) {
  // A change that succeeds: what is said about it counts as well.
  const std::string chosen = RandomPassword(user.password.size());
  TryProgram(
      "passwd", user, {"passwd"}, user.name,
      [&](PromptKind kind, int) -> Result<std::string> {
        if (kind == PromptKind::kNewPassword) return chosen;
        if (kind == PromptKind::kCode && user.factor != nullptr) {
          return user.factor->NextCode();
        }
        return user.password;
      },
      5, masks);
  if (FindProgram("su").ok()) {
    TryProgram("su", user, {"su", "-", other.name}, other.name, &Canary, 4,
               masks, /*may_be_closed=*/true);
  }
  if (FindProgram("sudo").ok()) {
    TryProgram("sudo", user, {"sudo", "-k", "true"}, user.name, &Canary, 2,
               masks, /*may_be_closed=*/true);
  }
}

Result<SecretDialogue> HoldAtGetty(const Getty& getty,
                                   const std::string& user) {
  TerminalDialogue dialogue;
  dialogue.command.argv = getty.argv;
  dialogue.user = user;
  dialogue.answer = &Canary;
  dialogue.getty = true;
  return HoldDialogue(dialogue);
}

std::string UnknownUser() {
  return "iect" + RandomFrom("abcdefghijklmnopqrstuvwxyz0123456789", 8);
}

}  // namespace

IEC_TEST_CASE(
    CR_1_10, secrets_give_no_feedback, .plan = "CR1.10.t1",
    .title = "Nothing of a secret is shown to who types it",
    .tried =
        "At each getty of the device, over SSH by each method, in passwd, and "
        "in su and sudo where an ordinary user is asked, every question for a "
        "secret is answered with a random one, "
        "key by key, and all that comes back is read: of passwords and codes, "
        "for a user and for a name that nobody has, until the user is locked; "
        "for a user whom accounts.disable has disabled, too. "
        "Then the right secrets.",
    .passes_when =
        "Neither while it is typed nor afterwards three characters in a row of "
        "a secret, or most of them one by one, come back (feedback.masks says "
        "whether others may in their place), no SSH server has an answer "
        "shown, and a refusal reads the same whether there is such a user, "
        "disabled or not.",
    .not_covered =
        "Where nobody is asked for a secret (CR 1.1); web pages, displays and "
        "keypads of the product; the time that a "
        "refusal takes; secrets in the logs; su tells users of the device "
        "which names there are, as the public table of accounts does.",
    .remedy =
        "Take echo_verification_code, expose_authtok with stdout, pam_echo and "
        "debug options out of the PAM service that the message names, give "
        "faillock.conf 'silent', and start gettys with a login program that "
        "switches the echo off.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin, Resource::kOldPasswords},
    .parameters = {"accounts.disable", "feedback.masks", "lockout.attempts"},
    .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(const bool masks, dut.profile().Flag("feedback.masks"));
  // The first failure has been there by then; with the last one it is locked.
  IEC_OBTAIN(const int64_t failures, dut.profile().Integer("lockout.attempts"));
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), first.name));
  const bool console = dut.profile().Declares(Capability::kConsole);
  const std::vector<Getty> gettys = console ? Gettys() : std::vector<Getty>();
  if (paths.empty()) {
    NotApplicable("the profile declares no interface where people log in");
    return;
  }
  // Each with a user of its own: failures add up to a lock.
  IEC_OBTAIN(auto users, dut.accounts().CreateSeveral(3 * paths.size() +
                                                      gettys.size() + 2));
  std::vector<std::function<void()>> tasks;
  auto user = users.begin();
  tasks.emplace_back(
      [&, other = &*user++] { TryPrograms(first, *other, masks); });
  for (const LoginPath& path : paths) {
    tasks.emplace_back([&, who = &*user++] { TryRight(path, *who); });
    if (path.kind != LoginPath::Kind::kSsh || path.method == "none") continue;
    if (path.key_first) {
      Note(path.name + ": without a key nothing is asked, of whomever");
      continue;
    }
    tasks.emplace_back([&, who = user++->name] {
      const std::string nobody = UnknownUser();
      const Dialogue hold = [&path](const std::string& name) {
        return HoldSshDialogue(path, name, &Canary);
      };
      if (!TryBoth(path.name, who, nobody, hold, masks)) return;
      TryUntilLocked(path.name, who, nobody, hold, failures);
    });
    tasks.emplace_back([&, who = user++->name] {
      TryDisabled(path.name, dut.profile(), who, UnknownUser(),
                  [&path](const std::string& name) {
                    return HoldSshDialogue(path, name, &Canary);
                  });
    });
  }
  for (const Getty& getty : gettys) {
    tasks.emplace_back([&, who = user++->name] {
      const std::string where = "console by " + getty.name;
      const std::string nobody = UnknownUser();
      const Dialogue hold = [&getty](const std::string& name) {
        return HoldAtGetty(getty, name);
      };
      const bool asks = TryBoth(where, who, nobody, hold, masks);
      // The same PAM service stands behind each of them.
      if (asks && &getty == &gettys.front()) {
        TryUntilLocked(where, who, nobody, hold, failures);
      }
    });
  }
  if (!gettys.empty()) {
    tasks.emplace_back([&, who = user++->name] {
      TryDisabled("console by " + gettys.front().name, dut.profile(), who,
                  UnknownUser(), [&gettys](const std::string& name) {
                    return HoldAtGetty(gettys.front(), name);
                  });
    });
  }
  InParallel(tasks.size(), [&tasks](size_t i) { tasks[i](); });
}

}  // namespace iec
