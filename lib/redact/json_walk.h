// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_REDACT_JSON_WALK_H_
#define IEC_LIB_REDACT_JSON_WALK_H_

#include <functional>
#include <string>
#include <string_view>

namespace iec {

// What is deeper is taken for no JSON.
inline constexpr int kMaxJsonDepth = 64;

struct JsonChange {
  // What takes the place of a text under this key, or of a number that is
  // secret. Everything below a secret key stands under that one.
  std::function<std::string(std::string_view key, const std::string& value)>
      value;
  // What takes the place of a key.
  std::function<std::string(const std::string& key)> key;
};

// Gives each text and each key of a JSON object or array to `change`, and puts
// the document with what it returns into `out` unless that is null. The order
// of keys stays. False where `text` is neither: nothing has been called then.
bool WalkJson(std::string_view text, const JsonChange& change,
              std::string* out);

// Whether this may only have been meant to be JSON: an object or an array of
// objects or texts begins here.
bool BeginsAsJson(std::string_view text);

// Keys whose whole value is the name of a person.
bool IsPersonKey(std::string_view key);

}  // namespace iec

#endif  // IEC_LIB_REDACT_JSON_WALK_H_
