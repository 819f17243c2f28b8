// SPDX-License-Identifier: Apache-2.0
// Ways in that begin with a key.
#ifndef IEC_LIB_DUT_KEY_PATHS_H_
#define IEC_LIB_DUT_KEY_PATHS_H_

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/login.h"

namespace iec {

// The SSH interfaces whose server takes keys, with a key and then with whatever
// is demanded after it. An attempt there needs its `key`.
Result<std::vector<LoginPath>> KeyPaths(const Profile& profile,
                                        const std::string& user);

}  // namespace iec

#endif  // IEC_LIB_DUT_KEY_PATHS_H_
