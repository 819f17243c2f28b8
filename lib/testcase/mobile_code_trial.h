// SPDX-License-Identifier: Apache-2.0
// Items of mobile code given to the device's own loader, intact and otherwise.
#ifndef IEC_LIB_TESTCASE_MOBILE_CODE_TRIAL_H_
#define IEC_LIB_TESTCASE_MOBILE_CODE_TRIAL_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/dut.h"
#include "lib/dut/process.h"

namespace iec {

enum class MobileCode {
  kDeclared,
  kAbsent,      // neither declared nor anything there that runs it
  kUndeclared,  // a finding, which has been recorded
};

// What the profile and the device say of it.
MobileCode LookForMobileCode(const Profile& profile);

struct MobileCodeItem {
  std::string path;
  std::string bytes;
  std::optional<std::string> signature;  // where it lies beside the item
};

class MobileCodeTrial {
 public:
  // An Error where the profile does not say how code is run.
  static Result<MobileCodeTrial> Prepare(Dut& dut);

  // The items of the parameter, of each technology one; an Error where there is
  // none.
  Result<std::vector<MobileCodeItem>> Read(std::string_view parameter) const;

  struct End {
    bool ran = false;  // the code itself has said so
    std::string detail;
  };
  // Gives the loader a copy under a name of its own. `who`: root where null.
  Result<End> Give(const MobileCodeItem& item, const Identity* who = nullptr);

  // One of them runs, as it must: false is an error of the test.
  bool IntactRuns(const MobileCodeItem& item);

 private:
  MobileCodeTrial() = default;

  std::vector<std::string> loader_;
  std::string says_;
  std::string suffix_;
  std::string directory_;
  const Profile* profile_ = nullptr;
  int number_ = 0;
};

// The same code with other bytes, each of them in another way: somewhere in it,
// behind it (which most code runs with all the same), or in its signature.
std::vector<std::pair<std::string, MobileCodeItem>> BrokenItems(
    const MobileCodeItem& item);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_MOBILE_CODE_TRIAL_H_
