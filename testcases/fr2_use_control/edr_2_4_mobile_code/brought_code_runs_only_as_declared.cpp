// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/as_user.h"
#include "lib/dut/bringers.h"
#include "lib/dut/brought_code.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/login.h"
#include "lib/dut/mounts.h"
#include "lib/dut/sudo_rules.h"
#include "lib/dut/walk.h"
#include "lib/testcase/check.h"
#include "lib/testcase/mobile_code_trial.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

constexpr size_t kMostPlaces = 10'000;

// What is in these directories, and a name that is free in each of them and of
// those below.
std::vector<std::string> NamesIn(const std::vector<std::string>& places) {
  constexpr char kFree[] = "/iec-item";
  std::vector<std::string> names;
  for (const std::string& place : places) {
    names.push_back(place + kFree);
    static_cast<void>(Walk(place, [&](const WalkObject& object) {
                        if (names.size() >= kMostPlaces) return WalkStep::kPass;
                        const bool directory = S_ISDIR(object.info.st_mode);
                        names.push_back(object.path + (directory ? kFree : ""));
                        return WalkStep::kDescend;
                      }).ok());
  }
  return names;
}

// Those who may neither have code run nor bring any.
void TryOthers(Dut& dut, MobileCodeTrial& trial,
               const std::vector<MobileCodeItem>& items) {
  IEC_OBTAIN(const auto account, dut.accounts().CreateTemporary());
  const Identity nobody_special{account.uid, account.gid, {}};
  IEC_OBTAIN(const auto loader, dut.profile().List("mobile_code.run"));
  for (const MobileCodeItem& intact : items) {
    IEC_OBTAIN(const auto end, trial.Give(intact, &nobody_special));
    Expect(!end.ran, "a user who may not have mobile code run is refused",
           end.detail);
    std::vector<std::string> command = loader;
    for (std::string& word : command) {
      if (word == "{file}") word = intact.path;
    }
    IEC_OBTAIN(const auto allowed, AllowedBySudo(account.name, {command}));
    Expect(allowed.empty(), "nor does sudo start the loader for such a user",
           allowed.empty() ? "it does not" : Join(allowed, ", "));
  }
  IEC_OBTAIN(const auto places, dut.profile().List("mobile_code.places"));
  const auto names = NamesIn(places);
  IEC_OBTAIN(const auto open, ChangeableBy(nobody_special, names));
  Expect(open.empty(), "such a user can put nothing where it is taken from",
         open.empty() ? fmt::format("{} places are closed", names.size())
                      : Printable(Join(open, ", "), 300));
}

void TryUsers(Dut& dut, MobileCodeTrial& trial,
              const std::vector<MobileCodeItem>& items,
              const std::vector<std::string>& groups) {
  AccountOptions options;
  options.groups = groups;
  IEC_OBTAIN(const auto account, dut.accounts().CreateTemporary(options));
  IEC_OBTAIN(const auto db, PasswdDb::Load());
  const User* user = db.FindUser(account.name);
  IEC_CONTROL(user != nullptr, "the temporary user is there", account.name);
  const Identity member = IdentityOf(*user, db);
  for (const MobileCodeItem& intact : items) {
    IEC_OBTAIN(const auto end, trial.Give(intact, &member));
    IEC_CONTROL(end.ran, "a user who may have mobile code run is obeyed",
                end.detail);
  }
}

// What the device makes of native code, which needs nothing to run it.
class NativeTrial {
 public:
  NativeTrial(BroughtCode code, std::vector<std::string> exempt)
      : code_(std::move(code)), exempt_(std::move(exempt)) {}

  // As somebody who has logged in there: a session may have a view of its own,
  // and directories that are made for it.
  void TryAfterLogin(const LoginPath& path, Account& account,
                     const PasswdDb& accounts) {
    const auto login =
        OpenLogin::Start(path, account.Attempt(account.password));
    const auto pids =
        ProcessesWhere([&](pid_t pid) { return BelongsTo(pid, account.uid); });
    auto bringer =
        pids.empty()
            ? std::nullopt
            : BringerOf(*std::max_element(pids.begin(), pids.end()), accounts);
    if (!bringer) {
      Note(fmt::format("{}: no session to look from, tried without one",
                       path.name));
      bringer.emplace();
      bringer->identity = {account.uid, account.gid, {}};
    }
    bringer->name = "a user without any role, " + path.name;
    IEC_OBTAIN(const bool own, code_.CanRunTheDevicesOwn(*bringer));
    IEC_CONTROL(own, "the same program runs where the device has it",
                bringer->name);
    Try(*bringer);
  }

  void Try(const Bringer& bringer) {
    IEC_OBTAIN(const auto outcome, code_.TryAs(bringer, exempt_));
    const std::string found =
        !outcome.ran.empty() ? Join(outcome.ran, ", ")
        : outcome.places.empty()
            ? "there is no place to put any"
            : fmt::format("{} places: {}", outcome.places.size(),
                          outcome.refusal);
    Expect(outcome.ran.empty(),
           fmt::format("what is brought by {} does not run",
                       Printable(bringer.name)),
           Printable(found, 600));
  }

 private:
  BroughtCode code_;
  std::vector<std::string> exempt_;
};

// Sticks and cards that are not there now.
void JudgeLaterMounts(const std::vector<std::string>& exempt) {
  const auto fstab = ReadFile("/etc/fstab");
  if (!fstab.ok()) return Note("no file systems are mounted on demand");
  std::vector<std::string> open = LaterMountsWithCode(*fstab);
  std::erase_if(open, [&](const std::string& place) {
    return std::find(exempt.begin(), exempt.end(), place) != exempt.end();
  });
  Expect(open.empty(), "what is mounted on demand does not run either",
         open.empty() ? "it does not" : Join(open, ", "));
}

void TryNativeCode(Dut& dut) {
  IEC_OBTAIN(const auto exempt, dut.profile().List("mobile_code.exec_ok"));
  for (const std::string& place : exempt) {
    Note("native code may run in " + place + ", as the profile declares");
  }
  JudgeLaterMounts(exempt);
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), first.name));
  IEC_OBTAIN(auto users, dut.accounts().CreateSeveral(
                             std::max<size_t>(paths.size(), 1) - 1));
  users.push_back(std::move(first));
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  IEC_OBTAIN(auto code, BroughtCode::Prepare(dut.undo()));
  NativeTrial trial(std::move(code), exempt);
  for (size_t i = 0; i < paths.size(); ++i) {
    trial.TryAfterLogin(paths[i], users[i], accounts);
  }
  // Tests that run beside have made users of their own since.
  IEC_OBTAIN(const auto accounts_now, PasswdDb::Load());
  for (const Bringer& bringer : AllBringers(accounts_now)) trial.Try(bringer);
}

}  // namespace

IEC_TEST_CASE(
    EDR_2_4, brought_code_runs_only_as_declared, .plan = "EDR2.4.t1",
    .title = "Code that is brought to the device runs only as declared",
    .tried =
        "A temporary user logs in on each declared interface, puts a program "
        "and a script wherever such a user may write, and starts them; the "
        "same as each account, and as each user that a service runs as, with "
        "that service's view of the file systems. What /etc/fstab has mounted "
        "on demand, sticks and cards, is read there, not tried. Where mobile "
        "code is "
        "declared, the supplier's loader is given an intact item of each "
        "technology, "
        "and copies of it that differ: in one bit at four places, by a line "
        "behind it, by a byte less, in the signature. A temporary user "
        "without any role gives it the intact one, and tries to write where "
        "it takes its items from; sudo is asked whether it would start the "
        "loader for that user. Where no mobile code is declared: runtimes "
        "of known technologies are looked for by name on the disk, among the "
        "processes and in the kernel's binfmt_misc.",
    .passes_when =
        "Native code runs in no such place but those of mobile_code.exec_ok. "
        "The intact item runs, which it says itself; no other one does, not "
        "even before it is refused; and only those who are declared have it "
        "run. Where none is declared, nothing is there that runs it.",
    .not_covered =
        "What udev or a desktop does when a stick is plugged in. "
        "The policy itself: bring the list of technologies, and who may "
        "transfer code where. Scripts that somebody with a login gives to "
        "python or a shell; rules for one service or user that only a "
        "security module knows; runtimes inside an application or under "
        "another name; code that is broken in a way that its check does not "
        "see.",
    .remedy =
        "Mount what others than root may write noexec, /run/user and a "
        "service's own directories included. Verify each item's signature over "
        "all of its bytes before any of it "
        "runs; let only the declared users start the loader or write where "
        "it takes items from. Declare mobile_code, or remove what the "
        "message names.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"mobile_code.exec_ok", "mobile_code.run",
                   "mobile_code.intact", "mobile_code.says",
                   "mobile_code.signature", "mobile_code.users",
                   "mobile_code.places"},
    .timeout = std::chrono::seconds(300)) {
  TryNativeCode(dut);
  if (LookForMobileCode(dut.profile()) != MobileCode::kDeclared) return;
  IEC_OBTAIN(auto trial, MobileCodeTrial::Prepare(dut));
  IEC_OBTAIN(const auto items, trial.Read("mobile_code.intact"));
  for (const MobileCodeItem& intact : items) {
    if (!trial.IntactRuns(intact)) return;
    for (const auto& [what, broken] : BrokenItems(intact)) {
      IEC_OBTAIN(const auto end, trial.Give(broken));
      Expect(!end.ran, fmt::format("the same code {} does not run", what),
             fmt::format("{}: {}", intact.path, end.detail));
    }
  }
  IEC_OBTAIN(const auto users, dut.profile().List("mobile_code.users"));
  TryOthers(dut, trial, items);
  if (!users.empty()) TryUsers(dut, trial, items, users);
}

}  // namespace iec
