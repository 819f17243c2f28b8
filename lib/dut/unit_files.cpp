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

std::string UnitText(const std::string& unit, const std::string& link) {
  // "getty@.service" for "getty@tty1.service"
  std::string general = unit;
  const size_t at = unit.find('@');
  if (at != std::string::npos) {
    general = unit.substr(0, at + 1) + ".service";
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
