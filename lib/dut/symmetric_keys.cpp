// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/symmetric_keys.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/paths.h"

namespace iec {
namespace {

std::optional<std::string> FromHex(std::string_view digits) {
  if (digits.empty() || digits.size() % 2 != 0) return std::nullopt;
  const auto value = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  std::string bytes;
  for (size_t i = 0; i < digits.size(); i += 2) {
    const int high = value(digits[i]);
    const int low = value(digits[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::optional<std::string> FromBase64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  uint32_t collected = 0;
  int count = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    collected = (collected << 6U) | static_cast<uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(collected >> static_cast<uint32_t>(count));
    }
  }
  return bytes;
}

std::string_view Unquoted(std::string_view text) {
  text = Trim(text);
  for (const char quote : {'"', '\''}) {
    if (text.size() > 1 && text.front() == quote && text.back() == quote) {
      return text.substr(1, text.size() - 2);
    }
  }
  return text;
}

std::vector<std::string> Words(std::string_view line) {
  std::string plain(line);
  std::replace(plain.begin(), plain.end(), '\t', ' ');
  std::vector<std::string> words = Split(Trim(plain), ' ');
  std::erase(words, "");
  return words;
}

// The lines that are no comments, without blanks around them.
std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string& line : Split(text, '\n')) {
    const std::string_view trimmed = Trim(line);
    if (trimmed.empty() ||
        std::string_view("#;!%").find(trimmed[0]) != std::string_view::npos) {
      continue;
    }
    lines.emplace_back(trimmed);
  }
  return lines;
}

struct Setting {
  std::string key;  // in lower case
  std::string value;
};

std::vector<Setting> SettingsOf(std::string_view text) {
  std::vector<Setting> settings;
  for (const std::string& line : LinesOf(text)) {
    const size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    settings.push_back({Lower(Trim(line.substr(0, equals))),
                        std::string(Trim(line.substr(equals + 1)))});
  }
  return settings;
}

SymmetricKey Key(std::string name, std::string algorithm, int bits) {
  SymmetricKey key;
  key.name = std::move(name);
  key.algorithm = std::move(algorithm);
  key.bits = bits;
  return key;
}

int BitsOf(const std::optional<std::string>& bytes, std::string_view text) {
  return bytes ? BitsOfBytes(*bytes) : BitsOfText(text);
}

// strongSwan's and others': 0x and hexadecimal, 0s and base64, or text.
int BitsOfPrefixed(std::string_view value) {
  if (value.starts_with("0x")) return BitsOf(FromHex(value.substr(2)), value);
  if (value.starts_with("0s")) {
    return BitsOf(FromBase64(value.substr(2)), value);
  }
  return BitsOfText(Unquoted(value));
}

}  // namespace

std::string AlgorithmName(std::string_view name) {
  std::string plain;
  for (const char c : Lower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
  }
  for (const std::string_view prefix : {"hmac", "cmac"}) {
    if (plain.starts_with(prefix)) plain.erase(0, prefix.size());
  }
  if (plain.starts_with("aes")) return "AES";
  if (plain == "sha") return "SHA1";
  // SHA256 cut short is no other algorithm.
  if (plain.starts_with("sha256")) return "SHA256";
  if (plain.starts_with("sha512")) return "SHA512";
  std::transform(plain.begin(), plain.end(), plain.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return plain;
}

std::vector<SymmetricKey> TimeKeys(std::string_view text) {
  std::vector<SymmetricKey> keys;
  for (const std::string& line : LinesOf(text)) {
    const std::vector<std::string> words = Words(line);
    if (words.size() < 2 || !ParseInteger(words[0])) continue;
    // chrony's may name no type, which means MD5; "M" is ntpd's word for it.
    std::string type = words.size() > 2 ? words[1] : "MD5";
    if (type == "M") type = "MD5";
    const std::string& value = words.size() > 2 ? words[2] : words[1];
    // ntpd takes what is longer than 20 characters for hexadecimal.
    constexpr size_t kLongestText = 20;
    int bits = 0;
    if (value.starts_with("HEX:")) {
      bits = BitsOf(FromHex(std::string_view(value).substr(4)), value);
    } else if (value.starts_with("ASCII:")) {
      bits = BitsOfText(std::string_view(value).substr(6));
    } else if (value.size() > kLongestText) {
      bits = BitsOf(FromHex(value), value);
    } else {
      bits = BitsOfText(value);
    }
    keys.push_back(Key("key " + words[0], AlgorithmName(type), bits));
  }
  return keys;
}

std::vector<SymmetricKey> TunnelKeys(std::string_view text) {
  std::vector<SymmetricKey> keys;
  for (const auto& [name, value] : SettingsOf(text)) {
    if (name != "presharedkey") continue;
    keys.push_back(Key(fmt::format("preshared key {}", keys.size() + 1),
                       "CHACHA20POLY1305", BitsOf(FromBase64(value), value)));
  }
  return keys;
}

std::vector<SymmetricKey> WirelessKeys(std::string_view text) {
  std::vector<SymmetricKey> keys;
  constexpr size_t kRawDigits = 64;
  for (const auto& [name, value] : SettingsOf(text)) {
    const std::string_view bare = Unquoted(value);
    if (name == "psk" || name == "wpa_psk" || name == "wpa_passphrase") {
      const bool raw = bare == value && value.size() == kRawDigits;
      keys.push_back(
          Key(name, "AES", BitsOf(raw ? FromHex(value) : std::nullopt, bare)));
    } else if (name.starts_with("wep_key") || name.starts_with("wep-key")) {
      keys.push_back(Key(name, "WEP", BitsOfText(bare)));
    }
  }
  return keys;
}

std::vector<SymmetricKey> IpsecKeys(std::string_view text) {
  std::vector<SymmetricKey> keys;
  for (const std::string& line : LinesOf(text)) {
    const size_t at = line.find("PSK ");
    if (at == std::string::npos || line.find(':') > at) continue;
    keys.push_back(Key(fmt::format("PSK {}", keys.size() + 1), "",
                       BitsOfPrefixed(Trim(line.substr(at + 4)))));
  }
  // swanctl's "secret = ..." in a section of its own.
  for (const auto& [name, value] : SettingsOf(text)) {
    if (name != "secret") continue;
    keys.push_back(Key(fmt::format("secret {}", keys.size() + 1), "",
                       BitsOfPrefixed(value)));
  }
  return keys;
}

std::vector<SymmetricKey> NameServerKeys(std::string_view text) {
  std::vector<SymmetricKey> keys;
  const auto value_behind = [&](std::string_view word, size_t from,
                                size_t end) -> std::string {
    const size_t at = text.find(word, from);
    if (at == std::string_view::npos || at > end) return "";
    const size_t start = at + word.size();
    const size_t stop = text.find(';', start);
    return std::string(
        Unquoted(text.substr(start, std::min(stop, text.size()) - start)));
  };
  for (size_t at = 0; (at = text.find("key ", at)) != std::string_view::npos;
       ++at) {
    const size_t open = text.find('{', at);
    const size_t end =
        open == std::string_view::npos ? open : text.find('}', open);
    if (end == std::string_view::npos) break;
    const std::string secret = value_behind("secret ", open, end);
    if (secret.empty()) continue;
    const std::string name(Unquoted(text.substr(at + 4, open - at - 4)));
    keys.push_back(Key("key " + name,
                       AlgorithmName(value_behind("algorithm ", open, end)),
                       BitsOf(FromBase64(secret), secret)));
    at = end;
  }
  return keys;
}

std::vector<SymmetricKey> ManagementKeys(std::string_view text) {
  std::vector<SymmetricKey> keys;
  for (const std::string& line : LinesOf(text)) {
    const std::vector<std::string> words = Words(line);
    if (words[0] == "createUser" && words.size() > 3) {
      size_t at = words[1] == "-e" ? 4 : 2;
      const std::string user = words[at - 1];
      // A type and a passphrase for each of two purposes; the second may do
      // with that of the first.
      std::string passphrase;
      for (; at < words.size(); at += 2) {
        if (at + 1 < words.size()) passphrase = Unquoted(words[at + 1]);
        keys.push_back(Key(fmt::format("{} of {}", words[at], user),
                           AlgorithmName(words[at]), BitsOfText(passphrase)));
      }
    } else if (words[0] == "usmUser") {
      for (size_t i = 1; i + 1 < words.size(); ++i) {
        static constexpr struct {
          std::string_view oid;
          const char* algorithm;
        } kTypes[] = {{".1.3.6.1.6.3.10.1.1.2", "MD5"},
                      {".1.3.6.1.6.3.10.1.1.3", "SHA1"},
                      {".1.3.6.1.6.3.10.1.1.5", "SHA256"},
                      {".1.3.6.1.6.3.10.1.1.7", "SHA512"},
                      {".1.3.6.1.6.3.10.1.2.2", "DES"},
                      {".1.3.6.1.6.3.10.1.2.4", "AES"}};
        for (const auto& [oid, algorithm] : kTypes) {
          if (words[i] != oid) continue;
          keys.push_back(Key(fmt::format("{} of {}", algorithm,
                                         words.size() > 4 ? words[4] : ""),
                             algorithm, BitsOfPrefixed(words[i + 1])));
        }
      }
    }
  }
  return keys;
}

namespace {

constexpr size_t kMostFiles = 200;

using Parser = std::vector<SymmetricKey> (*)(std::string_view);

// Patterns of glob(7).
struct Place {
  const char* pattern;
  Parser parser;
  std::vector<std::string> services;
};

const std::vector<Place>& Places() {
  static const auto* const kPlaces = new std::vector<Place>{
      {"/etc/chrony.keys", &TimeKeys, {"_chrony", "chrony"}},
      {"/etc/chrony/*.keys", &TimeKeys, {"_chrony", "chrony"}},
      {"/etc/ntp.keys", &TimeKeys, {"ntp", "ntpsec"}},
      {"/etc/ntp*/*keys", &TimeKeys, {"ntp", "ntpsec"}},
      {"/etc/wireguard/*.conf", &TunnelKeys, {}},
      {"/etc/systemd/network/*.netdev", &TunnelKeys, {"systemd-network"}},
      {"/etc/systemd/network/*.psk", nullptr, {"systemd-network"}},
      {"/etc/wpa_supplicant/*.conf", &WirelessKeys, {}},
      {"/etc/wpa_supplicant.conf", &WirelessKeys, {}},
      {"/etc/hostapd/*.conf", &WirelessKeys, {}},
      {"/etc/NetworkManager/system-connections/*", &WirelessKeys, {}},
      {"/etc/swanctl/conf.d/*.conf", &IpsecKeys, {}},
      {"/etc/bind/*.key", &NameServerKeys, {"bind", "named"}},
      {"/etc/rndc.key", &NameServerKeys, {"bind", "named"}},
      {"/etc/named*.key", &NameServerKeys, {"bind", "named"}},
      {"/etc/knot/*.conf", &NameServerKeys, {"knot"}},
      {"/etc/snmp/snmpd.conf", &ManagementKeys, {"Debian-snmp", "snmp"}},
      {"/var/lib/snmp/snmpd.conf", &ManagementKeys, {"Debian-snmp", "snmp"}},
      {"/etc/cryptsetup-keys.d/*", nullptr, {}},
  };
  return *kPlaces;
}

// A file that is a key as a whole.
std::vector<SymmetricKey> WholeFile(std::string_view text) {
  // More than anybody will ever try.
  constexpr size_t kEnough = 4096;
  return {Key("the file", "", BitsOfBytes(text.substr(0, kEnough)))};
}

// What these files name a setting `word` for, the files that they include
// among them.
void AddNamed(const std::vector<std::string>& configs, std::string_view word,
              size_t at, std::set<std::string>& paths) {
  for (const std::string& config : configs) {
    const auto text = ReadFile(config);
    if (!text.ok()) continue;
    for (const std::string& line : LinesOf(*text)) {
      const std::vector<std::string> words = Words(line);
      if (words.size() <= at || !words[at].starts_with('/')) continue;
      if (word.empty() || Lower(words[0]) == word) {
        paths.insert(words[at].substr(0, words[at].find(':')));
      }
    }
  }
}

}  // namespace

std::vector<std::string> WithIncluded(const std::vector<std::string>& patterns,
                                      const std::string& root) {
  std::vector<std::string> files;
  std::set<std::string> seen;
  const auto add = [&](const std::string& pattern) {
    for (const std::string& path : MatchingPaths(root + pattern)) {
      if (seen.insert(path).second) files.push_back(path);
    }
  };
  for (const std::string& pattern : patterns) add(pattern);
  for (size_t i = 0; i < files.size() && files.size() < kMostFiles; ++i) {
    const auto text = ReadFile(files[i]);
    if (!text.ok()) continue;
    const std::string directory =
        files[i].substr(root.size(), files[i].rfind('/') + 1 - root.size());
    for (const std::string& line : LinesOf(*text)) {
      const std::vector<std::string> words = Words(line);
      const std::string word = Lower(words[0]);
      for (size_t k = 1; k < words.size(); ++k) {
        const std::string path(Unquoted(words[k]));
        // Relative to the file that says it (IPsec).
        if (word == "include") {
          add(path.starts_with('/') ? path : directory + path);
        } else if (word == "confdir") {
          add(path + "/*.conf");
        }
      }
    }
  }
  return files;
}

std::vector<SymmetricKey> SymmetricKeys() {
  std::vector<SymmetricKey> all;
  std::set<std::string> seen;
  const auto add = [&](const std::string& path, Parser parser,
                       const std::vector<std::string>& services) {
    struct stat info {};
    if (stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) ||
        !seen.insert(path).second) {
      return;
    }
    const auto text = ReadFile(path);
    if (!text.ok()) return;
    for (SymmetricKey& key : (parser == nullptr ? WholeFile : parser)(*text)) {
      key.path = path;
      key.services = services;
      all.push_back(std::move(key));
    }
  };
  for (const Place& place : Places()) {
    for (const std::string& path : MatchingPaths(place.pattern)) {
      add(path, place.parser, place.services);
    }
  }
  for (const std::string& path :
       WithIncluded({"/etc/ipsec.secrets", "/etc/ipsec.d/*.secrets",
                     "/etc/swanctl/swanctl.conf"})) {
    add(path, &IpsecKeys, {});
  }
  std::set<std::string> time_keys;
  AddNamed(WithIncluded({"/etc/chrony.conf", "/etc/chrony/chrony.conf",
                         "/etc/chrony*/*/*.conf", "/etc/chrony.d/*.conf"}),
           "keyfile", 1, time_keys);
  AddNamed(WithIncluded({"/etc/ntp.conf", "/etc/ntp*/ntp.conf"}), "keys", 1,
           time_keys);
  for (const std::string& path : time_keys) {
    add(path, &TimeKeys, {"_chrony", "chrony", "ntp", "ntpsec"});
  }
  std::set<std::string> disk_keys;
  AddNamed({"/etc/crypttab"}, "", 2, disk_keys);
  for (const std::string& path : disk_keys) add(path, nullptr, {});
  return all;
}

}  // namespace iec
