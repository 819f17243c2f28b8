// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/dut/as_user.h"
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

}  // namespace

IEC_TEST_CASE(
    EDR_2_4, broken_code_is_refused, .plan = "EDR2.4.t1",
    .title = "Mobile code that is not intact does not run",
    .tried =
        "The supplier's loader is given an intact item of each technology, "
        "and copies of it that differ: in one bit at four places, by a line "
        "behind it, by a byte less, in the signature. A temporary user "
        "without any role gives it the intact one, and tries to write where "
        "it takes its items from; sudo is asked whether it would start the "
        "loader for that user. Where no mobile code is declared: runtimes "
        "of known technologies are looked for by name on the disk, among the "
        "processes and in the kernel's binfmt_misc.",
    .passes_when =
        "The intact item runs, which it says itself; no other one does, not "
        "even before it is refused; and only those who are declared have it "
        "run. Not applicable where none is declared and nothing is there "
        "that runs it.",
    .not_covered =
        "The policy itself: bring the list of technologies, and who may "
        "transfer code where. Scripts that somebody with a login writes for "
        "python or a shell; runtimes inside an application or under another "
        "name; code that is broken in a way that its check does not see.",
    .remedy =
        "Verify each item's signature over all of its bytes before any of it "
        "runs; let only the declared users start the loader or write where "
        "it takes items from. Declare mobile_code, or remove what the "
        "message names.",
    .shares = {Resource::kAccounts},
    .parameters = {"mobile_code.run", "mobile_code.intact", "mobile_code.says",
                   "mobile_code.signature", "mobile_code.users",
                   "mobile_code.places"},
    .timeout = std::chrono::seconds(120)) {
  if (!MobileCodeIsDeclared(dut.profile())) return;
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
