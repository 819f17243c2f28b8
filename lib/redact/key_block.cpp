// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/key_block.h"

#include <algorithm>

#include "lib/redact/byte_kind.h"
#include "lib/redact/match.h"
#include "lib/redact/people.h"

namespace iec {
namespace {

constexpr std::string_view kPemBegin = "-----BEGIN ";
constexpr std::string_view kPemEnd = "-----END";
constexpr std::string_view kPemDashes = "-----";
constexpr size_t kLongestLabel = 64;  // "RSA PRIVATE KEY"
// RFC 7468 has 64 characters in each line but the last one.
constexpr size_t kSurelyAKey = 40;
// Two headers, the last line, and some messages of a kernel between.
constexpr int kMaxOtherLines = 6;

// "-----BEGIN ...-----", or what a torn line has of it. 0 where it is none: its
// words are as telling as any.
size_t KeyHead(std::string_view text) {
  if (!text.starts_with(kPemBegin)) return 0;
  size_t end = kPemBegin.size();
  while (end < text.size() && end < kPemBegin.size() + kLongestLabel &&
         (text[end] == ' ' || (text[end] >= 'A' && text[end] <= 'Z') ||
          IsDigit(text[end]))) {
    ++end;
  }
  const std::string_view dashes = text.substr(end, kPemDashes.size());
  return kPemDashes.starts_with(dashes) ? end + dashes.size() : 0;
}

// Of a key on one line, its newlines spelled out. A single hyphen is one of its
// headers.
size_t KeyBody(std::string_view text) {
  size_t end = 0;
  while (end < text.size() &&
         (IsWordByte(text[end]) || IsOneOf(text[end], "+/= \t\r\\:,") ||
          (text[end] == '-' && !text.substr(end).starts_with("--")))) {
    ++end;
  }
  return end;
}

bool IsKeyByte(char c) {
  return (IsWordByte(c) && c != '_') || IsOneOf(c, "+/=");
}

// Without what quotes a line, and a newline that is spelled out.
std::string_view WithoutLineEnd(std::string_view line) {
  for (;;) {
    if (line.ends_with("\\n") || line.ends_with("\\r")) {
      line.remove_suffix(2);
    } else if (!line.empty() && IsOneOf(line.back(), " \t\r\"',\\")) {
      line.remove_suffix(1);
    } else {
      return line;
    }
  }
}

// What a console or a logger puts before a line: nothing, "[    1.23]",
// "app[12]:", a time.
bool IsPrefix(std::string_view before) {
  const size_t end = before.find_last_not_of(" \t");
  if (end == std::string_view::npos) return true;
  const bool apart = end + 1 < before.size();
  const char last = before[end];
  return IsOneOf(last, "\"'|") ||
         (apart && (IsOneOf(last, "]:>)-") || IsDigit(last) || last == 'Z'));
}

}  // namespace

KeyBlock::Begin KeyBlock::Open(std::string_view rest) {
  const size_t head = KeyHead(rest);
  if (head == 0) return {};
  const size_t body = KeyBody(rest.substr(head));
  open_ = !rest.substr(head + body).starts_with(kPemEnd);
  other_lines_ = 0;
  return {head, body};
}

std::string KeyBlock::WithoutKey(std::string_view line) {
  const size_t mark = line.find(kPemEnd);
  const std::string_view end = line.substr(std::min(mark, line.size()));
  std::string_view before =
      WithoutLineEnd(line.substr(0, line.size() - end.size()));
  size_t begin = before.size();
  while (begin > 0 && IsKeyByte(before[begin - 1])) --begin;
  const std::string_view word = before.substr(begin);
  const bool is_key =
      !word.empty() && !IsFormatWord(word) &&
      (word.size() >= kSurelyAKey || IsPrefix(before.substr(0, begin)));
  if (!end.empty()) {
    open_ = false;
  } else if (word.size() >= kSurelyAKey) {
    other_lines_ = 0;
  } else if (!before.empty() && ++other_lines_ > kMaxOtherLines) {
    open_ = false;
  }
  if (!is_key) return std::string(line);
  std::string out(line.substr(0, begin));
  out += line.substr(before.size());
  return out;
}

}  // namespace iec
