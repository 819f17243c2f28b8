// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_REDACT_JSON_WALK_H_
#define IEC_LIB_REDACT_JSON_WALK_H_

#include <functional>
#include <string>
#include <string_view>

namespace iec {

// Gives each text of a JSON object or array to `change`, with the key that it
// stands under, and puts the document with what `change` returns into `out`
// unless that is null. Keys stay, and so does their order. False where `text`
// is neither: nothing has been called then.
bool WalkJson(std::string_view text,
              const std::function<std::string(std::string_view,
                                              const std::string&)>& change,
              std::string* out);

// Keys whose whole value is a secret or the name of a person.
bool IsSecretKey(std::string_view key);
bool IsPersonKey(std::string_view key);

}  // namespace iec

#endif  // IEC_LIB_REDACT_JSON_WALK_H_
