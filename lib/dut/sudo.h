// SPDX-License-Identifier: Apache-2.0
// Authentication at sudo: it asks who somebody is before it says that he is
// nobody to it. So nothing has to be granted to try it, and whoever may use it
// has /bin/true run.
#ifndef IEC_LIB_DUT_SUDO_H_
#define IEC_LIB_DUT_SUDO_H_

#include <string_view>

#include "lib/base/result.h"
#include "lib/dut/login.h"

namespace iec {

// `granted` where sudo has taken the proof, whatever it says then; there is no
// uid. An Error where there is no sudo or it says neither yes nor no.
Result<LoginOutcome> AuthenticateAtSudo(const Identity& who,
                                        const LoginAttempt& attempt);

// What sudo's words mean that it has ended with, or stops at.
enum class SudoAnswer { kTaken, kRefused, kUnclear };
SudoAnswer SudoAnswerIn(std::string_view said, bool succeeded);

}  // namespace iec

#endif  // IEC_LIB_DUT_SUDO_H_
