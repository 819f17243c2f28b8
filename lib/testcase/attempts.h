// SPDX-License-Identifier: Apache-2.0
// Logins and password changes of temporary accounts, as test cases put them.
#ifndef IEC_LIB_TESTCASE_ATTEMPTS_H_
#define IEC_LIB_TESTCASE_ATTEMPTS_H_

#include <optional>
#include <string>

#include "lib/dut/account.h"
#include "lib/dut/login.h"
#include "lib/testcase/ways.h"

namespace iec {

// What a login came to.
struct Answer {
  bool granted = false;
  std::string detail;  // fit for evidence
};

// One login of `account` with this password and the right second factor.
// Where the device says neither yes nor no, which is no refusal, an obstacle
// is recorded and nothing is returned. A session under another uid than the
// account's is granted all the same, here and below: that CR 1.1 RE(1) judges.
std::optional<Answer> TryLogin(const LoginPath& path, Account& account,
                               const std::string& password);
// The same by any way, as AttemptBy() has it.
std::optional<Answer> TryLogin(const Way& way, Account& account,
                               const std::string& password);

// Whether that login opens a session; false also where it could not be tried.
// `detail` says what came of it.
bool OpensSession(const LoginPath& path, Account& account,
                  const std::string& password, std::string* detail);

// What is stored of the account's password: another text means another
// password. Empty where nothing is.
std::string StoredPasswordOf(const Account& account);

// A number of days at which a user may change a password that is declared to
// live from password.min_age_days to password.max_age_days.
Result<int> AgeToChangeAt(const Profile& profile);

// The user's own change from the account's password to `candidate`.
Result<PasswordChange> ChangeTo(const Account& account,
                                const std::string& candidate);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_ATTEMPTS_H_
