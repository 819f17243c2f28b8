// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_EVIDENCE_BASE64_H_
#define IEC_LIB_EVIDENCE_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace iec {

std::string Base64(std::string_view bytes);  // with padding, on one line

// Only what Base64() writes, or the same in the URL-safe alphabet, which DSSE
// allows as well; nothing for anything else.
std::optional<std::string> FromBase64(std::string_view coded);

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_BASE64_H_
