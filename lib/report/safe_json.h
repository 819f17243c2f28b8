// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_REPORT_SAFE_JSON_H_
#define IEC_LIB_REPORT_SAFE_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace iec {

// Indented ASCII with a newline at its end. It may be printed where LAVA
// listens: no text of a device makes a signal (<LAVA_) or a record (IEC1), and
// bytes that are not UTF-8 become U+FFFD.
std::string SafeJson(const nlohmann::json& document);

}  // namespace iec

#endif  // IEC_LIB_REPORT_SAFE_JSON_H_
