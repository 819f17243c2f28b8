// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/match.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace iec {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsAlnum(char c) { return IsDigit(c) || IsLower(c) || IsUpper(c); }
bool IsHex(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool IsOneOf(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

// A run as long as this is no evidence, whatever it looks like. It is taken
// whole: to read it again from each place in it would take for ever, and to
// leave its rest would publish it.
constexpr size_t kLong = 4096;

template <typename Holds>
size_t Run(std::string_view text, Holds holds,
           size_t limit = std::string_view::npos) {
  size_t end = 0;
  while (end < text.size() && end < limit && holds(text[end])) ++end;
  return end;
}

// Whether a thing that ends here is not the begin of a longer one.
bool Ends(std::string_view text, size_t at) {
  return at >= text.size() || !IsWordByte(text[at]);
}

bool SameLetters(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char a, char b) {
                      return a == std::tolower(static_cast<unsigned char>(b));
                    });
}

bool IsEverywhere(std::string_view address) {
  return address.starts_with("127.") || address == "0.0.0.0" ||
         address == "255.255.255.255" || address == "::" || address == "::1";
}

// Longest first, so that no label hides a longer one.
constexpr std::array<std::string_view, 13> kSecretLabels = {
    "authorization: bearer",
    "authorization: basic",
    "authorization: token",
    "iec_record_key",
    "private_key",
    "access_key",
    "passphrase",
    "password",
    "api_key",
    "api-key",
    "passwd",
    "secret",
    "token"};
constexpr std::array<std::string_view, 9> kSerialLabels = {
    "id_serial_short", "serial number", "serial_number",
    "serial-number",   "serialnumber",  "serial no.",
    "id_serial",       "serial",        "s/n"};

// Blanks, one of : = #, quotes and blanks; whether there was one of these.
size_t Separator(std::string_view text, char& sign) {
  size_t at = Run(
      text, [](char c) { return c == ' ' || c == '\t'; }, 8);
  sign = ' ';
  if (at < text.size() && IsOneOf(text[at], ":=#")) sign = text[at++];
  return at +
         Run(
             text.substr(at), [](char c) { return IsOneOf(c, " \t\"'\\"); }, 8);
}

}  // namespace

bool IsWordByte(char c) { return IsAlnum(c) || c == '_'; }

size_t MatchEmail(std::string_view text) {
  const size_t local = Run(
      text, [](char c) { return IsAlnum(c) || IsOneOf(c, "._%+-"); }, 100);
  if (local == 0 || local >= text.size() || text[local] != '@') return 0;
  const std::string_view rest = text.substr(local + 1);
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
  return local + 1 + domain;
}

size_t MatchMac(std::string_view text) {
  constexpr size_t kLength = 17;  // "52:54:00:12:34:56"
  if (text.size() < kLength || !IsOneOf(text[2], ":-")) return 0;
  const char sign = text[2];
  for (size_t i = 0; i < kLength; ++i) {
    const bool holds = i % 3 == 2 ? text[i] == sign : IsHex(text[i]);
    if (!holds) return 0;
  }
  const bool goes_on = text.size() > kLength + 1 && text[kLength] == sign &&
                       IsHex(text[kLength + 1]);
  if (!Ends(text, kLength) || goes_on) return 0;
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
  if (length < 7 || length > 15 || !Ends(text, length)) return 0;
  const std::string address(text.substr(0, length));
  in_addr parsed{};
  if (inet_pton(AF_INET, address.c_str(), &parsed) != 1) return 0;
  return IsEverywhere(address) ? 0 : length;
}

size_t MatchIpv6(std::string_view text) {
  size_t length = Run(
      text, [](char c) { return IsHex(c) || c == ':' || c == '.'; }, 60);
  while (length > 0 && text[length - 1] == '.') --length;
  // "fe80::1: it answers": the colon behind it is none of the address.
  if (length > 1 && text[length - 1] == ':' && text[length - 2] != ':') {
    --length;
  }
  if (length < 3 || length > 45 || !Ends(text, length)) return 0;
  const std::string address(text.substr(0, length));
  if (std::count(address.begin(), address.end(), ':') < 2) return 0;
  // "a::b" is C++ more often than an address.
  size_t longest = 0;
  size_t digits = 0;
  for (const char c : address) {
    digits = IsHex(c) ? digits + 1 : 0;
    longest = std::max(longest, digits);
  }
  if (longest < 3) return 0;
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
  const size_t body =
      Run(text, [](char c) { return IsAlnum(c) || c == '+' || c == '/'; });
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
  // A path has more slashes.
  const auto slashes =
      static_cast<size_t>(std::count(run.begin(), run.end(), '/'));
  return mixed && slashes <= 1 + body / 16 ? body + padding : 0;
}

Labelled MatchLabelledSecret(std::string_view text) {
  for (const std::string_view label : kSecretLabels) {
    if (!SameLetters(text, label)) continue;
    const std::string_view rest = text.substr(label.size());
    char sign = ' ';
    const size_t gap = Separator(rest, sign);
    const std::string_view after = rest.substr(gap);
    const bool stated = sign == '=' || label.starts_with("authorization");
    if (!stated && sign == ' ') return {};
    const size_t value = Run(after, [](char c) {
      return static_cast<unsigned char>(c) > ' ' && !IsOneOf(c, "\"'\\,;)]}>");
    });
    if (value == 0) return {};
    // "a wrong password: refused" is evidence; what follows a colon has to look
    // like a secret.
    const std::string_view word = after.substr(0, value);
    const bool plain =
        value < 6 ||
        (value < kLong && std::all_of(word.begin(), word.end(), [](char c) {
           return IsLower(c) || IsOneOf(c, ".-:");
         }));
    if (!stated && plain) return {};
    return {label.size() + gap, value};
  }
  return {};
}

Labelled MatchLabelledSerial(std::string_view text) {
  for (const std::string_view label : kSerialLabels) {
    if (!SameLetters(text, label)) continue;
    const std::string_view rest = text.substr(label.size());
    char sign = ' ';
    const size_t gap = Separator(rest, sign);
    if (gap == 0) return {};
    const std::string_view after = rest.substr(gap);
    const size_t value = Run(
        after, [](char c) { return IsWordByte(c) || c == '-' || c == '.'; },
        100);
    const std::string_view word = after.substr(0, value);
    if (value < 5 || !std::any_of(word.begin(), word.end(), IsDigit)) return {};
    return {label.size() + gap, value};
  }
  return {};
}

}  // namespace iec
