// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/login_prompt.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "lib/base/text.h"

namespace iec {
namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (IsWordCharacter(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

bool HasWord(const std::vector<std::string>& words,
             std::initializer_list<std::string_view> wanted) {
  return std::any_of(words.begin(), words.end(), [&](const auto& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

bool HasText(std::string_view text,
             std::initializer_list<std::string_view> wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

void EraseAll(std::string& text, std::string_view part) {
  if (part.empty()) return;
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos;) {
    text.replace(at, part.size(), " ");
  }
}

// The size of the control sequence (ECMA-48) at the start of `text`.
size_t SequenceSize(std::string_view text) {
  if (text.size() < 2) return text.size();
  if (text[1] == '[') {
    size_t end = 2;
    while (end < text.size() && (text[end] < '@' || text[end] > '~')) ++end;
    return std::min(end + 1, text.size());
  }
  if (text[1] == ']') {  // a title, up to BEL or ESC backslash
    for (size_t end = 2; end < text.size(); ++end) {
      if (text[end] == '\a') return end + 1;
      if (text.substr(end, 2) == "\x1b\\") return end + 2;
    }
    return text.size();
  }
  return 2;
}

std::string HostName() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

}  // namespace

bool AsksForRepetition(std::string_view prompt) {
  return HasText(Lower(prompt), {"retype", "re-type", "repeat", "again",
                                 "erneut", "wiederhol", "retap", "vuelva"});
}

bool IsLoginOf(std::string_view host, std::string_view prompt) {
  constexpr std::string_view kEnd = " login:";
  std::string_view name = Trim(prompt);
  if (!name.ends_with(kEnd)) return false;
  name.remove_suffix(kEnd.size());
  const size_t dot = name.find('.');
  return !name.empty() && (name == host || name.substr(0, dot) ==
                                               host.substr(0, host.find('.')));
}

PromptKind ClassifyPrompt(std::string_view prompt, std::string_view user) {
  // Whatever the device is called.
  if (IsLoginOf(HostName(), prompt)) return PromptKind::kLogin;
  std::string text = Lower(Trim(prompt));
  EraseAll(text, Lower(user));
  const std::vector<std::string> words = Words(text);

  // In a session su and sudo speak the language of the device.
  const bool password =
      HasWord(words, {"password", "passwords", "passphrase", "passwd"}) ||
      HasText(text, {"passwort", "kennwort", "mot de passe", "contrase"});
  if (password &&
      (AsksForRepetition(text) ||
       HasWord(words, {"new", "neue", "neues", "nouveau", "nueva"}))) {
    return PromptKind::kNewPassword;
  }
  if (password && HasWord(words, {"current", "old", "aktuelles", "derzeitiges",
                                  "altes", "actuel", "actual"})) {
    return PromptKind::kCurrentPassword;
  }
  const bool code =
      std::any_of(words.begin(), words.end(),
                  [](const auto& word) { return word.ends_with("code"); }) ||
      HasWord(words,
              {"codes", "otp", "totp", "hotp", "token", "verification", "pin",
               "onetime", "2fa", "mfa", "authenticator", "codigo"}) ||
      HasText(text, {"one-time", "one time", "einmal", "verificaci",
                     "v\xc3\xa9rification",
                     "c\xc3\xb3"
                     "digo"});
  if (code && password &&
      (text.find_first_of("&+") != std::string::npos ||
       HasWord(words, {"and", "plus"}))) {
    return PromptKind::kPasswordAndCode;
  }
  // "One-time password" is a code.
  if (code) return PromptKind::kCode;
  if (password) return PromptKind::kPassword;
  if (text.ends_with("login:") && !HasText(text, {"last login"})) {
    return PromptKind::kLogin;
  }
  if (text.ends_with("username:") || text.ends_with("user name:")) {
    return PromptKind::kLogin;
  }
  return PromptKind::kOther;
}

std::string_view Describe(PromptKind kind) {
  switch (kind) {
    case PromptKind::kLogin:
      return "the login prompt";
    case PromptKind::kPassword:
      return "the password prompt";
    case PromptKind::kCode:
      return "the prompt for a code";
    case PromptKind::kPasswordAndCode:
      return "the prompt for password and code";
    case PromptKind::kCurrentPassword:
      return "the prompt for the current password";
    case PromptKind::kNewPassword:
      return "the prompt for a new password";
    case PromptKind::kOther:
      break;
  }
  return "an unknown prompt";
}

std::string PlainText(std::string_view output) {
  std::string plain;
  while (!output.empty()) {
    size_t size = 1;
    if (output.front() == '\x1b') {
      size = SequenceSize(output);
    } else if (output.front() == '\n' || output.front() == '\t' ||
               static_cast<unsigned char>(output.front()) >= 0x20) {
      plain += output.front();
    }
    output.remove_prefix(size);
  }
  return plain;
}

std::string CurrentLine(std::string_view output) {
  const size_t newline = output.rfind('\n');
  if (newline != std::string_view::npos) output.remove_prefix(newline + 1);
  return PlainText(output);
}

void Redactor::Add(const std::string& secret) {
  if (secret.empty()) return;
  secrets_.push_back(secret);
  // One may be the start of another.
  std::sort(secrets_.begin(), secrets_.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string Redactor::Apply(std::string_view text) const {
  std::string clean(text);
  for (const std::string& secret : secrets_) {
    constexpr std::string_view kInstead = "[secret]";
    for (size_t at = 0; (at = clean.find(secret, at)) != std::string::npos;
         at += kInstead.size()) {
      clean.replace(at, secret.size(), kInstead);
    }
  }
  return clean;
}

}  // namespace iec
