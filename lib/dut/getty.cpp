// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/getty.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/paths.h"
#include "lib/dut/process.h"
#include "lib/dut/unit_files.h"

namespace iec {
namespace {

bool IsGetty(const std::string& program) {
  return program.substr(program.rfind('/') + 1).find("getty") !=
         std::string::npos;
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

// Terminals that an administrator has said something about: nothing needs to
// want them, since a switch to one or an adapter that is plugged in starts
// them.
std::set<std::string> GettysOfTheirOwn() {
  std::set<std::string> names;
  for (const char* directory :
       {"/etc/systemd/system/", "/run/systemd/system/",
        "/usr/local/lib/systemd/system/", "/usr/lib/systemd/system/"}) {
    for (const char* kind : {"*getty@*.service", "autovt@*.service"}) {
      const std::string pattern = std::string(directory) + kind;
      for (const std::string& path : MatchingPaths(pattern + ".d/*.conf")) {
        const std::string folder = path.substr(0, path.rfind('/') - 2);
        names.insert(folder.substr(folder.rfind('/') + 1));
      }
      for (const std::string& path : MatchingPaths(pattern)) {
        std::string name = path.substr(path.rfind('/') + 1);
        // A template of the system's alone says nothing about the device.
        if (!name.ends_with("@.service")) names.insert(std::move(name));
      }
    }
  }
  return names;
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
  auto names = WantedUnits({"getty@*.service", "serial-getty@*.service",
                            "console-getty.service",
                            "container-getty@*.service", "autovt@*.service"});
  for (const std::string& name : GettysOfTheirOwn()) names.emplace(name, "");
  for (const auto& [unit, link] : names) units += UnitText(unit, link);
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
