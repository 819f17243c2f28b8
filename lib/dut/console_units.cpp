// SPDX-License-Identifier: Apache-2.0
// Which programs stand at the consoles, by the device's own configuration and
// by what runs.
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/console_door.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/paths.h"
#include "lib/dut/unit_files.h"

namespace iec {
namespace {

constexpr std::string_view kForce = "SYSTEMD_SULOGIN_FORCE=";

std::string BaseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

bool IsLoginProgram(const std::string& path) {
  const std::string name = BaseName(path);
  return name.find("getty") != std::string::npos || name == "login" ||
         name == "sulogin" || name == "systemd-sulogin-shell";
}

// systemd's own, which ask for nothing but the settings of a new device or the
// passphrase of a disk; the splash screen; and the keyboard's settings.
bool IsOfTheSystem(const std::string& path) {
  static constexpr std::string_view kNames[] = {
      "systemd-firstboot", "systemd-tty-ask-password-agent",
      "plymouth",          "plymouthd",
      "setupcon",          "systemd-vconsole-setup"};
  return std::find(std::begin(kNames), std::end(kNames), BaseName(path)) !=
         std::end(kNames);
}

bool IsOn(std::string_view value) {
  const std::string text = Lower(Trim(value));
  return text.starts_with('1') || text.starts_with('y') ||
         text.starts_with('t') || text.starts_with("on");
}

bool ForcesSulogin(std::string_view text) {
  for (size_t at = 0; (at = text.find(kForce, at)) != std::string_view::npos;) {
    at += kForce.size();
    if (IsOn(text.substr(at, 4))) return true;
  }
  return false;
}

// The environment that systemd gives everything it starts.
bool ManagerForcesSulogin() {
  std::vector<std::string> files;
  for (const char* directory : {"/etc/systemd", "/run/systemd",
                                "/usr/local/lib/systemd", "/usr/lib/systemd"}) {
    const std::string file = std::string(directory) + "/system.conf";
    files.push_back(file);
    for (const std::string& addition : MatchingPaths(file + ".d/*.conf")) {
      files.push_back(addition);
    }
  }
  return std::any_of(files.begin(), files.end(), [](const std::string& file) {
    const auto text = ReadFile(file);
    if (!text.ok()) return false;
    for (const char* key : {"DefaultEnvironment", "ManagerEnvironment"}) {
      for (const std::string& value : UnitValues(*text, key)) {
        if (ForcesSulogin(value)) return true;
      }
    }
    return false;
  });
}

// The words of what a unit's environment says, files of it included.
std::string EnvironmentOf(std::string_view text) {
  std::string all = Join(UnitValues(text, "Environment"), " ");
  for (std::string file : UnitValues(text, "EnvironmentFile")) {
    if (file.starts_with('-')) file.erase(0, 1);
    if (const auto content = ReadFile(file); content.ok()) all += *content;
  }
  return all;
}

std::vector<std::string> LoginPart(const std::vector<std::string>& argv,
                                   bool forced) {
  // Others may start it, by its path; another word may be anything.
  const auto found =
      std::find_if(argv.begin(), argv.end(), [&](const std::string& word) {
        return (word == argv.front() || word.starts_with('/')) &&
               IsLoginProgram(word);
      });
  if (found == argv.end()) return {};
  if (BaseName(*found) == "systemd-sulogin-shell" && !IsShell(*found)) {
    // The wrapper itself would go on to the device's default target.
    std::vector<std::string> sulogin = {
        Exists("/sbin/sulogin") ? "/sbin/sulogin" : "/usr/sbin/sulogin"};
    if (forced) sulogin.emplace_back("--force");
    return sulogin;
  }
  return {found, argv.end()};
}

// A service's name in what /proc/PID/cgroup says.
std::string UnitIn(const std::string& cgroups) {
  for (const std::string& line : Split(cgroups, '\n')) {
    if (line.ends_with(".service")) return BaseName(line);
  }
  return "";
}

bool IsConsole(const std::string& path) {
  return path == "/dev/console" || path.starts_with("/dev/hvc") ||
         (path.starts_with("/dev/tty") && path != "/dev/tty");
}

bool CameByALogin(pid_t pid) {
  for (int depth = 0; pid > 1 && depth < 64; pid = ParentOf(pid), ++depth) {
    if (IsLoginProgram(ProgramOf(pid))) return true;
  }
  return false;
}

std::string InputOf(pid_t pid) {
  return LinkTarget(fmt::format("/proc/{}/fd/0", pid));
}

}  // namespace

std::vector<ConsoleUnit> ParseConsoleUnit(const std::string& unit,
                                          std::string_view text, bool forced) {
  const auto inputs = UnitValues(text, "StandardInput");
  const bool at_console = !inputs.empty() && inputs.back().starts_with("tty");
  const bool forces = forced || ForcesSulogin(EnvironmentOf(text));
  std::vector<ConsoleUnit> units;
  for (const char* key : {"ExecStartPre", "ExecStart", "ExecStartPost"}) {
    for (const std::string& line : UnitValues(text, key)) {
      ConsoleUnit found{unit, CommandWords(line), {}};
      if (found.argv.empty() || IsOfTheSystem(found.argv[0])) continue;
      found.login = LoginPart(found.argv, forces);
      if (at_console || !found.login.empty()) {
        units.push_back(std::move(found));
      }
    }
  }
  return units;
}

std::vector<ConsoleUnit> ConsoleUnits() {
  const bool forced = ManagerForcesSulogin();
  auto names = StartedServices();
  for (const char* name : {"rescue.service", "emergency.service"}) {
    names.emplace(name, "");
  }
  std::vector<ConsoleUnit> all;
  for (const auto& [name, link] : names) {
    for (ConsoleUnit& unit :
         ParseConsoleUnit(name, UnitText(name, link), forced)) {
      all.push_back(std::move(unit));
    }
  }
  for (const auto& [file, command] : UdevCommands()) {
    for (ConsoleUnit& unit : ParseUdevCommand(file, command)) {
      all.push_back(std::move(unit));
    }
  }
  return all;
}

std::vector<ConsoleUnit> ParseUdevCommand(const std::string& file,
                                          const std::string& command) {
  ConsoleUnit unit{"udev " + file, CommandWords(command), {}};
  if (unit.argv.empty()) return {};
  unit.login = LoginPart(unit.argv, false);
  bool at_console = !unit.login.empty();
  for (const char* words :
       {"StandardInput=tty", "TTYPath=", "</dev/tty", "< /dev/tty", "</dev/%",
        "< /dev/%", "<>/dev/", "<> /dev/"}) {
    at_console = at_console || command.find(words) != std::string::npos;
  }
  if (!at_console) return {};
  return {std::move(unit)};
}

std::vector<ConsoleUnit> ParseInittab(std::string_view text) {
  std::vector<ConsoleUnit> all;
  for (const std::string& line : Split(text, '\n')) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> fields = Split(line, ':');
    if (fields.size() < 4) continue;
    const std::string& action = fields[2];
    if (action != "respawn" && action != "askfirst" && action != "once" &&
        action != "wait" && action != "boot") {
      continue;
    }
    std::string command = Join({fields.begin() + 3, fields.end()}, ":");
    ConsoleUnit unit{"inittab " + fields[0], CommandWords(command), {}};
    if (unit.argv.empty()) continue;
    unit.login = LoginPart(unit.argv, false);
    // A script is none of a console; a shell that is given none is one.
    if (!unit.login.empty() ||
        (IsShell(unit.argv[0]) && unit.argv.size() == 1)) {
      all.push_back(std::move(unit));
    }
  }
  return all;
}

std::vector<ConsoleProcess> ConsoleProcesses() {
  std::vector<ConsoleProcess> found;
  const auto at_console = [](pid_t pid) { return IsConsole(InputOf(pid)); };
  for (const pid_t pid : ProcessesWhere(at_console)) {
    const std::string exe = ProgramOf(pid);
    if (exe.empty() || IsOfTheSystem(exe) || CameByALogin(pid)) continue;
    found.push_back(
        {pid, fmt::format("{}, process {} on {}", exe, pid, InputOf(pid)),
         UnitIn(CgroupsOf(pid))});
  }
  return found;
}

}  // namespace iec
