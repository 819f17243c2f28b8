// SPDX-License-Identifier: Apache-2.0
#include "lib/report/safe_json.h"

#include <nlohmann/json.hpp>

namespace iec {

std::string SafeJson(const nlohmann::json& document) {
  const std::string text = document.dump(
      2, ' ', /*ensure_ascii=*/true, nlohmann::json::error_handler_t::replace);
  std::string out;
  out.reserve(text.size() + 1);
  for (size_t i = 0; i < text.size(); ++i) {
    // Both can only stand inside strings.
    if (text[i] == '<') {
      out += "\\u003c";
    } else if (text.compare(i, 4, "IEC1") == 0) {
      out += "\\u0049";
    } else {
      out += text[i];
    }
  }
  out += '\n';
  return out;
}

}  // namespace iec
