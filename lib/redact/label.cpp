// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/label.h"

#include <algorithm>
#include <array>

#include "lib/base/text.h"
#include "lib/redact/byte_kind.h"
#include "lib/redact/escape.h"
#include "lib/redact/match.h"

namespace iec {
namespace {

using std::string_view_literals::operator""sv;

struct SecretLabel {
  std::string_view word;  // lower case
  bool inside = false;    // also at the end of any longer word
};
constexpr std::array kSecretLabels = {
    SecretLabel{"authorization"},
    SecretLabel{"iec_record_key"},
    SecretLabel{"private_key"},
    SecretLabel{"private-key"},
    SecretLabel{"access_key"},
    SecretLabel{"access-key"},
    SecretLabel{"secret_key"},
    SecretLabel{"secret-key"},
    SecretLabel{"credential"},
    SecretLabel{"credentials"},
    SecretLabel{"passphrase", true},
    SecretLabel{"password", true},
    SecretLabel{"passwd", true},
    SecretLabel{"api_key"},
    SecretLabel{"api-key"},
    SecretLabel{"apikey", true},
    SecretLabel{"secret", true},
    SecretLabel{"token", true},
    SecretLabel{"psk"},
    SecretLabel{"pwd"},
    SecretLabel{"pass"},
};
constexpr std::array kSerialLabels = {
    "id_serial_short"sv, "serial number"sv, "serial_number"sv,
    "serial-number"sv,   "serialnumber"sv,  "serial no."sv,
    "serialno"sv,        "id_serial"sv,     "iserial"sv,
    "serial"sv,          "s/n"sv,           "sn"sv};
constexpr std::array kMacLabels = {"hwaddr"sv, "macaddr"sv, "mac_address"sv,
                                   "mac address"sv, "mac"sv};

constexpr size_t kMostBlanks = 32;
constexpr size_t kLongestName = 64;
constexpr size_t kLongestPassword = 128;
constexpr size_t kMacDigits = 12;

bool IsQuote(char c) { return c == '"' || c == '\''; }
bool IsVisible(char c) { return static_cast<unsigned char>(c) > ' '; }

template <typename Holds>
bool All(std::string_view text, Holds holds) {
  return std::all_of(text.begin(), text.end(), holds);
}

bool Begins(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char a, char b) {
                      return a == (IsUpper(b) ? static_cast<char>(b + 32) : b);
                    });
}

// Blanks, and the colours that a logger puts around what it names.
size_t Blanks(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && end < kMostBlanks) {
    const bool blank = text[end] == ' ' || text[end] == '\t';
    const size_t length = blank ? 1 : SequenceLength(text.substr(end));
    if (length == 0) break;
    end += length;
  }
  return end;
}

// A quote, with backslashes before it where it is in a text within a text.
struct Quote {
  size_t length = 0;  // 0: there is none
  char sign = 0;
};
Quote QuoteAt(std::string_view text) {
  const size_t slashes = Run(
      text, [](char c) { return c == '\\'; }, 16);
  if (slashes >= text.size() || !IsQuote(text[slashes])) return {};
  return {slashes + 1, text[slashes]};
}

// What stands between a label and its value.
struct Gap {
  size_t length = 0;
  char sign = ' ';      // one of : = # or none of them
  bool quoted = false;  // the label was
  Quote quote;          // of the value
};
Gap GapOf(std::string_view text) {
  Gap gap;
  size_t at = QuoteAt(text).length;
  gap.quoted = at > 0;
  at += Blanks(text.substr(at));
  const std::string_view rest = text.substr(at);
  if (!rest.empty() && IsOneOf(rest[0], ":=#")) {
    gap.sign = rest[0];
    at += rest.starts_with("=>") ? 2 : 1;
  } else if (Begins(rest, "%3d") || Begins(rest, "%3a")) {
    gap.sign = rest[2] == 'd' || rest[2] == 'D' ? '=' : ':';
    at += 3;
  }
  at += Blanks(text.substr(at));
  gap.quote = QuoteAt(text.substr(at));
  gap.length = at + gap.quote.length;
  return gap;
}

// Up to the quote that closes it: one with as many backslashes before it.
size_t QuotedValue(std::string_view text, const Quote& quote) {
  size_t slashes = 0;
  for (size_t at = 0; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == quote.sign && slashes + 1 == quote.length) {
      return at - slashes;
    }
    slashes = text[at] == '\\' ? slashes + 1 : 0;
  }
  return std::min(text.find('\n'), text.size());
}

size_t PlainValue(std::string_view text) {
  return Run(text,
             [](char c) { return IsVisible(c) && !IsOneOf(c, "\"'\\,;)]}>"); });
}

// "a wrong password: refused" is evidence: what follows a colon in prose has to
// look like a secret.
bool IsProse(std::string_view value) {
  constexpr size_t kLong = 4096;
  return value.size() < 6 || (value.size() < kLong && All(value, [](char c) {
                                return IsLower(c) || IsOneOf(c, " .-:");
                              }));
}

// --password, --http-password: the value may follow a blank.
bool IsOption(std::string_view text, size_t at) {
  size_t begin = at;
  while (begin > 0 && at - begin < kLongestName &&
         (IsLower(text[begin - 1]) || text[begin - 1] == '-')) {
    --begin;
  }
  return text.substr(begin).starts_with("--") &&
         (begin == 0 || !IsVisible(text[begin - 1]) ||
          IsQuote(text[begin - 1]));
}

// The first of its line, as a key of YAML is.
bool IsKeyOfLine(std::string_view text, size_t at) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '-')) --at;
  return at == 0 || text[at - 1] == '\n';
}

// "pass=12" counts, "PWD=/root" is where a shell is.
bool IsOtherUse(std::string_view label, std::string_view value) {
  if (label == "pass") {
    return All(value, [](char c) { return IsDigit(c) || IsOneOf(c, "/%."); });
  }
  return label == "pwd" && IsOneOf(value[0], "/~$");
}

size_t Scheme(std::string_view text) {
  for (const std::string_view scheme :
       {"bearer ", "basic ", "token ", "digest "}) {
    if (Begins(text, scheme)) return scheme.size();
  }
  return 0;
}

Labelled SecretBehind(std::string_view text, size_t at,
                      std::string_view label) {
  const std::string_view rest = text.substr(at + label.size());
  Gap gap = GapOf(rest);
  const bool option = IsOption(text, at);
  if (gap.sign == ' ' && (gap.length == 0 || gap.quoted || !option)) return {};
  // As short as these are, a colon behind them says nothing.
  const bool is_short = label.size() <= 4;
  if (is_short && gap.sign == ':' && !gap.quoted) return {};
  bool stated = gap.sign == '=' || gap.sign == ' ' || gap.quoted;
  if (label == "authorization") {
    const size_t scheme = Scheme(rest.substr(gap.length));
    gap.length += scheme;
    stated = stated || scheme > 0;
  }
  const std::string_view after = rest.substr(gap.length);
  const size_t length =
      gap.quote.length > 0 ? QuotedValue(after, gap.quote) : PlainValue(after);
  const std::string_view value = after.substr(0, length);
  if (value.empty() || IsOtherUse(label, value) || MatchTestId(value) > 0) {
    return {};
  }
  // The quote of 'password: ' closes.
  if (gap.quote.length > 0 && !gap.quoted && value[0] == ' ') return {};
  if (gap.quote.length == 0) {
    // A text that is cut, or Python's: what is below it has labels of its own.
    if (IsOneOf(value[0], "{[")) return {};
    if (gap.sign == ' ' && value[0] == '-') return {};
    const std::string lower = Lower(value.substr(0, 8));
    for (const std::string_view word : {"null", "none", "true", "false"}) {
      if (lower == word) return {};
    }
    const bool alone = length == after.size() || after[length] == '\n';
    stated = stated || (alone && IsKeyOfLine(text, at));
  }
  if (!stated && IsProse(value)) return {};
  return {"secret", label.size() + gap.length, length};
}

Labelled SerialBehind(std::string_view rest, std::string_view label) {
  Gap gap = GapOf(rest.substr(label.size()));
  if (gap.length == 0 || (label == "sn" && gap.sign == ' ')) return {};
  std::string_view after = rest.substr(label.size() + gap.length);
  if (label == "iserial") {  // "iSerial   3 SN123": the index of the text
    size_t index = Run(after, IsDigit, 3);
    if (index > 0) index += Blanks(after.substr(index));
    gap.length += index;
    after.remove_prefix(index);
  }
  const size_t length = Run(
      after, [](char c) { return IsWordByte(c) || c == '-' || c == '.'; }, 100);
  const std::string_view value = after.substr(0, length);
  const bool telling = std::any_of(value.begin(), value.end(), IsDigit) ||
                       (gap.sign != ' ' && All(value, [](char c) {
                          return IsUpper(c) || c == '-';
                        }));
  if (length < 5 || !telling || Begins(value, "tty")) return {};
  return {"serial", label.size() + gap.length, length};
}

Labelled MacBehind(std::string_view rest, std::string_view label) {
  const Gap gap = GapOf(rest.substr(label.size()));
  if (gap.length == 0) return {};
  const std::string_view after = rest.substr(label.size() + gap.length);
  const size_t length = Run(
      after,
      [](char c) {
        return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      },
      kMacDigits + 1);
  if (length != kMacDigits ||
      (length < after.size() && IsWordByte(after[length]))) {
    return {};
  }
  return {"mac", label.size() + gap.length, length};
}

// Of "NAME:value" the value, where it is the password of a URL, of curl or of
// chpasswd, or the hash of an old /etc/shadow.
size_t SecretBehindName(std::string_view text, size_t at) {
  if (at < 2 || text[at - 1] != ':') return 0;
  size_t begin = at - 1;
  while (begin > 0 && at - begin < kLongestName &&
         (IsWordByte(text[begin - 1]) || IsOneOf(text[begin - 1], ".-%"))) {
    --begin;
  }
  if (begin == at - 1) return 0;
  const std::string_view rest = text.substr(at);
  const size_t length = Run(
      rest, [](char c) { return IsVisible(c) && !IsQuote(c); },
      kLongestPassword);
  const std::string_view value = rest.substr(0, length);
  std::string_view before = text.substr(0, begin);
  if (before.ends_with("://")) {
    const size_t sign = value.find('@');
    return sign == std::string_view::npos ? 0 : sign;
  }
  if (before.ends_with('"') || before.ends_with('\'')) before.remove_suffix(1);
  for (const std::string_view option :
       {" -u ", " -u", " --user ", " --user="}) {
    const bool ids = All(value, IsDigit);  // of a container
    if (!ids && before.ends_with(option)) return length;
  }
  constexpr size_t kDes = 13;
  const size_t des =
      Run(value, [](char c) { return IsWordByte(c) || c == '.' || c == '/'; });
  if (des == kDes && value.size() > kDes + 1 && value[kDes] == ':' &&
      IsDigit(value[kDes + 1])) {
    return kDes;
  }
  std::string_view after = rest.substr(length);
  after.remove_prefix(Run(
      after, [](char c) { return c == ' ' || IsQuote(c); }, 8));
  if (!after.starts_with('|')) return 0;
  constexpr size_t kNear = 24;  // "| sudo /usr/sbin/chpasswd"
  return after.substr(0, kNear + 8).find("chpasswd") != std::string_view::npos
             ? length
             : 0;
}

}  // namespace

Labelled MatchLabelled(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  const bool begins = at == 0 || !IsWordByte(text[at - 1]);
  const bool part = begins || text[at - 1] == '_';
  for (const SecretLabel& label : kSecretLabels) {
    if (!(part || label.inside) || !Begins(rest, label.word)) continue;
    const Labelled found = SecretBehind(text, at, label.word);
    if (found.value > 0) return found;
  }
  if (!part) return {};
  for (const std::string_view label : kSerialLabels) {
    if (!Begins(rest, label)) continue;
    const Labelled found = SerialBehind(rest, label);
    if (found.value > 0) return found;
  }
  for (const std::string_view label : kMacLabels) {
    if (!Begins(rest, label)) continue;
    const Labelled found = MacBehind(rest, label);
    if (found.value > 0) return found;
  }
  return {"secret", 0, begins ? SecretBehindName(text, at) : 0};
}

bool IsSecretName(std::string_view key) {
  std::string name = Lower(key);
  if (name.ends_with('s')) name.pop_back();
  return std::any_of(kSecretLabels.begin(), kSecretLabels.end(),
                     [&name](const SecretLabel& label) {
                       // "pass" of JSON is a verdict or a count.
                       if (label.word == "pass" || !name.ends_with(label.word))
                         return false;
                       const size_t before = name.size() - label.word.size();
                       return label.inside || before == 0 ||
                              !IsWordByte(name[before - 1]) ||
                              name[before - 1] == '_';
                     });
}

}  // namespace iec
