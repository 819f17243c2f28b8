// SPDX-License-Identifier: Apache-2.0
#include "lib/report/layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace iec {
namespace {

constexpr std::string_view kEllipsis = "...";

// What other programs look for on a console that a report is printed on.
constexpr std::string_view kRecordMagic = "IEC1";
constexpr std::string_view kSignal = "<LAVA_";

size_t LengthByFirstByte(unsigned char byte) {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  if (byte >= 0xf0 && byte < 0xf5) return 4;
  return 0;
}

// Neither overlong nor half of a surrogate pair nor beyond Unicode.
bool IsShortestForm(char32_t value, size_t length) {
  constexpr char32_t kLowest[] = {0, 0, 0x80, 0x800, 0x10000};
  return value >= kLowest[length] && value <= 0x10ffff &&
         !(value >= 0xd800 && value <= 0xdfff);
}

// The bytes of the first `count` code points.
std::string_view Head(std::string_view text, size_t count) {
  std::string_view rest = text;
  while (count-- > 0 && !rest.empty()) TakeCodePoint(rest);
  return text.substr(0, text.size() - rest.size());
}

}  // namespace

CodePoint TakeCodePoint(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const size_t length = LengthByFirstByte(first);
  char32_t value = length <= 1 ? first : first & (0xffu >> (length + 1));
  bool valid = length >= 1 && length <= text.size();
  for (size_t i = 1; valid && i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    valid = (byte & 0xc0) == 0x80;
    value = (value << 6) | (byte & 0x3fu);
  }
  valid = valid && IsShortestForm(value, length);
  CodePoint point{valid ? value : first, text.substr(0, valid ? length : 1),
                  valid};
  text.remove_prefix(point.bytes.size());
  return point;
}

bool MustBeEscaped(char32_t value) {
  return value < 0x20 || (value >= 0x7f && value < 0xa0) || value == 0x061c ||
         value == 0x200e || value == 0x200f ||
         (value >= 0x2028 && value <= 0x202e) ||
         (value >= 0x2066 && value <= 0x2069) || value == 0xfeff ||
         (value & 0xfffe) == 0xfffe;
}

std::string SafeText(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    if (text.starts_with(kRecordMagic)) {
      safe += "IEC-1";
      text.remove_prefix(kRecordMagic.size());
      continue;
    }
    if (text.starts_with(kSignal)) {
      safe += "\\x3c";
      text.remove_prefix(1);
      continue;
    }
    const CodePoint point = TakeCodePoint(text);
    if (!point.valid) {
      safe += fmt::format("\\x{:02x}", static_cast<unsigned>(point.value));
    } else if (point.value == '\n' || point.value == '\t') {
      safe += ' ';
    } else if (!MustBeEscaped(point.value)) {
      safe += point.bytes;
    } else if (point.value < 0x80) {
      safe += fmt::format("\\x{:02x}", static_cast<unsigned>(point.value));
    } else {
      safe += fmt::format("\\u{{{:04x}}}", static_cast<unsigned>(point.value));
    }
  }
  return safe;
}

size_t Width(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    TakeCodePoint(text);
    ++width;
  }
  return width;
}

std::string Fit(std::string_view text, size_t width) {
  if (Width(text) <= width) return std::string(text);
  const size_t kept = width - std::min(width, kEllipsis.size());
  return std::string(Head(text, kept)) +
         std::string(kEllipsis.substr(0, width - kept));
}

std::string Cell(std::string_view text, size_t width) {
  std::string cell = Fit(text, width);
  cell.append(width - Width(cell), ' ');
  return cell;
}

std::vector<std::string> Wrap(std::string_view text, size_t width) {
  width = std::max<size_t>(width, 1);
  std::vector<std::string> lines;
  std::string line;
  size_t used = 0;
  const auto end_line = [&] {
    lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  while (!text.empty()) {
    const size_t space = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (word.empty()) continue;
    const size_t length = Width(word);
    if (used > 0 && used + 1 + length > width) end_line();
    if (used > 0) {
      line += ' ';
      ++used;
    }
    for (size_t left = length; left > 0;) {
      const std::string_view piece = Head(word, std::min(left, width - used));
      line += piece;
      used += Width(piece);
      left -= Width(piece);
      word.remove_prefix(piece.size());
      if (left > 0) end_line();
    }
  }
  if (used > 0 || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace iec
