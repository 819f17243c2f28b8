// SPDX-License-Identifier: Apache-2.0
// All ways by which people prove who they are: the logins, and what the profile
// names beside them.
#ifndef IEC_LIB_TESTCASE_WAYS_H_
#define IEC_LIB_TESTCASE_WAYS_H_

#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/account.h"
#include "lib/dut/login.h"
#include "lib/profile/profile.h"

namespace iec {

struct Way {
  std::string name;
  std::optional<LoginPath> path;  // none: sudo
};

// A control: the profile declares a console or SSH.
bool WayInIsDeclared(bool any);

// LoginPaths(), and su and sudo where access.elevation says so.
Result<std::vector<Way>> WaysOf(const Profile& profile,
                                const std::string& user);

// `granted` where the proof was taken: at sudo without a session.
Result<LoginOutcome> AttemptBy(const Way& way, const Account& account,
                               const LoginAttempt& attempt);

// The same by who lacks the second factor, or has a wrong one: where a way asks
// for a key and for no code, that is the key.
Result<LoginOutcome> AttemptByOne(const Way& way, const Account& account,
                                  const LoginAttempt& attempt);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_WAYS_H_
