// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_EVIDENCE_STRICT_JSON_H_
#define IEC_LIB_EVIDENCE_STRICT_JSON_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

// An object. A key that comes twice is an error, since two readers could take
// two meanings from one signed text; so is a NUL, behind which some read on and
// others do not, and what is nested deeper than 16.
Result<nlohmann::json> ParseStrictJson(std::string_view text);

// The text under `key` of an object; the error names the key.
Result<std::string> TextAt(const nlohmann::json& object, const char* key);

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_STRICT_JSON_H_
