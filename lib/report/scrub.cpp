// SPDX-License-Identifier: Apache-2.0
#include "lib/report/scrub.h"

#include <algorithm>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr std::string_view kRemoved = "[removed]";

// As they are and at the end of a longer name: "dbPassword", "aws_secret_key".
constexpr std::string_view kLabels[] = {
    "password",   "passwd",      "passphrase", "passcode",  "secret",
    "token",      "api_key",     "apikey",     "api-key",   "secret_key",
    "secret-key", "access_key",  "access-key", "accesskey", "private_key",
    "credential", "credentials", "private-key"};

// Only as a word of its own: "topspin" is none.
constexpr std::string_view kWords[] = {"psk", "pin", "pwd", "bearer"};

// What those who issue them begin tokens with.
constexpr std::string_view kTokens[] = {
    "glpat-", "gldt-", "ghp_",  "gho_",  "ghu_",  "ghs_",
    "ghr_",   "xoxb-", "xoxp-", "xoxa-", "npm_",  "github_pat_",
    "AKIA",   "ASIA",  "sk-",   "hf_",   "pypi-", "dop_v1_"};
constexpr size_t kShortestToken = 12;  // without that

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

bool EndsSecret(char c) { return static_cast<unsigned char>(c) <= ' '; }

// Where the run of characters that no space ends, from `begin` on, is over.
size_t EndOfWord(std::string_view text, size_t begin) {
  while (begin < text.size() && !EndsSecret(text[begin])) ++begin;
  return begin;
}

// Where the spaces from `begin` on are over; those that do not break too.
size_t EndOfSpaces(std::string_view text, size_t begin) {
  constexpr std::string_view kNoBreak = "\xc2\xa0";
  while (begin < text.size()) {
    if (text[begin] == ' ' || text[begin] == '\t') {
      ++begin;
    } else if (text.substr(begin).starts_with(kNoBreak)) {
      begin += kNoBreak.size();
    } else {
      break;
    }
  }
  return begin;
}

bool BeginsWord(std::string_view text, size_t at) {
  return at == 0 || !IsWordCharacter(text[at - 1]);
}

bool StartsWith(std::string_view text, size_t at, std::string_view label) {
  return Lower(text.substr(at, label.size())) == label;
}

// "-----BEGIN ... PRIVATE KEY-----" or "... PRIVATE KEY BLOCK-----" to its END
// line, or to the end.
size_t PrivateKey(std::string_view text, size_t at) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::string_view kEnd = "-----END ";
  constexpr std::string_view kDashes = "-----";
  if (!text.substr(at).starts_with(kBegin)) return 0;
  const size_t kind = text.find("PRIVATE KEY", at);
  if (kind == std::string_view::npos || kind > at + 60) return 0;
  const size_t end = text.find(kEnd, kind);
  if (end == std::string_view::npos) return text.size();
  const size_t close = text.find(kDashes, end + kEnd.size());
  return close == std::string_view::npos ? text.size() : close + kDashes.size();
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

// "{SSHA}base64", as LDAP and Dovecot write a password.
size_t SchemedHash(std::string_view text, size_t at) {
  if (text[at] != '{') return 0;
  size_t i = at + 1;
  while (i < text.size() && ((text[i] >= 'A' && text[i] <= 'Z') ||
                             (text[i] >= '0' && text[i] <= '9') ||
                             text[i] == '-' || text[i] == '.')) {
    ++i;
  }
  if (i < at + 4 || i >= text.size() || text[i] != '}') return 0;
  const size_t begin = ++i;
  while (i < text.size() &&
         (IsWordCharacter(text[i]) ||
          std::string_view("+/=$.").find(text[i]) != std::string_view::npos)) {
    ++i;
  }
  return i - begin >= 16 ? i : 0;
}

// "glpat-...", "ghp_...": what begins as the tokens of a service do.
size_t KnownToken(std::string_view text, size_t at) {
  if (!BeginsWord(text, at)) return 0;
  for (const std::string_view prefix : kTokens) {
    if (!text.substr(at).starts_with(prefix)) continue;
    size_t i = at + prefix.size();
    while (i < text.size() && (IsWordCharacter(text[i]) || text[i] == '-')) ++i;
    if (i - at - prefix.size() >= kShortestToken) return i;
  }
  return 0;
}

// "john:x" of "https://john:x@host/": begins after the "//", which stays.
size_t UserOfAddress(std::string_view text, size_t at, size_t& begin) {
  constexpr std::string_view kSlashes = "://";
  if (!text.substr(at).starts_with(kSlashes)) return 0;
  const size_t first = at + kSlashes.size();
  size_t end = first;
  while (end < text.size() && !EndsSecret(text[end]) &&
         std::string_view("/?#\"'<>").find(text[end]) ==
             std::string_view::npos) {
    ++end;
  }
  const size_t sign = text.substr(0, end).rfind('@');
  if (sign == std::string_view::npos || sign <= first) return 0;
  begin = first;
  return sign;
}

// The end of the label that begins at `at`; 0: there is none. The longest
// counts.
size_t EndOfLabel(std::string_view text, size_t at) {
  size_t longest = 0;
  for (const std::string_view label : kLabels) {
    if (StartsWith(text, at, label)) longest = std::max(longest, label.size());
  }
  for (const std::string_view label : kWords) {
    const bool alone = BeginsWord(text, at) || text[at - 1] == '_';
    if (alone && StartsWith(text, at, label)) longest = label.size();
  }
  return longest == 0 ? 0 : at + longest;
}

// Where what separates a label from its value is over: "=", ": ", "' => ";
// `label_end` where there is nothing of the kind.
size_t EndOfSeparator(std::string_view text, size_t label_end) {
  size_t i = label_end;
  if (i < text.size() && (text[i] == '"' || text[i] == '\'')) ++i;
  i = EndOfSpaces(text, i);
  const size_t sign = i;
  while (i < text.size() &&
         (text[i] == '=' || text[i] == ':' || (text[i] == '>' && i > sign))) {
    ++i;
  }
  return i == sign ? label_end : EndOfSpaces(text, i);
}

// The value of "password = x", "'dbPassword' => 'x'", "--token x", "Bearer x";
// begins after the label, which stays.
size_t LabelledValue(std::string_view text, size_t at, size_t& begin) {
  const size_t label_end = EndOfLabel(text, at);
  if (label_end == 0) return 0;
  size_t i = EndOfSeparator(text, label_end);
  if (i == label_end) {
    const size_t word = text.substr(0, at).find_last_of(" \t\n\"'") + 1;
    const bool is_option = text.substr(word).starts_with("--");
    i = EndOfSpaces(text, label_end);
    if (i == label_end || !(is_option || StartsWith(text, at, "bearer"))) {
      return 0;
    }
  }
  begin = i;
  // What is quoted may hold spaces.
  if (i < text.size() && (text[i] == '"' || text[i] == '\'')) {
    const size_t close = text.find(text[i], i + 1);
    if (close != std::string_view::npos) return close + 1;
  }
  const size_t end = EndOfWord(text, i);
  return end > begin ? end : 0;
}

// "Authorization: Digest username=...": all of the line, whatever its scheme.
size_t Authorization(std::string_view text, size_t at, size_t& begin) {
  constexpr std::string_view kLabel = "authorization";
  if (!StartsWith(text, at, kLabel)) return 0;
  const size_t label_end = at + kLabel.size();
  begin = EndOfSeparator(text, label_end);
  if (begin == label_end) return 0;
  const size_t end = std::min(text.find('\n', begin), text.size());
  return end > begin ? end : 0;
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
    if (end == 0) end = SchemedHash(text, i);
    if (end == 0) end = WebToken(text, i);
    if (end == 0) end = KnownToken(text, i);
    if (end == 0) end = MailAddress(text, i, out);
    if (end == 0) end = UserOfAddress(text, i, begin);
    if (end == 0) end = Authorization(text, i, begin);
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
