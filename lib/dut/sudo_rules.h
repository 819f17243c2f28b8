// SPDX-License-Identifier: Apache-2.0
// What sudo's rules let a user do, asked of sudo itself and not tried: what
// they let people do may have effects.
#ifndef IEC_LIB_DUT_SUDO_RULES_H_
#define IEC_LIB_DUT_SUDO_RULES_H_

#include <string>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Those of the commands, as text, that the user may give as root, with a
// password or without. Programs that are not there are left out; an Error
// where sudo does not answer, and none where there is no sudo.
Result<std::vector<std::string>> AllowedBySudo(
    const std::string& user,
    const std::vector<std::vector<std::string>>& commands);

}  // namespace iec

#endif  // IEC_LIB_DUT_SUDO_RULES_H_
