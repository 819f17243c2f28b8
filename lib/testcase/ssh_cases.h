// SPDX-License-Identifier: Apache-2.0
// Connections that a test cannot make, such as from another network or of a
// member of some group, as the server itself says what would hold for them.
#ifndef IEC_LIB_TESTCASE_SSH_CASES_H_
#define IEC_LIB_TESTCASE_SSH_CASES_H_

#include <set>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/dut.h"
#include "lib/dut/sshd_settings.h"

namespace iec {

struct SshCase {
  std::string match;  // "" for where no Match holds
  std::string connection;
  std::vector<SshdArgument> arguments;  // that the server was started with

  // "ssh by the settings of 'Match Group operator'"
  std::string Name() const;
  // The first value, empty where there is none.
  Result<std::string> Value(const std::string& keyword) const;
};

// One for each Match that says one of `keywords`, in the settings of any
// server, and one for no Match at each interface of the profile. A group that a
// Match names and nobody is in gets a temporary user. Empty where sshd is not
// there.
Result<std::vector<SshCase>> SshCasesOf(Dut& dut,
                                        const std::set<std::string>& keywords);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_SSH_CASES_H_
