// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lib/testcase/check.h"
#include "lib/testcase/mobile_code_trial.h"
#include "lib/testcase/test_case.h"

namespace iec {

IEC_TEST_CASE(
    EDR_2_4_RE_1, code_of_unknown_origin_is_refused, .plan = "EDR2.4RE1.t1",
    .title = "Mobile code whose origin is not trusted does not run",
    .tried =
        "The supplier's loader is given an intact item of each technology, one "
        "without a signature, one that is signed by somebody whom the device "
        "does not trust, and, where signatures lie beside the items, an item "
        "with the signature of another one, with an empty one and with none.",
    .passes_when =
        "The item of the declared origin runs, which it says itself; no other "
        "one does, not even before it is refused. Not applicable where no "
        "mobile code is declared and nothing is there that runs it.",
    .not_covered =
        "How the supplier keeps the key that signs, and how one is revoked.",
    .remedy =
        "Let the loader run only what a key of its own store has signed, and "
        "keep in there the supplier's keys alone.",
    .shares = {Resource::kAccounts},
    .parameters = {"mobile_code.run", "mobile_code.intact",
                   "mobile_code.unsigned", "mobile_code.foreign",
                   "mobile_code.says", "mobile_code.signature"},
    .timeout = std::chrono::seconds(120)) {
  const MobileCode mobile_code = LookForMobileCode(dut.profile());
  if (mobile_code == MobileCode::kAbsent) {
    NotApplicable(
        "the profile declares no mobile_code, and nothing is there that runs "
        "it");
  }
  if (mobile_code != MobileCode::kDeclared) return;
  IEC_OBTAIN(auto trial, MobileCodeTrial::Prepare(dut));
  IEC_OBTAIN(const auto intact_ones, trial.Read("mobile_code.intact"));
  IEC_OBTAIN(const auto unsigned_ones, trial.Read("mobile_code.unsigned"));
  IEC_OBTAIN(const auto foreign_ones, trial.Read("mobile_code.foreign"));
  std::vector<std::pair<std::string_view, MobileCodeItem>> items;
  for (const MobileCodeItem& item : unsigned_ones) {
    items.push_back({"an item without a signature", item});
  }
  for (const MobileCodeItem& item : foreign_ones) {
    items.push_back({"an item that somebody else has signed", item});
  }
  for (const MobileCodeItem& intact : intact_ones) {
    if (!trial.IntactRuns(intact)) return;
    if (!intact.signature) continue;
    items.push_back({"an item with its signature taken away",
                     {intact.path, intact.bytes, std::nullopt}});
    items.push_back({"an item with an empty signature",
                     {intact.path, intact.bytes, std::string()}});
    const std::string other = unsigned_ones.front().bytes;
    items.push_back({"another item with this one's signature",
                     {intact.path, other, intact.signature}});
  }
  for (const auto& [what, item] : items) {
    IEC_OBTAIN(const auto end, trial.Give(item));
    Expect(!end.ran, fmt::format("{} does not run", what),
           fmt::format("{}: {}", item.path, end.detail));
  }
}

}  // namespace iec
