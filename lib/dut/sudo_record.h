// SPDX-License-Identifier: Apache-2.0
// What sudo remembers of who has proven to be who: sudoers_timestamp(5).
#ifndef IEC_LIB_DUT_SUDO_RECORD_H_
#define IEC_LIB_DUT_SUDO_RECORD_H_

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

// The file with all its records so much older; nothing where it holds none,
// or is of a version that we do not know, or the device was not running then.
std::optional<std::string> AgedSudoRecords(std::string_view bytes,
                                           std::chrono::seconds by);

// The same for the file of a temporary user, in place. An Error where there is
// none.
Status AgeSudoRecordsOf(const std::string& user, uid_t uid,
                        std::chrono::seconds by);

}  // namespace iec

#endif  // IEC_LIB_DUT_SUDO_RECORD_H_
