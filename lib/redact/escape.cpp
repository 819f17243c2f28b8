// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/escape.h"

#include <algorithm>

#include "lib/redact/byte_kind.h"

namespace iec {
namespace {

constexpr size_t kMaxBackslashes = 16;
constexpr size_t kLongestSequence = 32;

bool IsBetween(char c, char low, char high) { return c >= low && c <= high; }

size_t Backslashes(std::string_view text) {
  text = text.substr(0, kMaxBackslashes);
  return std::min(text.find_first_not_of('\\'), text.size());
}

// ESC, raw or spelled out.
size_t EscLength(std::string_view text) {
  if (text.starts_with('\x1b')) return 1;
  const size_t slashes = Backslashes(text);
  if (slashes == 0) return 0;
  for (const std::string_view spelled :
       {"e", "x1b", "x1B", "u001b", "u001B", "033"}) {
    if (text.substr(slashes).starts_with(spelled)) {
      return slashes + spelled.size();
    }
  }
  return 0;
}

}  // namespace

size_t SequenceLength(std::string_view text) {
  const size_t begin = EscLength(text);
  if (begin == 0 || begin >= text.size()) return 0;
  const std::string_view rest = text.substr(begin, kLongestSequence);
  // The choice of a character set: ESC ( B.
  if (IsBetween(rest[0], '(', '+')) {
    return begin + std::min<size_t>(2, rest.size());
  }
  if (rest[0] != '[') return 0;
  size_t end = 1;
  while (end < rest.size() && IsBetween(rest[end], ' ', '?')) ++end;
  if (end < rest.size() && IsBetween(rest[end], '@', '~')) ++end;
  return begin + end;
}

size_t EscapeTail(std::string_view text) {
  if (text.empty()) return 0;
  switch (text[0]) {
    case 'x':
      return std::min<size_t>(3, text.size());
    case 'u':
      return std::min<size_t>(5, text.size());
    case 'n':
    case 'r':
    case 't':
    case 'b':
    case 'f':
    case 'e':
    case '"':
    case '/':
      return 1;
    default:
      return 0;
  }
}

size_t EscapeLength(std::string_view text) {
  if (const size_t sequence = SequenceLength(text)) return sequence;
  if (text.size() > 2 && text[0] == '%' && IsHex(text[1]) && IsHex(text[2])) {
    return 3;
  }
  const size_t slashes = Backslashes(text);
  return slashes % 2 == 0 ? slashes
                          : slashes + EscapeTail(text.substr(slashes));
}

std::string WithoutEscapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  size_t at = 0;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (const size_t sequence = SequenceLength(rest)) {
      at += sequence;
    } else if (const size_t slashes = Backslashes(rest)) {
      const size_t tail = EscapeTail(rest.substr(slashes));
      // A lone backslash is one of a path.
      out += tail == 0 ? '\\' : '\n';
      at += slashes + tail;
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace iec
