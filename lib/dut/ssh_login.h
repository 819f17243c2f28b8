// SPDX-License-Identifier: Apache-2.0
// A login over SSH up to the end of the authentication. What is done with the
// connection then, if anything, is for the test to say.
#ifndef IEC_LIB_DUT_SSH_LOGIN_H_
#define IEC_LIB_DUT_SSH_LOGIN_H_

#include <optional>

#include "lib/base/result.h"
#include "lib/dut/login.h"
#include "lib/dut/ssh_session.h"

namespace iec {

struct SshAdmission {
  // Granted where the server took the proof, which is not yet a session: it
  // may still refuse to run anything. There is no uid.
  LoginOutcome outcome;
  std::optional<SshSession> session;  // where granted
};

// An Error where the way in could not be tried.
Result<SshAdmission> AuthenticateOverSsh(const LoginPath& path,
                                         const LoginAttempt& attempt);

}  // namespace iec

#endif  // IEC_LIB_DUT_SSH_LOGIN_H_
