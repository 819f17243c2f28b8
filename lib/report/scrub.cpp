// SPDX-License-Identifier: Apache-2.0
#include "lib/report/scrub.h"

#include <algorithm>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr std::string_view kRemoved = "[removed]";

constexpr std::string_view kLabels[] = {
    "password", "passwd",     "passphrase", "secret", "token",
    "api_key",  "apikey",     "api-key",    "psk",    "authorization",
    "bearer",   "credential", "pin"};

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

bool IsSpace(char c) { return c == ' ' || c == '\t'; }

bool EndsSecret(char c) { return static_cast<unsigned char>(c) <= ' '; }

// Where the run of characters that no space ends, from `begin` on, is over.
size_t EndOfWord(std::string_view text, size_t begin) {
  while (begin < text.size() && !EndsSecret(text[begin])) ++begin;
  return begin;
}

// "-----BEGIN ... PRIVATE KEY-----" to its END line, or to the end.
size_t PrivateKey(std::string_view text, size_t at) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::string_view kPrivate = "PRIVATE KEY-----";
  if (!text.substr(at).starts_with(kBegin)) return 0;
  const size_t kind = text.find(kPrivate, at);
  if (kind == std::string_view::npos || kind > at + 60) return 0;
  const size_t end = text.find("-----END ", kind);
  if (end == std::string_view::npos) return text.size();
  const size_t close = text.find(kPrivate, end);
  return close == std::string_view::npos ? text.size()
                                         : close + kPrivate.size();
}

// "$6$salt$hash" and the like, as crypt(3) writes it.
size_t PasswordHash(std::string_view text, size_t at) {
  if (text[at] != '$') return 0;
  size_t i = at + 1;
  while (i < text.size() && IsWordCharacter(text[i])) ++i;
  if (i == at + 1 || i > at + 12 || i >= text.size() || text[i] != '$') {
    return 0;
  }
  const size_t begin = i;
  while (i < text.size() && (IsWordCharacter(text[i]) ||
                             std::string_view("$./=,+-").find(text[i]) !=
                                 std::string_view::npos)) {
    ++i;
  }
  return i - begin >= 20 ? i : 0;
}

// A JSON web token: three parts of base64url, the first of which is "{".
size_t WebToken(std::string_view text, size_t at) {
  if (!text.substr(at).starts_with("eyJ")) return 0;
  size_t i = at;
  size_t dots = 0;
  while (i < text.size() &&
         (IsWordCharacter(text[i]) || text[i] == '-' || text[i] == '.')) {
    dots += text[i] == '.' ? 1 : 0;
    ++i;
  }
  return dots >= 2 ? i : 0;
}

// The value of "password = x", "Authorization: Bearer x"; begins after the
// label, which stays.
size_t LabelledValue(std::string_view text, size_t at, size_t& begin) {
  if (at > 0 && (IsWordCharacter(text[at - 1]) && text[at - 1] != '_')) {
    return 0;
  }
  for (const std::string_view label : kLabels) {
    if (Lower(text.substr(at, label.size())) != label) continue;
    size_t i = at + label.size();
    const bool bearer = label == "bearer";
    if (i < text.size() && text[i] == '"') ++i;
    const size_t after = i;
    while (i < text.size() && IsSpace(text[i])) ++i;
    if (i < text.size() && (text[i] == '=' || text[i] == ':')) {
      ++i;
      while (i < text.size() && IsSpace(text[i])) ++i;
    } else if (!bearer || i == after) {
      continue;
    }
    if (Lower(text.substr(i, 7)) == "bearer ") i += 7;
    if (Lower(text.substr(i, 6)) == "basic ") i += 6;
    begin = i;
    // What is quoted may hold spaces.
    if (i < text.size() && (text[i] == '"' || text[i] == '\'')) {
      const size_t close = text.find(text[i], i + 1);
      if (close != std::string_view::npos) return close + 1;
    }
    const size_t end = EndOfWord(text, i);
    return end > begin ? end : 0;
  }
  return 0;
}

bool IsMailCharacter(char c) {
  return IsWordCharacter(c) || c == '.' || c == '-' || c == '+' || c == '%';
}

// The address around the '@' at `at`: how much of it is already in `out`.
size_t MailAddress(std::string_view text, size_t at, std::string& out) {
  if (text[at] != '@') return 0;
  size_t local = 0;
  while (local < out.size() && local < 64 &&
         IsMailCharacter(out[out.size() - 1 - local])) {
    ++local;
  }
  size_t i = at + 1;
  size_t dots = 0;
  while (i < text.size() && IsMailCharacter(text[i]) && text[i] != '_') {
    dots +=
        text[i] == '.' && i + 1 < text.size() && IsWordCharacter(text[i + 1])
            ? 1
            : 0;
    ++i;
  }
  if (local == 0 || dots == 0) return 0;
  out.resize(out.size() - local);
  return i;
}

}  // namespace

std::string Scrub(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    size_t begin = i;
    size_t end = PrivateKey(text, i);
    if (end == 0) end = PasswordHash(text, i);
    if (end == 0) end = WebToken(text, i);
    if (end == 0) end = MailAddress(text, i, out);
    if (end == 0) end = LabelledValue(text, i, begin);
    if (end == 0) {
      out += text[i++];
      continue;
    }
    out += text.substr(i, begin - i);
    out += kRemoved;
    i = end;
  }
  return out;
}

std::string_view CutBytes(std::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
    --end;
  }
  return text.substr(0, end);
}

}  // namespace iec
