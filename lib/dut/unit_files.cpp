// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/unit_files.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/paths.h"

namespace iec {
namespace {

// The first one that has a unit's file counts.
constexpr const char* kUnitDirectories[] = {
    "/etc/systemd/system.control", "/run/systemd/system.control",
    "/run/systemd/transient",      "/run/systemd/generator.early",
    "/etc/systemd/system",         "/run/systemd/system",
    "/run/systemd/generator",      "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",     "/lib/systemd/system",
    "/run/systemd/generator.late",
};

// What the kernel, the login manager and udev start by themselves.
constexpr const char* kTargets[] = {
    "default.target",   "multi-user.target",   "graphical.target",
    "sysinit.target",   "basic.target",        "rescue.target",
    "emergency.target", "ctrl-alt-del.target", "kbrequest.target",
    "sigpwr.target",    "reboot.target",       "poweroff.target",
    "halt.target",      "shutdown.target",     "suspend.target",
    "hibernate.target", "sleep.target",        "bluetooth.target",
    "printer.target",   "smartcard.target",    "sound.target",
    "usb-gadget.target"};

std::string SuffixOf(const std::string& unit) {
  const size_t dot = unit.rfind('.');
  return dot == std::string::npos ? "" : unit.substr(dot);
}

std::string TextOf(const std::string& path) {
  auto text = ReadFile(path);
  return text.ok() ? *std::move(text) : "";
}

}  // namespace

std::vector<std::string> CommandWords(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of("-@:+!"), line.size()));
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\\' && i + 1 < line.size()) {
      word += line[++i];
      in_word = true;
    } else if (quote != '\0' ? c == quote : (c == '"' || c == '\'')) {
      quote = quote == '\0' ? c : '\0';
      in_word = true;
    } else if (quote == '\0' && (c == ' ' || c == '\t')) {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (in_word) words.push_back(std::move(word));
  return words;
}

std::map<std::string, std::string> WantedUnits(
    const std::vector<std::string>& patterns) {
  std::map<std::string, std::string> units;
  for (const char* directory : kUnitDirectories) {
    for (const char* kind : {"wants", "requires"}) {
      for (const std::string& pattern : patterns) {
        for (const std::string& link : MatchingPaths(
                 std::string(directory) + "/*." + kind + "/" + pattern)) {
          units.emplace(link.substr(link.rfind('/') + 1), link);
        }
      }
    }
  }
  return units;
}

std::set<std::string> AllUnits(const std::vector<std::string>& endings) {
  std::set<std::string> units;
  for (const char* directory : kUnitDirectories) {
    for (std::string& name : FilesIn(directory)) {
      if (std::any_of(endings.begin(), endings.end(),
                      [&](const auto& end) { return name.ends_with(end); })) {
        units.insert(std::move(name));
      }
    }
  }
  return units;
}

std::vector<std::string> UnitsNamedBy(const std::string& unit,
                                      std::string_view text) {
  std::vector<std::string> named;
  for (const char* key : {"Wants", "Requires", "BindsTo", "Upholds",
                          "OnFailure", "OnSuccess", "Unit", "Service"}) {
    for (const std::string& value : UnitValues(text, key)) {
      for (const std::string& word : Split(value, ' ')) {
        if (!word.empty()) named.push_back(word);
      }
    }
  }
  const std::string suffix = SuffixOf(unit);
  if (suffix == ".timer" || suffix == ".path" || suffix == ".socket") {
    const std::string stem = unit.substr(0, unit.size() - suffix.size());
    named.push_back(stem + ".service");
    named.push_back(stem + "@.service");
  }
  return named;
}

std::map<std::string, std::string> StartedServices() {
  std::map<std::string, std::string> found = WantedUnits({"*"});
  for (const char* target : kTargets) found.emplace(target, "");
  std::vector<std::pair<std::string, std::string>> open(found.begin(),
                                                        found.end());
  while (!open.empty()) {
    const auto [unit, link] = open.back();
    open.pop_back();
    for (std::string& name : UnitsNamedBy(unit, UnitText(unit, link))) {
      if (found.emplace(name, "").second)
        open.emplace_back(std::move(name), "");
    }
  }
  std::erase_if(found, [](const auto& unit) {
    return !unit.first.ends_with(".service");
  });
  return found;
}

std::vector<std::string> UdevCommandsIn(std::string_view rules) {
  std::vector<std::string> commands;
  for (const std::string& line : Split(rules, '\n')) {
    if (Trim(line).starts_with('#')) continue;
    for (const char* key : {"RUN", "PROGRAM", "IMPORT{program}"}) {
      const std::string name = key;
      for (size_t at = 0; (at = line.find(name, at)) != std::string::npos;) {
        at += name.size();
        if (line.compare(at, 9, "{program}") == 0) at += 9;
        const size_t begin = line.find_first_not_of("+:=", at);
        if (begin == at || begin == std::string::npos || line[begin] != '"') {
          continue;
        }
        const size_t end = line.find('"', begin + 1);
        if (end == std::string::npos) break;
        commands.push_back(line.substr(begin + 1, end - begin - 1));
        at = end;
      }
    }
  }
  return commands;
}

std::vector<UdevCommand> UdevCommands() {
  std::vector<UdevCommand> all;
  for (const char* directory :
       {"/etc/udev/rules.d", "/run/udev/rules.d", "/usr/local/lib/udev/rules.d",
        "/usr/lib/udev/rules.d", "/lib/udev/rules.d"}) {
    for (const std::string& path :
         MatchingPaths(std::string(directory) + "/*.rules")) {
      for (std::string& command : UdevCommandsIn(TextOf(path))) {
        all.push_back({path.substr(path.rfind('/') + 1), std::move(command)});
      }
    }
  }
  return all;
}

std::string UnitText(const std::string& unit, const std::string& link) {
  // "getty@.service" for "getty@tty1.service"
  std::string general = unit;
  const size_t at = unit.find('@');
  if (at != std::string::npos) {
    general = unit.substr(0, at + 1) + SuffixOf(unit);
  }
  std::string file;
  std::map<std::string, std::string> additions;  // by their last names
  for (const std::string& name : {unit, general}) {
    for (const char* directory : kUnitDirectories) {
      const std::string path = std::string(directory) + "/" + name;
      if (file.empty() && Exists(path)) file = path;
      for (const std::string& addition : MatchingPaths(path + ".d/*.conf")) {
        additions.emplace(addition.substr(addition.rfind('/')), addition);
      }
    }
  }
  if (file.empty()) file = link;
  if (file.empty() && additions.empty()) return "";
  std::string text = "# " + file + "\n" + TextOf(file) + "\n";
  for (const auto& [name, addition] : additions) {
    text += TextOf(addition) + "\n";
  }
  return text;
}

std::vector<std::string> UnitValues(std::string_view text,
                                    std::string_view key) {
  std::string joined(text);
  for (size_t at = 0; (at = joined.find("\\\n", at)) != std::string::npos;) {
    joined.replace(at, 2, " ");
  }
  std::vector<std::string> values;
  for (const std::string& line : Split(joined, '\n')) {
    const size_t equals = line.find('=');
    if (equals == std::string::npos ||
        Trim(std::string_view(line).substr(0, equals)) != key) {
      continue;
    }
    std::string value(Trim(std::string_view(line).substr(equals + 1)));
    if (value.empty()) {
      values.clear();
    } else {
      values.push_back(std::move(value));
    }
  }
  return values;
}

}  // namespace iec
