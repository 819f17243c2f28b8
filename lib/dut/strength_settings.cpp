// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/strength_settings.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/paths.h"

namespace iec {
namespace {

constexpr std::array<std::string_view, 4> kCredits = {"dcredit", "ucredit",
                                                      "lcredit", "ocredit"};

struct Setting {
  std::string key;
  std::string value;
};

std::vector<Setting> SettingsIn(std::string_view text) {
  std::vector<Setting> settings;
  for (const std::string& line : Split(text, '\n')) {
    const std::string_view said =
        Trim(std::string_view(line).substr(0, line.find('#')));
    if (said.empty()) continue;
    const size_t equals = said.find('=');
    settings.push_back({std::string(Trim(said.substr(0, equals))),
                        equals == std::string_view::npos
                            ? ""
                            : std::string(Trim(said.substr(equals + 1)))});
  }
  return settings;
}

std::string Arguments(const PamRule& rule) {
  return Join(rule.arguments, "\n");
}

// The file, if it is there; its path is noted either way.
std::string Say(const std::string& path, StrengthSettings& settings) {
  settings.files.push_back(path);
  const auto text = ReadFile(path);
  return text.ok() ? *text : "";
}

}  // namespace

void ApplyPwquality(std::string_view text, StrengthSettings& settings) {
  for (const auto& [key, value] : SettingsIn(text)) {
    const int64_t number = ParseInteger(value).value_or(0);
    if (key == "minlen") settings.min_length = number;
    if (key == "minclass") settings.min_classes = number;
    if (key == "difok") settings.min_changed = number;
    if (key == "dictcheck") settings.dictionary = number != 0;
    if (key == "enforcing") settings.enforced = number != 0;
    for (size_t i = 0; i < kCredits.size(); ++i) {
      if (key != kCredits[i]) continue;
      settings.credits = settings.credits || number > 0;
      settings.demanded[i] = number < 0;
    }
  }
}

int64_t ClassesOf(const StrengthSettings& settings) {
  return std::max<int64_t>(
      settings.min_classes,
      std::count(settings.demanded.begin(), settings.demanded.end(), true));
}

void ApplyPasswdqc(std::string_view text, StrengthSettings& settings) {
  for (const auto& [key, value] : SettingsIn(text)) {
    if (key == "enforce") settings.enforced = value != "none";
    if (key != "min") continue;
    // For one class, two, passphrases, three classes, four classes.
    const std::vector<std::string> lengths = Split(value, ',');
    constexpr int64_t kClasses[] = {1, 2, 1, 3, 4};
    settings.min_length = 0;
    for (size_t i = 0; i < lengths.size() && i < std::size(kClasses); ++i) {
      const auto length = ParseInteger(lengths[i]);
      if (!length || i == 2) continue;
      if (settings.min_length == 0) settings.min_classes = kClasses[i];
      if (settings.min_length == 0 || *length < settings.min_length) {
        settings.min_length = *length;
      }
    }
  }
}

namespace {

// What this module demands; nothing in `module` where it judges no strength.
StrengthSettings SettingsOf(const PamRule& rule) {
  StrengthSettings settings;
  if (rule.module == "pam_pwquality.so") {
    settings.module = rule.module;
    settings.min_length = 8;  // its defaults
    settings.min_changed = 1;
    settings.dictionary = true;
    ApplyPwquality(Say("/etc/security/pwquality.conf", settings), settings);
    for (const std::string& path :
         MatchingPaths("/etc/security/pwquality.conf.d/*.conf")) {
      ApplyPwquality(Say(path, settings), settings);
    }
    ApplyPwquality(Arguments(rule), settings);
  } else if (rule.module == "pam_cracklib.so") {
    settings.module = rule.module;
    settings.min_length = 9;
    settings.min_changed = 5;
    settings.dictionary = true;
    ApplyPwquality(Arguments(rule), settings);
  } else if (rule.module == "pam_passwdqc.so") {
    settings.module = rule.module;
    settings.dictionary = true;
    for (const std::string& argument : rule.arguments) {
      if (argument.starts_with("config=")) {
        ApplyPasswdqc(Say(argument.substr(7), settings), settings);
      }
    }
    ApplyPasswdqc(Arguments(rule), settings);
  }
  return settings;
}

}  // namespace

// Of several the strictest decides.
StrengthSettings ReadStrengthSettings(const std::string& service) {
  StrengthSettings all;
  all.enforced = false;
  const auto note = [&all](const std::string& path) {
    if (std::find(all.files.begin(), all.files.end(), path) ==
        all.files.end()) {
      all.files.push_back(path);
    }
  };
  note("/etc/pam.d/" + service);
  for (const PamRule& rule : PamStack(service, "password")) {
    note(rule.file);
    const StrengthSettings one = SettingsOf(rule);
    if (one.module.empty()) continue;
    for (const std::string& path : one.files) note(path);
    all.module = one.module;
    all.min_length = std::max(all.min_length, one.min_length);
    all.min_classes = std::max(all.min_classes, ClassesOf(one));
    all.min_changed = std::max(all.min_changed, one.min_changed);
    all.dictionary = all.dictionary || one.dictionary;
    all.enforced = all.enforced || one.enforced;
    all.credits = all.credits || one.credits;
  }
  return all;
}

}  // namespace iec
