// SPDX-License-Identifier: Apache-2.0
#include "lib/report/html_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/report/layout.h"

namespace iec {
namespace {

// A report may be printed where others look for records (layout.h): the
// reference is the same letter to a browser and none to them.
constexpr std::string_view kRecordMagic = "IEC1";
constexpr std::string_view kDefusedMagic = "IEC&#49;";

// Beside what could harm a terminal: characters that nobody sees.
bool IsUnseen(char32_t value) {
  return value == 0xad || value == 0x034f || value == 0x115f ||
         value == 0x1160 || value == 0x180e ||
         (value >= 0x200b && value <= 0x200f) ||
         (value >= 0x2060 && value <= 0x206f) || value == 0x3164 ||
         value == 0xffa0 || (value >= 0xfff9 && value <= 0xfffb) ||
         (value >= 0xfdd0 && value <= 0xfdef) ||
         (value >= 0xe0000 && value <= 0xe0fff);
}

// Empty where the character may stand as it is.
std::string Escape(const CodePoint& point) {
  const auto number = static_cast<unsigned>(point.value);
  if (!point.valid) return fmt::format("\\x{:02x}", number);
  if (point.value == '\n' || point.value == '\t') return {};
  if (!MustBeEscaped(point.value) && !IsUnseen(point.value)) return {};
  if (point.value < 0x80) return fmt::format("\\x{:02x}", number);
  return fmt::format("\\u{{{:04x}}}", number);
}

std::string_view Reference(char32_t value) {
  switch (value) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

std::string Encode(std::string_view text, std::string_view before,
                   std::string_view after) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    if (text.starts_with(kRecordMagic)) {
      out += kDefusedMagic;
      text.remove_prefix(kRecordMagic.size());
      continue;
    }
    const CodePoint point = TakeCodePoint(text);
    const std::string_view reference =
        point.valid ? Reference(point.value) : std::string_view();
    if (const std::string escape = Escape(point); !escape.empty()) {
      out += before;
      out += escape;
      out += after;
    } else {
      out += reference.empty() ? point.bytes : reference;
    }
  }
  return out;
}

bool IsAnchorChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

std::string HtmlText(std::string_view text) {
  return Encode(text, "<span class=\"unseen\">", "</span>");
}

std::string HtmlAttribute(std::string_view text) {
  return Encode(text, "", "");
}

std::string HtmlAnchor(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (IsAnchorChar(c)) {
      out += c;
    } else {
      out += fmt::format("-{:02x}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string HtmlLink(std::string_view url) {
  const bool is_web = url.starts_with("https://") || url.starts_with("http://");
  const bool is_plain = std::all_of(url.begin(), url.end(),
                                    [](char c) { return c > ' ' && c < 0x7f; });
  if (!is_web || !is_plain) return HtmlText(url);
  return fmt::format("<a href=\"{}\" rel=\"noreferrer\">{}</a>",
                     HtmlAttribute(url), HtmlText(url));
}

}  // namespace iec
