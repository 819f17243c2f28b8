// SPDX-License-Identifier: Apache-2.0
// uuid: names that any run of the collector makes again from the same record.
#ifndef IEC_LIB_REPORT_UUID_H_
#define IEC_LIB_REPORT_UUID_H_

#include <string>
#include <string_view>

namespace iec {

// Version 5 of RFC 4122: by SHA-1 of `name_space`, itself a UUID, and `name`.
std::string UuidV5(std::string_view name_space, std::string_view name);

inline constexpr std::string_view kUuidOfUrls =
    "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

}  // namespace iec

#endif  // IEC_LIB_REPORT_UUID_H_
