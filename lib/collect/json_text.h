// SPDX-License-Identifier: Apache-2.0
// Values of simdjson as the texts that the readers compare; nothing outside
// of lib/collect includes this.
#ifndef IEC_LIB_COLLECT_JSON_TEXT_H_
#define IEC_LIB_COLLECT_JSON_TEXT_H_

#include <simdjson.h>

#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

// A text as it is, a number as it is written, true or false; empty for null,
// a list or a map. `buffer` holds what is no text.
std::string_view ScalarText(const simdjson::dom::element& element,
                            std::string& buffer);

// Holds the bytes that simdjson wants behind a document, and the document.
class JsonDocument {
 public:
  explicit JsonDocument(size_t max_bytes) : max_bytes_(max_bytes) {}

  // The whole of `json` is checked: syntax, UTF-8, depth, size.
  Result<simdjson::dom::element> Parse(std::string_view json);

 private:
  simdjson::dom::parser parser_;
  std::string padded_;
  size_t max_bytes_;
};

// Where in `json` it stops to be JSON: "line 3"; simdjson does not say.
Error NotJson(std::string_view json, simdjson::error_code code);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_JSON_TEXT_H_
