// SPDX-License-Identifier: Apache-2.0
// What sudo's rules let a user do, asked of sudo itself and not tried: what
// they let people do may have effects.
#ifndef IEC_LIB_DUT_SUDO_RULES_H_
#define IEC_LIB_DUT_SUDO_RULES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Those of the commands, as text, that the user may give as root, with a
// password or without. Programs that are not there are left out; an Error
// where sudo does not answer, and none where there is no sudo.
Result<std::vector<std::string>> AllowedBySudo(
    const std::string& user,
    const std::vector<std::vector<std::string>>& commands);

// Of `sudo -l -U USER`, in which aliases are dissolved, the rules by which a
// proof is good for longer: "timestamp_timeout=-1", where the last one counts,
// and "Defaults!/usr/bin/less timestamp_timeout=60" for what is bound to
// commands or (>) to whom one acts as.
std::vector<std::string> LongerProofsIn(std::string_view listing,
                                        int64_t seconds);
// The same of a user; none where he may do nothing by sudo or is not there.
std::vector<std::string> LongerProofsOf(const std::string& user,
                                        int64_t seconds);
// Whom one acts as by such a rule, if it is about one user and no more, and his
// name is fit for a command line; else "".
std::string_view BoundTo(std::string_view rule);

}  // namespace iec

#endif  // IEC_LIB_DUT_SUDO_RULES_H_
