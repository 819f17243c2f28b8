// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/match.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "lib/redact/byte_kind.h"

namespace iec {
namespace {

// A run as long as this is no evidence, whatever it looks like. It is taken
// whole: to read it again from each place in it would take for ever, and to
// leave its rest would publish it.
constexpr size_t kLong = 4096;

// Whether a thing that ends here is not the begin of a longer one.
bool Ends(std::string_view text, size_t at) {
  return at >= text.size() || !IsWordByte(text[at]);
}

// An address may have a word behind it, 10.0.0.1_eth0.
bool GoesOn(std::string_view text, size_t at) {
  return at < text.size() && IsAlnum(text[at]);
}

bool IsEverywhere(std::string_view address) {
  return address.starts_with("127.") || address == "0.0.0.0" ||
         address == "255.255.255.255" || address == "::" || address == "::1";
}

// What stands for the sign between the two parts of an address.
size_t AtSign(std::string_view text) {
  for (const std::string_view sign : {"@", "%40", "&#64;"}) {
    if (text.starts_with(sign)) return sign.size();
  }
  return 0;
}

struct TokenKind {
  std::string_view begin;
  size_t shortest = 0;  // of what follows
};
constexpr std::array kTokenKinds = {
    TokenKind{"ghp_", 20},   TokenKind{"gho_", 20},
    TokenKind{"ghu_", 20},   TokenKind{"ghs_", 20},
    TokenKind{"ghr_", 20},   TokenKind{"github_pat_", 20},
    TokenKind{"glpat-", 12}, TokenKind{"gldt-", 12},
    TokenKind{"glrt-", 12},  TokenKind{"xoxb-", 12},
    TokenKind{"xoxp-", 12},  TokenKind{"AKIA", 16},
    TokenKind{"ASIA", 16}};

size_t MatchTokenKind(std::string_view text) {
  for (const TokenKind& kind : kTokenKinds) {
    if (!text.starts_with(kind.begin)) continue;
    const bool capitals = IsUpper(kind.begin[0]);
    const size_t length =
        Run(text.substr(kind.begin.size()), [capitals](char c) {
          return capitals ? IsUpper(c) || IsDigit(c)
                          : IsWordByte(c) || c == '-';
        });
    if (length >= kind.shortest) return kind.begin.size() + length;
  }
  return 0;
}

// {SSHA}base64, as LDAP keeps it.
size_t MatchLdapHash(std::string_view text) {
  for (const std::string_view kind :
       {"SSHA", "SHA", "SMD5", "MD5", "CRYPT", "PBKDF2", "ARGON2"}) {
    if (!text.substr(std::min<size_t>(1, text.size())).starts_with(kind)) {
      continue;
    }
    size_t end = 1 + kind.size();
    end += Run(
        text.substr(end),
        [](char c) { return IsDigit(c) || IsUpper(c) || c == '-'; }, 10);
    if (end >= text.size() || text[end] != '}') continue;
    ++end;
    const size_t length = Run(text.substr(end), [](char c) {
      return IsAlnum(c) || IsOneOf(c, "+/=$.,");
    });
    if (length >= 8) return end + length;
  }
  return 0;
}

// Eight or more bytes: the fingerprint of a key.
size_t MatchHexPairs(std::string_view text) {
  constexpr size_t kLongest = 128;
  size_t end = 0;
  while (end + 1 < text.size() && end < kLongest && IsHex(text[end]) &&
         IsHex(text[end + 1])) {
    end += 2;
    if (end >= text.size() || text[end] != ':') break;
    ++end;
  }
  if (end > 0 && text[end - 1] == ':') --end;
  constexpr size_t kShortest = 8 * 3 - 1;
  return end >= kLongest || (end >= kShortest && Ends(text, end)) ? end : 0;
}

}  // namespace

size_t MatchEmail(std::string_view text) {
  constexpr size_t kLongestLocal = 100;
  size_t local = 0;
  while (local < text.size() && local < kLongestLocal &&
         AtSign(text.substr(local)) == 0 &&
         (IsAlnum(text[local]) || IsOneOf(text[local], "._%+-"))) {
    ++local;
  }
  const size_t sign = AtSign(text.substr(local));
  if (local == 0 || sign == 0) return 0;
  const std::string_view rest = text.substr(local + sign);
  size_t domain = Run(
      rest, [](char c) { return IsAlnum(c) || c == '.' || c == '-'; }, 255);
  while (domain > 0 && IsOneOf(rest[domain - 1], ".-")) --domain;
  const std::string_view name = rest.substr(0, domain);
  // A unit of systemd, getty@tty1.service, is no address.
  for (const std::string_view unit :
       {".service", ".socket", ".timer", ".mount", ".slice", ".target"}) {
    if (name.ends_with(unit)) return 0;
  }
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || domain - dot < 3) return 0;
  return local + sign + domain;
}

size_t MatchMac(std::string_view text) {
  constexpr size_t kLength = 17;  // "52:54:00:12:34:56"
  // enx525400123456: systemd names a network interface by its address.
  if (text.starts_with("enx") || text.starts_with("wlx")) {
    constexpr size_t kName = 15;
    return Run(text.substr(3), IsHex) == kName - 3 && !GoesOn(text, kName)
               ? kName
               : 0;
  }
  // 5254.0012.3456; a letter tells it from a number.
  const size_t dotted = Run(
      text, [](char c) { return IsHex(c) || c == '.'; }, kLength);
  if (dotted == 14 && text[4] == '.' && text[9] == '.' &&
      std::count(text.begin(), text.begin() + 14, '.') == 2 &&
      !std::all_of(text.begin(), text.begin() + 14,
                   [](char c) { return IsDigit(c) || c == '.'; }) &&
      !GoesOn(text, dotted)) {
    return dotted;
  }
  if (text.size() < kLength || !IsOneOf(text[2], ":-_")) return 0;
  const char sign = text[2];
  for (size_t i = 0; i < kLength; ++i) {
    const bool holds = i % 3 == 2 ? text[i] == sign : IsHex(text[i]);
    if (!holds) return 0;
  }
  const bool goes_on = text.size() > kLength + 1 && text[kLength] == sign &&
                       IsHex(text[kLength + 1]);
  if (GoesOn(text, kLength) || goes_on) return 0;
  const std::string_view mac = text.substr(0, kLength);
  const auto only = [&mac](char digit) {
    return std::all_of(mac.begin(), mac.end(), [digit](char c) {
      return !IsHex(c) || std::tolower(static_cast<unsigned char>(c)) == digit;
    });
  };
  return only('0') || only('f') ? 0 : kLength;
}

size_t MatchIpv4(std::string_view text) {
  size_t length = Run(
      text, [](char c) { return IsDigit(c) || c == '.'; }, 20);
  while (length > 0 && text[length - 1] == '.') --length;
  if (length < 7 || length > 15 || GoesOn(text, length)) return 0;
  const std::string address(text.substr(0, length));
  in_addr parsed{};
  if (inet_pton(AF_INET, address.c_str(), &parsed) != 1) return 0;
  // 1.1.3.1 is the number of an action of LAVA, or a version.
  constexpr size_t kSingleDigits = 7;
  return length == kSingleDigits || IsEverywhere(address) ? 0 : length;
}

size_t MatchIpv6(std::string_view text) {
  size_t length = Run(
      text, [](char c) { return IsHex(c) || c == ':' || c == '.'; }, 60);
  while (length > 0 && text[length - 1] == '.') --length;
  // "fe80::1: it answers": the colon behind it is none of the address.
  if (length > 1 && text[length - 1] == ':' && text[length - 2] != ':') {
    --length;
  }
  if (length < 3 || length > 45 || GoesOn(text, length)) return 0;
  const std::string address(text.substr(0, length));
  constexpr auto kColons = 7;
  const auto colons = std::count(address.begin(), address.end(), ':');
  if (colons < 2) return 0;
  // 1000:1000::/var of /etc/passwd is none.
  if (address.ends_with("::") && text.substr(length).starts_with('/') &&
      length + 1 < text.size() && !IsDigit(text[length + 1])) {
    return 0;
  }
  // "a::b" is C++ more often than an address, unless nothing is left out.
  size_t longest = 0;
  size_t digits = 0;
  for (const char c : address) {
    digits = IsHex(c) ? digits + 1 : 0;
    longest = std::max(longest, digits);
  }
  if (longest < 3 && colons < kColons) return 0;
  in6_addr parsed{};
  if (inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return 0;
  return IsEverywhere(address) ? 0 : length;
}

size_t MatchSecret(std::string_view text) {
  constexpr size_t kHexDigits = 32;
  constexpr size_t kBase64 = 40;
  if (text.starts_with('$')) {
    const size_t kind = Run(text.substr(1), IsAlnum, 8);
    if (kind == 0 || kind + 1 >= text.size() || text[kind + 1] != '$') return 0;
    const size_t length =
        Run(text, [](char c) { return IsAlnum(c) || IsOneOf(c, "$./=,+-"); });
    return length >= 16 ? length : 0;
  }
  if (text.starts_with('{')) return MatchLdapHash(text);
  if (const size_t length = MatchTokenKind(text)) return length;
  if (const size_t length = MatchHexPairs(text)) return length;
  const size_t hex = Run(text, IsHex);
  if (hex >= kHexDigits && Ends(text, hex)) return hex;
  if (text.starts_with("eyJ")) {
    const size_t length =
        Run(text, [](char c) { return IsAlnum(c) || IsOneOf(c, "._-="); });
    const std::string_view token = text.substr(0, length);
    if (length >= kLong ||
        (length >= 20 && token.find('.') != std::string_view::npos)) {
      return length;
    }
  }
  // Both alphabets.
  const size_t body =
      Run(text, [](char c) { return IsAlnum(c) || IsOneOf(c, "+/-_"); });
  if (body >= kLong) return body;
  const std::string_view run = text.substr(0, body);
  const size_t padding = Run(
      text.substr(body), [](char c) { return c == '='; }, 2);
  // The public key of SSH, in base64.
  if (run.starts_with("AAAA") && body >= 20) return body + padding;
  if (body < kBase64 || !Ends(text, body)) return 0;
  const bool mixed = std::any_of(run.begin(), run.end(), IsDigit) &&
                     std::any_of(run.begin(), run.end(), IsLower) &&
                     std::any_of(run.begin(), run.end(), IsUpper);
  // A path has more slashes, and a name more hyphens.
  const auto signs = static_cast<size_t>(std::count_if(
      run.begin(), run.end(), [](char c) { return IsOneOf(c, "/-_"); }));
  return mixed && signs <= 1 + body / 16 ? body + padding : 0;
}

size_t MatchTestId(std::string_view text) {
  for (const std::string_view kind : {"CR_", "SAR_", "EDR_", "HDR_", "NDR_"}) {
    if (text.starts_with(kind) && text.size() > kind.size() &&
        IsDigit(text[kind.size()])) {
      return Run(text, IsWordByte);
    }
  }
  return 0;
}

}  // namespace iec
