// SPDX-License-Identifier: Apache-2.0
#include "lib/record/lava_log.h"

#include <algorithm>

namespace iec {
namespace {

constexpr char kForeign = '\x01';

// Hex digits that follow the escape letters of YAML's double-quoted style.
size_t HexDigitsAfter(char letter) {
  switch (letter) {
    case 'x':
      return 2;
    case 'u':
      return 4;
    case 'U':
      return 8;
    default:
      return 0;
  }
}

}  // namespace

// The dispatcher puts a backslash before each quote that a device prints, and
// before nothing else; then the whole is written as YAML.
void RemoveDispatchersEscapes(std::string& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) return;
  }
  size_t end = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"';
    if (!escape) text[end++] = text[i];
  }
  text.resize(end);
}

bool UnwrapLavaLog(std::string_view line, std::string& out) {
  constexpr std::string_view kMessage = "\"msg\": \"";
  if (line.starts_with("- ")) line.remove_prefix(2);
  if (!line.starts_with("{\"dt\": \"")) return false;
  const size_t begin = line.find(kMessage);
  if (begin == std::string_view::npos) return false;
  line.remove_prefix(begin + kMessage.size());
  out.clear();
  for (size_t i = 0; i < line.size() && line[i] != '"'; ++i) {
    if (line[i] != '\\') {
      out += line[i];
      continue;
    }
    if (++i == line.size()) break;
    const char letter = line[i];
    const bool itself =
        letter == '"' || letter == '\\' || letter == '/' || letter == ' ';
    out += itself ? letter : kForeign;
    i = std::min(i + HexDigitsAfter(letter), line.size() - 1);
  }
  RemoveDispatchersEscapes(out);
  return true;
}

}  // namespace iec
