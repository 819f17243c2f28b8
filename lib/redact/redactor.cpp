// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/redactor.h"

#include <algorithm>

#include "lib/base/text.h"
#include "lib/redact/byte_kind.h"
#include "lib/redact/escape.h"
#include "lib/redact/label.h"
#include "lib/redact/match.h"

namespace iec {
namespace {

std::vector<std::string> LowerLongestFirst(
    const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const std::string& word : words) {
    if (!word.empty()) out.push_back(Lower(word));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const std::string& a, const std::string& b) {
                     return a.size() > b.size();
                   });
  return out;
}

// dut7 is in dut7_eth0 and in dut7-2, and not in dut70.
bool EndsGiven(std::string_view text, size_t at) {
  return at >= text.size() || text[at] == '_' || !IsWordByte(text[at]);
}

// Digests by which a verdict can be traced to what was tested.
bool IsProvenance(std::string_view before, std::string_view digest) {
  constexpr size_t kSha1 = 40;
  constexpr size_t kSha256 = 64;
  if (digest.size() != kSha1 && digest.size() != kSha256) return false;
  const size_t end = before.find_last_not_of(" \t\"'\\:=");
  if (end == std::string_view::npos || end + 1 == before.size()) return false;
  const std::string_view name = before.substr(0, end + 1);
  for (const std::string_view key :
       {"sha256sum", "commit", "commit_id", "revision"}) {
    if (!name.ends_with(key)) continue;
    return name.size() == key.size() ||
           !IsWordByte(name[name.size() - key.size() - 1]);
  }
  return false;
}

}  // namespace

Redactor::Redactor(const RedactOptions& options, Pseudonyms pseudonyms)
    : pseudonyms_(std::move(pseudonyms)),
      hosts_(LowerLongestFirst(options.hosts)),
      serials_(LowerLongestFirst(options.serials)),
      people_(options.users) {}

std::string Redactor::Person(std::string_view name) {
  if (name.empty()) return {};
  return pseudonyms_.Of("user", name);
}

std::string Redactor::Secret(std::string_view value) {
  if (value.empty()) return {};
  return pseudonyms_.Of("secret", value);
}

// A host or a serial number that the caller gave.
size_t Redactor::ReplaceGiven(std::string_view text, size_t at,
                              std::string& out) {
  if (hosts_.empty() && serials_.empty()) return 0;
  constexpr size_t kLongestWord = 255;  // a name of a host
  size_t end = at;
  while (end < text.size() && end - at < kLongestWord &&
         IsNameByte(text[end])) {
    ++end;
  }
  const std::string lower = Lower(text.substr(at, end - at));
  for (const std::string& serial : serials_) {
    if (!lower.starts_with(serial) || !EndsGiven(lower, serial.size())) {
      continue;
    }
    out += pseudonyms_.Of("serial", serial);
    return serial.size();
  }
  for (const std::string& host : hosts_) {
    // What is below a domain goes with it, and the domain of a host.
    size_t begin = lower.find(host);
    while (begin != std::string::npos &&
           !((begin == 0 || lower[begin - 1] == '.') &&
             EndsGiven(lower, begin + host.size()))) {
      begin = lower.find(host, begin + 1);
    }
    if (begin == std::string::npos) continue;
    size_t length = begin + host.size();
    if (length < lower.size() && lower[length] == '.') {
      while (length < lower.size() && lower[length] != '_') ++length;
      while (lower[length - 1] == '.' || lower[length - 1] == '-') --length;
    }
    out += pseudonyms_.Of("host", lower.substr(0, length));
    return length;
  }
  return 0;
}

size_t Redactor::ReplaceLabelled(std::string_view text, size_t at,
                                 std::string& out) {
  const Labelled found = MatchLabelled(text, at);
  if (found.value == 0) return 0;
  out += text.substr(at, found.label);
  out += pseudonyms_.Of(found.kind, text.substr(at + found.label, found.value));
  return found.label + found.value;
}

// Where a word begins.
size_t Redactor::Replace(std::string_view text, size_t at, std::string& out) {
  const std::string_view rest = text.substr(at);
  const auto put = [&](std::string_view kind, size_t length) {
    out += pseudonyms_.Of(kind, rest.substr(0, length));
    return length;
  };
  if (const size_t length = ReplaceLabelled(text, at, out)) return length;
  if (const size_t length = MatchEmail(rest)) return put("mail", length);
  if (const size_t length = ReplaceGiven(text, at, out)) return length;
  if (const size_t length = people_.Match(text, at)) return put("user", length);
  if (const size_t length = MatchMac(rest)) return put("mac", length);
  if (const size_t length = MatchIpv4(rest)) return put("ip", length);
  if (const size_t length = MatchIpv6(rest)) return put("ip", length);
  if (const size_t length = MatchSecret(rest)) {
    if (!IsProvenance(text.substr(0, at), rest.substr(0, length))) {
      return put("secret", length);
    }
    out += rest.substr(0, length);
    return length;
  }
  return 0;
}

// Within a word: DB_PASSWORD=, eth0_10.1.2.3, addr10.1.2.3, x_lab.corp.
size_t Redactor::ReplaceInWord(std::string_view text, size_t at, bool is_id,
                               std::string& out) {
  if (const size_t length = ReplaceLabelled(text, at, out)) return length;
  const std::string_view rest = text.substr(at);
  const char before = text[at - 1];
  const auto put = [&](std::string_view kind, size_t length) {
    out += pseudonyms_.Of(kind, rest.substr(0, length));
    return length;
  };
  const bool part = before == '_';
  // 1_1.1.3.12 is the number of a test in LAVA.
  const bool two_digits =
      rest.size() > 1 && IsDigit(rest[0]) && IsDigit(rest[1]);
  if (two_digits && !IsDigit(before) && before != 'v' && before != 'V') {
    if (const size_t length = MatchIpv4(rest)) return put("ip", length);
  }
  if (!part || is_id) return 0;
  if (const size_t length = MatchMac(rest)) return put("mac", length);
  return ReplaceGiven(text, at, out);
}

void Redactor::Line(std::string_view line, std::string& out) {
  std::string kept;
  if (key_.open()) {
    kept = key_.WithoutKey(line);
    line = kept;
  }
  bool begins = true;  // a word
  bool is_id = false;
  size_t at = 0;
  while (at < line.size()) {
    const std::string_view rest = line.substr(at);
    const KeyBlock::Begin key = key_.Open(rest);
    if (key.head > 0) {
      out += rest.substr(0, key.head);
      out += " removed ";
      at += key.head + key.body;
      begins = true;
      continue;
    }
    if (const size_t escape = EscapeLength(rest)) {
      out += rest.substr(0, escape);
      at += escape;
      begins = true;
      continue;
    }
    if (begins) is_id = MatchTestId(rest) > 0;
    // ':' of "::1" and '$' of "$6$" begin things as well as letters do.
    const size_t taken = begins && !is_id ? Replace(line, at, out)
                         : begins         ? 0
                                          : ReplaceInWord(line, at, is_id, out);
    if (taken > 0) {
      at += taken;
      begins = false;
      continue;
    }
    if (at > 0 && line[at - 1] == '\\') {
      const size_t tail = EscapeTail(rest);
      out += rest.substr(0, tail);
      at += tail;
      begins = true;
      if (tail > 0) continue;
    }
    begins = !IsWordByte(line[at]);
    out += line[at++];
  }
}

std::string Redactor::Text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (;;) {
    const size_t end = text.find('\n');
    Line(text.substr(0, end), out);
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace iec
