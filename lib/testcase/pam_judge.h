// SPDX-License-Identifier: Apache-2.0
// Rules of PAM by which some people are treated otherwise than those whom a
// test can be: who comes from another network, sits at another terminal, is in
// some group, has a number below 1000. Each is an expectation, but for the
// rules of access.pam_exceptions.
#ifndef IEC_LIB_TESTCASE_PAM_JUDGE_H_
#define IEC_LIB_TESTCASE_PAM_JUDGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/profile/profile.h"

namespace iec {

// Nobody is let in who gives no right secret, by a login, su or sudo.
void ExpectSecretOfEverybody(const Profile& profile);

// Where two factors are asked of some, one alone lets nobody in, by a login or
// a way of access.elevation.
void ExpectBothFactorsOfEverybody(const Profile& profile);

// Whoever `judges` (modules of `type`) say no to is refused, by `services` and
// those of a login.
void ExpectJudgedIsEverybody(const Profile& profile, const std::string& type,
                             const std::vector<std::string>& judges,
                             std::vector<std::string> services);

// Whoever is let in has passed each of `modules` that the service names, in its
// session part.
void ExpectSessionOfEverybody(const Profile& profile,
                              const std::vector<std::string>& modules);

// Wrong secrets are counted whoever gives them, and whoever is let in was seen
// not to be locked.
void ExpectLockOfEverybody(const Profile& profile);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_PAM_JUDGE_H_
