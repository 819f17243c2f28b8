// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/strict_json.h"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "lib/base/text.h"

namespace iec {

using nlohmann::json;

Result<json> ParseStrictJson(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    return Error{"it holds a NUL, which no JSON does"};
  }
  constexpr int kMaxDepth = 16;
  std::vector<std::set<std::string>> keys;
  std::string wrong;
  const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
      case json::parse_event_t::array_start:
        if (depth >= kMaxDepth) wrong = "it is nested too deep";
        keys.emplace_back();
        break;
      case json::parse_event_t::object_end:
      case json::parse_event_t::array_end:
        keys.pop_back();
        break;
      case json::parse_event_t::key: {
        const std::string key = parsed.get<std::string>();
        if (!keys.back().insert(key).second) {
          wrong = "the key '" + Printable(key, 60) + "' comes twice";
        }
        break;
      }
      case json::parse_event_t::value:
        break;
    }
    return true;
  };
  json document = json::parse(text, watch, /*allow_exceptions=*/false);
  if (document.is_discarded()) return Error{"it is no JSON"};
  if (!wrong.empty()) return Error{wrong};
  if (!document.is_object()) return Error{"it is no JSON object"};
  return document;
}

Result<std::string> TextAt(const json& object, const char* key) {
  if (object.is_object()) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_string()) {
      return found->get<std::string>();
    }
  }
  return Error{fmt::format("it has no text '{}'", key)};
}

}  // namespace iec
