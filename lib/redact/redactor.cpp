// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/redactor.h"

#include <algorithm>
#include <array>

#include "lib/base/text.h"
#include "lib/redact/match.h"

namespace iec {
namespace {

// Accounts that no person has; their names are evidence.
constexpr std::array<std::string_view, 40> kNobody = {
    "_apt",   "admin",   "avahi", "backup",   "bin",     "daemon",
    "debian", "games",   "git",   "gnats",    "guest",   "irc",
    "lava",   "list",    "lp",    "mail",     "man",     "messagebus",
    "news",   "nobody",  "ntp",   "operator", "polkitd", "proxy",
    "root",   "service", "ssh",   "sshd",     "sync",    "sys",
    "syslog", "systemd", "test",  "tss",      "ubuntu",  "user",
    "users",  "uucp",    "uuidd", "www-data"};
constexpr size_t kShortestName = 3;
constexpr size_t kLongestName = 32;
constexpr size_t kLongestWord = 255;  // a name of a host
constexpr size_t kMaxPeople = 10'000;

bool IsNameByte(char c) { return IsWordByte(c) || c == '.' || c == '-'; }

std::string_view NameAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && end - at <= kLongestName &&
         IsNameByte(text[end])) {
    ++end;
  }
  while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  return text.substr(at, end - at);
}

// Signs behind which the name of a person stands.
constexpr std::array<std::string_view, 9> kBefore = {
    "/home/",
    "for user ",
    "for invalid user ",
    "invalid user ",
    "Accepted password for ",
    "Failed password for ",
    "Accepted publickey for ",
    "authentication failure for ",
    "sudo: "};

// "\n" and "\x1b" as JSON and YAML write them: a word may begin right behind.
size_t EscapeLength(std::string_view text) {
  if (text.size() < 2 || text[0] != '\\') return 0;
  switch (text[1]) {
    case 'x':
      return std::min<size_t>(4, text.size());
    case 'u':
      return std::min<size_t>(6, text.size());
    case 'n':
    case 'r':
    case 't':
    case 'b':
    case 'f':
    case 'e':
    case '"':
    case '\\':
    case '/':
      return 2;
    default:
      return 0;
  }
}

constexpr std::string_view kPemBegin = "-----BEGIN ";
constexpr std::string_view kPemDashes = "-----";
constexpr size_t kLongestLabel = 64;  // "RSA PRIVATE KEY"

// "-----BEGIN ...-----", or what a torn line has of it. 0 where it is none: its
// words are as telling as any.
size_t KeyHead(std::string_view text) {
  if (!text.starts_with(kPemBegin)) return 0;
  size_t end = kPemBegin.size();
  while (end < text.size() && end < kPemBegin.size() + kLongestLabel &&
         (text[end] == ' ' || (text[end] >= 'A' && text[end] <= 'Z') ||
          (text[end] >= '0' && text[end] <= '9'))) {
    ++end;
  }
  const std::string_view dashes = text.substr(end, kPemDashes.size());
  return kPemDashes.starts_with(dashes) ? end + dashes.size() : 0;
}

size_t KeyBody(std::string_view text) {
  size_t end = 0;
  while (end < text.size() &&
         (IsWordByte(text[end]) ||
          std::string_view("+/= \t\r\n\\:,").find(text[end]) !=
              std::string_view::npos)) {
    ++end;
  }
  return end;
}

}  // namespace

Redactor::Redactor(const RedactOptions& options, Pseudonyms pseudonyms)
    : pseudonyms_(std::move(pseudonyms)) {
  for (const std::string& host : options.hosts) {
    if (!host.empty()) hosts_.push_back(Lower(host));
  }
  users_.insert(options.users.begin(), options.users.end());
  for (const std::string& serial : options.serials) {
    if (!serial.empty()) serials_.insert(Lower(serial));
  }
  users_.erase("");
}

void Redactor::LearnPerson(std::string_view name) {
  if (name.size() < kShortestName || name.size() > kLongestName) return;
  if (users_.size() >= kMaxPeople || name.starts_with("systemd-")) return;
  if (name.front() >= '0' && name.front() <= '9') return;
  if (std::find(kNobody.begin(), kNobody.end(), Lower(name)) != kNobody.end()) {
    return;
  }
  users_.emplace(name);
}

void Redactor::Learn(std::string_view text) {
  for (const std::string_view sign : kBefore) {
    for (size_t at = text.find(sign); at != std::string_view::npos;
         at = text.find(sign, at + 1)) {
      const std::string_view name = NameAt(text, at + sign.size());
      // "sudo: alice : TTY=pts/0"; else it is a message of sudo.
      if (sign == "sudo: " &&
          !text.substr(at + sign.size() + name.size()).starts_with(" : ")) {
        continue;
      }
      if (name == "invalid") continue;
      LearnPerson(name);
    }
  }
  // uid=1000(alice), of people only.
  constexpr std::string_view kUid = "uid=";
  for (size_t at = text.find(kUid); at != std::string_view::npos;
       at = text.find(kUid, at + 1)) {
    // No further: a line full of them would be read again for each.
    const size_t open = text.substr(0, at + 15).find('(', at);
    if (open == std::string_view::npos) continue;
    const auto uid = ParseInteger(text.substr(at + 4, open - at - 4));
    if (uid && *uid >= 1000 && *uid < 65534) {
      LearnPerson(NameAt(text, open + 1));
    }
  }
  // alice:x:1000:
  for (size_t at = text.find(":x:"); at != std::string_view::npos;
       at = text.find(":x:", at + 1)) {
    const size_t end = text.find(':', at + 3);
    if (end == std::string_view::npos || end - at > 13) continue;
    const auto uid = ParseInteger(text.substr(at + 3, end - at - 3));
    size_t begin = at;
    while (begin > 0 && IsNameByte(text[begin - 1])) --begin;
    if (uid && *uid >= 1000 && *uid < 65534) {
      LearnPerson(text.substr(begin, at - begin));
    }
  }
  // alice@host, of a prompt or an address.
  for (size_t at = text.find('@'); at != std::string_view::npos;
       at = text.find('@', at + 1)) {
    size_t begin = at;
    while (begin > 0 && at - begin <= kLongestName &&
           IsNameByte(text[begin - 1])) {
      --begin;
    }
    // A unit of systemd, getty@tty1.service, is no address.
    const std::string_view after = NameAt(text, at + 1);
    if (after.empty() || after.ends_with(".service")) continue;
    LearnPerson(text.substr(begin, at - begin));
  }
}

std::string Redactor::Person(std::string_view name) {
  if (name.empty()) return {};
  return pseudonyms_.Of("user", name);
}

std::string Redactor::Secret(std::string_view value) {
  if (value.empty()) return {};
  return pseudonyms_.Of("secret", value);
}

// A whole word that the caller gave or that was learnt.
size_t Redactor::ReplaceWord(std::string_view text, size_t at,
                             std::string& out) {
  size_t end = at;
  while (end < text.size() && end - at < kLongestWord &&
         IsNameByte(text[end])) {
    ++end;
  }
  while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  const std::string_view name = text.substr(at, end - at);
  if (name.empty()) return 0;
  const std::string lower = Lower(name);
  for (const std::string& host : hosts_) {
    const bool is = lower == host || lower.ends_with("." + host) ||
                    lower.starts_with(host + ".");
    if (!is) continue;
    out += pseudonyms_.Of("host", lower);
    return name.size();
  }
  size_t word_end = at;
  while (word_end < end && IsWordByte(text[word_end])) ++word_end;
  for (const std::string_view word : {name, text.substr(at, word_end - at)}) {
    if (serials_.contains(Lower(word))) {
      out += pseudonyms_.Of("serial", word);
      return word.size();
    }
    if (users_.contains(word)) {
      out += pseudonyms_.Of("user", word);
      return word.size();
    }
  }
  return 0;
}

size_t Redactor::Replace(std::string_view text, size_t at, std::string& out) {
  const std::string_view rest = text.substr(at);
  const auto put = [&](std::string_view kind, size_t length) {
    out += pseudonyms_.Of(kind, rest.substr(0, length));
    return length;
  };
  for (const bool secret : {true, false}) {
    const Labelled found =
        secret ? MatchLabelledSecret(rest) : MatchLabelledSerial(rest);
    if (found.value == 0) continue;
    out += rest.substr(0, found.label);
    out += pseudonyms_.Of(secret ? "secret" : "serial",
                          rest.substr(found.label, found.value));
    return found.label + found.value;
  }
  if (const size_t length = MatchEmail(rest)) return put("mail", length);
  if (const size_t length = ReplaceWord(text, at, out)) return length;
  if (const size_t length = MatchMac(rest)) return put("mac", length);
  if (const size_t length = MatchIpv4(rest)) return put("ip", length);
  if (const size_t length = MatchIpv6(rest)) return put("ip", length);
  if (const size_t length = MatchSecret(rest)) return put("secret", length);
  return 0;
}

std::string Redactor::Text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool boundary = true;
  size_t at = 0;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (in_key_) {
      // Up to its end, or where something else begins: a torn key must not
      // swallow the rest of a log.
      const size_t end = KeyBody(rest);
      in_key_ = end == rest.size();
      at += end;
      boundary = true;
      continue;
    }
    if (const size_t head = KeyHead(rest)) {
      out += rest.substr(0, head);
      out += " removed ";
      in_key_ = true;
      at += head;
      continue;
    }
    if (const size_t escape = EscapeLength(rest)) {
      out += rest.substr(0, escape);
      at += escape;
      boundary = true;
      continue;
    }
    // ':' of "::1" and '$' of "$6$" begin things as well as letters do.
    if (boundary) {
      if (const size_t taken = Replace(text, at, out)) {
        at += taken;
        boundary = false;
        continue;
      }
    }
    boundary = !IsWordByte(text[at]);
    out += text[at++];
  }
  return out;
}

}  // namespace iec
