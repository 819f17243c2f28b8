// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/getty.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/paths.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

// The words of a command line of systemd.service(5): quotes, backslashes, and
// flags in front of the program.
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

bool IsGetty(const std::string& program) {
  return program.substr(program.rfind('/') + 1).find("getty") !=
         std::string::npos;
}

constexpr const char* kUnitDirectories[] = {
    "/etc/systemd/system",     "/run/systemd/system",
    "/run/systemd/generator",  "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system", "/lib/systemd/system",
};

// Names such as "getty@tty1.service" of units that something wants. What they
// start is going to be started: units of other names may do anything.
std::set<std::string> WantedUnits() {
  std::set<std::string> units;
  for (const char* directory : kUnitDirectories) {
    for (const char* name :
         {"getty@*.service", "serial-getty@*.service", "console-getty.service",
          "container-getty@*.service", "autovt@*.service"}) {
      for (const std::string& link :
           MatchingPaths(std::string(directory) + "/*.wants/" + name)) {
        units.insert(link.substr(link.rfind('/') + 1));
      }
    }
  }
  return units;
}

std::string TextOf(const std::string& path) {
  auto text = ReadFile(path);
  return text.ok() ? *std::move(text) : "";
}

// The unit's file and those that add to it, in their order, each behind a
// line that names it: what `systemctl cat` prints, but as it is on disk now,
// which is what decides after the next start.
std::string UnitText(const std::string& unit) {
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
  std::string text = "# " + file + "\n" + TextOf(file) + "\n";
  for (const auto& [name, addition] : additions) {
    text += TextOf(addition) + "\n";
  }
  return text;
}

void AddRunning(std::vector<Getty>& gettys) {
  for (const pid_t pid :
       ProcessesWhere([](pid_t p) { return IsGetty(NameOf(p)); })) {
    const auto line = ReadFile(fmt::format("/proc/{}/cmdline", pid));
    if (!line.ok() || line->empty()) continue;
    Getty getty;
    getty.argv =
        Split(std::string_view(*line).substr(0, line->size() - 1), '\0');
    getty.name = fmt::format("{} of process {}", getty.argv[0], pid);
    gettys.push_back(std::move(getty));
  }
}

}  // namespace

std::vector<Getty> ParseGettyUnits(std::string_view text) {
  std::vector<Getty> gettys;
  std::string joined(text);
  for (size_t at = 0; (at = joined.find("\\\n", at)) != std::string::npos;) {
    joined.replace(at, 2, " ");
  }
  std::string name;
  std::string command;
  const auto finish = [&] {
    Getty getty{name, CommandWords(command)};
    if (!getty.argv.empty() && !getty.argv[0].empty()) {
      gettys.push_back(std::move(getty));
    }
    command.clear();
  };
  for (const std::string& line : Split(joined, '\n')) {
    constexpr std::string_view kStart = "ExecStart=";
    // "# /lib/systemd/system/getty@.service" begins a unit; a file that adds
    // to it is called something.service.d/something.conf.
    if (line.starts_with("# /") && line.ends_with(".service")) {
      finish();
      name = line.substr(line.rfind('/') + 1);
    } else if (line.starts_with(kStart)) {
      command = Trim(std::string_view(line).substr(kStart.size()));
    }
  }
  finish();
  return gettys;
}

std::vector<std::string> OnStandardInput(std::vector<std::string> argv) {
  for (size_t i = 1; i < argv.size(); ++i) {
    std::string& word = argv[i];
    const std::string name =
        word.starts_with("/dev/") ? word.substr(sizeof "/dev/" - 1) : word;
    if (word.starts_with('$') || word.starts_with("vt")) {
      word = "linux";  // a type of terminal
    } else if (name.starts_with('%') || name.starts_with("tty") ||
               name.starts_with("pts/") || name == "console" ||
               (!name.empty() && name.front() != '-' &&
                name.find_first_not_of("0123456789,") != std::string::npos &&
                Exists("/dev/" + name))) {
      word = "-";
    }
  }
  return argv;
}

std::vector<Getty> Gettys() {
  std::string units;
  for (const std::string& unit : WantedUnits()) units += UnitText(unit);
  std::vector<Getty> all = ParseGettyUnits(units);
  AddRunning(all);
  std::vector<Getty> kinds;
  for (Getty& getty : all) {
    getty.argv = OnStandardInput(std::move(getty.argv));
    if (std::none_of(kinds.begin(), kinds.end(), [&](const Getty& known) {
          return known.argv == getty.argv;
        })) {
      kinds.push_back(std::move(getty));
    }
  }
  if (kinds.empty()) {
    kinds.push_back({"login",
                     {FindProgram("/usr/bin/login").ok() ? "/usr/bin/login"
                                                         : "/bin/login"}});
  }
  return kinds;
}

}  // namespace iec
