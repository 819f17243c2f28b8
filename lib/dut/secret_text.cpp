// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/secret_text.h"

#include <algorithm>

#include "lib/base/text.h"

namespace iec {
namespace {

bool IsBase64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
}

// Also of crypt(3), which writes '.' and gives parameters with ',' and '='.
bool IsOfHash(char c) {
  return IsBase64(c) || c == '.' || c == ',' || c == '$' || c == '-';
}

bool IsLineStart(std::string_view text, size_t at) {
  return at == 0 || text[at - 1] == '\n';
}

// The next line, from `at` in the one before it.
std::string_view NextLine(std::string_view text, size_t at) {
  const size_t end = text.find('\n', at);
  if (end == std::string_view::npos) return "";
  text.remove_prefix(end + 1);
  return Trim(text.substr(0, text.find('\n')));
}

// A PEM block with a body: scripts name the header as well.
bool HasPrivateKey(std::string_view text) {
  constexpr std::string_view kEnd = "PRIVATE KEY-----";
  // "openssh-key-v1", then the name of the cipher: "none".
  constexpr std::string_view kOpen = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU";
  constexpr size_t kShortestBody = 32;
  for (size_t at = 0; (at = text.find(kEnd, at)) != std::string_view::npos;
       at += kEnd.size()) {
    const size_t start = text.rfind('\n', at) + 1;  // 0 where there is none
    const std::string_view label = text.substr(start, at - start);
    const std::string_view body = NextLine(text, at);
    if (label.starts_with("-----BEGIN ") &&
        label.find("ENCRYPTED") == std::string_view::npos &&
        body.size() >= kShortestBody &&
        std::all_of(body.begin(), body.end(), &IsBase64) &&
        (label.find("OPENSSH") == std::string_view::npos ||
         body.starts_with(kOpen))) {
      return true;
    }
  }
  return text.starts_with("PuTTY-User-Key-File-") &&
         text.find("\nEncryption: none") != std::string_view::npos;
}

// As in crypt(5): "$6$salt$hash", the last part being as long as one of MD5.
bool IsPasswordHash(std::string_view text, size_t at) {
  constexpr size_t kShortest = 22;
  if (at > 0 &&
      (IsOfHash(text[at - 1]) && text[at - 1] != '=' && text[at - 1] != ',')) {
    return false;
  }
  std::string_view hash = text.substr(at + 1);
  hash =
      hash.substr(0, static_cast<size_t>(
                         std::find_if_not(hash.begin(), hash.end(), &IsOfHash) -
                         hash.begin()));
  while (hash.ends_with(',')) hash.remove_suffix(1);
  const size_t name = hash.find('$');
  if (name == std::string_view::npos) return false;
  constexpr std::string_view kNames[] = {"1", "2a", "2b", "2x", "2y", "5",
                                         "6", "7",  "y",  "gy", "md5"};
  const std::string_view id = hash.substr(0, name);
  return (std::find(std::begin(kNames), std::end(kNames), id) !=
              std::end(kNames) ||
          id.starts_with("argon2")) &&
         hash.size() - hash.rfind('$') > kShortest;
}

bool HasPasswordHash(std::string_view text) {
  for (size_t at = 0; (at = text.find('$', at)) != std::string_view::npos;
       ++at) {
    if (IsPasswordHash(text, at)) return true;
  }
  return text.find("grub.pbkdf2.sha512.") != std::string_view::npos;
}

// A line "key = value" in a file that says `context`.
struct Setting {
  std::string_view context;
  std::string_view key;
};
constexpr Setting kSettings[] = {
    {"network={", "psk"},          {"network={", "password"},
    {"[wifi-security]", "psk"},    {"[wifi-security]", "wep-key0"},
    {"[802-1x]", "password"},      {"[vpn-secrets]", "password"},
    {"[Interface]", "PrivateKey"}, {"[WireGuard]", "PrivateKey"},
    {"[Peer]", "PresharedKey"},    {"[WireGuardPeer]", "PresharedKey"},
    {"ssid=", "wpa_passphrase"},   {"ssid=", "wpa_psk"},
    {"ssid=", "sae_password"},
};

bool HasSetting(std::string_view text, const Setting& setting) {
  if (text.find(setting.context) == std::string_view::npos) return false;
  for (size_t at = 0;
       (at = text.find(setting.key, at)) != std::string_view::npos; ++at) {
    const size_t start = text.rfind('\n', at) + 1;
    if (!Trim(text.substr(start, at - start)).empty()) continue;
    std::string_view rest = text.substr(at + setting.key.size());
    rest = Trim(rest.substr(0, rest.find('\n')));
    if (rest.size() > 1 && rest.front() == '=') return true;
  }
  return false;
}

// As pam_google_authenticator keeps it.
bool HasSecondFactor(std::string_view text) {
  for (const std::string_view line : {"\" TOTP_AUTH", "\" HOTP_COUNTER"}) {
    const size_t at = text.find(line);
    if (at != std::string_view::npos && IsLineStart(text, at)) return true;
  }
  return false;
}

}  // namespace

std::string_view SecretIn(std::string_view text) {
  if (HasPrivateKey(text)) return "a private key";
  if (HasSecondFactor(text)) return "a second factor's secret";
  if (std::any_of(std::begin(kSettings), std::end(kSettings),
                  [text](const Setting& setting) {
                    return HasSetting(text, setting);
                  }) ||
      text.find("-----BEGIN OpenVPN Static key V1-----\n") !=
          std::string_view::npos) {
    return "a wireless or tunnel key";
  }
  if (HasPasswordHash(text)) return "a password hash";
  return "";
}

}  // namespace iec
