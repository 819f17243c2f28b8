// SPDX-License-Identifier: Apache-2.0
// The failed logins of an account as pam_faillock counts them.
#ifndef IEC_LIB_DUT_FAILED_LOGINS_H_
#define IEC_LIB_DUT_FAILED_LOGINS_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Makes each failure on record for this user so many seconds older, as if the
// time had passed; how many that were. 0 where the device keeps none in that
// form. For temporary users only.
Result<int> AgeFailedLogins(const std::string& user, int64_t seconds);
// The same for one record, whoever's it is: the undo has to keep it. 0 where
// it is not there, an Error where it has another form.
Result<int> AgeFailuresInRecord(const std::string& path, int64_t seconds);

// Where records of this user are, there or not: in the directory of
// faillock.conf, and in those that PAM services have for themselves (dir=,
// conf=).
std::vector<std::string> FailedLoginRecords(const std::string& user);
std::set<std::string> FailedLoginDirectories(
    const std::string& faillock_conf = "/etc/security/faillock.conf",
    const std::string& pam_directory = "/etc/pam.d");

// Settings that have members of a group not locked, as root is not, each as
// "admin_group = GROUP": of faillock.conf, and of the rules of PAM services.
std::vector<std::string> ExemptFromLocks(
    const std::string& faillock_conf = "/etc/security/faillock.conf",
    const std::string& pam_directory = "/etc/pam.d");

// How many failures not older than `seconds` there are in the record that has
// most of them.
Result<int64_t> RecentFailures(const std::string& user, int64_t seconds);
// Of the bytes of a record: those from that time on, in seconds since 1970.
Result<int64_t> RecentFailuresIn(std::string_view record, int64_t since);

// The bytes of such a record with each time that much earlier; an Error where
// it has another form.
Result<std::string> WithOlderFailures(std::string_view record, int64_t seconds,
                                      int* failures);

// Where faillock.conf says that they are.
std::string FailedLoginDirectory(std::string_view faillock_conf);

}  // namespace iec

#endif  // IEC_LIB_DUT_FAILED_LOGINS_H_
