// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/root_commands.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/paths.h"
#include "lib/dut/unit_files.h"

namespace iec {
namespace {

using Paths = std::vector<std::string>;

// Minute, hour, day, month, day of the week.
constexpr int kTimes = 5;
constexpr std::string_view kBlanks = " \t";

// Lines without comments, blanks around them and ends that continue them.
std::vector<std::string> LinesOf(std::string_view text) {
  std::string joined(text);
  for (size_t at = 0; (at = joined.find("\\\n", at)) != std::string::npos;) {
    joined.replace(at, 2, " ");
  }
  std::vector<std::string> lines;
  for (const std::string& line : Split(joined, '\n')) {
    const std::string_view trimmed = Trim(line);
    if (!trimmed.empty() && trimmed[0] != '#') lines.emplace_back(trimmed);
  }
  return lines;
}

// The next word, taken off the front of `line`.
std::string TakeWord(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
  const size_t end = std::min(line.find_first_of(kBlanks), line.size());
  std::string word(line.substr(0, end));
  line.remove_prefix(end);
  return word;
}

void Append(Paths more, Paths& all) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

Paths OfShellText(std::string_view text) {
  return ProgramsIn({"sh", "-c", std::string(text)});
}

// "A=b" or "A = b" of a crontab: a job has other words before its first "=".
bool IsSetting(std::string_view line) {
  const size_t equals = line.find('=');
  return equals != std::string_view::npos &&
         Trim(line.substr(0, equals)).find_first_of(" \t*/@") ==
             std::string_view::npos;
}

void AddFiles(const char* pattern,
              const std::function<Paths(std::string)>& read,
              std::vector<RootCode>& code) {
  for (const std::string& file : MatchingPaths(pattern)) {
    auto text = ReadFile(file);
    if (!text.ok()) continue;
    for (std::string& path : read(*std::move(text))) {
      code.push_back({std::move(path), file});
    }
  }
}

}  // namespace

Paths ProgramsOfPam(std::string_view text) {
  Paths programs;
  for (const std::string& line : LinesOf(text)) {
    std::vector<std::string> words = CommandWords(line);
    const auto module = std::find_if(
        words.begin(), words.end(),
        [](const std::string& word) { return word.ends_with("pam_exec.so"); });
    // Its own options have no slash in front.
    const auto program =
        std::find_if(module, words.end(), [&](const std::string& word) {
          return &word != &*module && word.starts_with('/');
        });
    Append(ProgramsIn({program, words.end()}), programs);
  }
  return programs;
}

Paths ProgramsOfCron(std::string_view text, bool names_users) {
  Paths programs;
  for (const std::string& line : LinesOf(text)) {
    if (IsSetting(line)) continue;
    std::string_view rest = line;
    // "@daily" is one word.
    const int times = line[0] == '@' ? 1 : kTimes;
    for (int i = 0; i < times; ++i) TakeWord(rest);
    if (names_users && TakeWord(rest) != "root") continue;
    Append(OfShellText(rest), programs);
  }
  return programs;
}

Paths ProgramsOfInit(std::string_view text) {
  Paths programs;
  for (const std::string& line : LinesOf(text)) {
    // id:levels:action:process, and the process may have colons.
    size_t at = 0;
    for (int i = 0; i < 3 && at != std::string::npos; ++i) {
      at = line.find(':', at);
      if (at != std::string::npos) ++at;
    }
    if (at == std::string::npos) continue;
    std::string_view process = std::string_view(line).substr(at);
    // Not accounted for.
    if (process.starts_with('+') || process.starts_with('-')) {
      process.remove_prefix(1);
    }
    Append(OfShellText(process), programs);
  }
  return programs;
}

Paths ProgramsOfModules(std::string_view text) {
  Paths programs;
  for (const std::string& line : LinesOf(text)) {
    std::string_view rest = line;
    const std::string what = TakeWord(rest);
    if (what != "install" && what != "remove") continue;
    TakeWord(rest);
    Append(OfShellText(rest), programs);
  }
  return programs;
}

Paths ProgramsOfCore(std::string_view pattern) {
  pattern = Trim(pattern);
  if (!pattern.starts_with('|')) return {};
  return ProgramsIn(CommandWords(pattern.substr(1)));
}

Paths ProgramsOfSettings(std::string_view text) {
  Paths programs;
  for (const std::string& line : LinesOf(text)) {
    const size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    std::string name(Trim(std::string_view(line).substr(0, equals)));
    // With "-" in front a failure is no error; "/" is as good as ".".
    name.erase(0, name.find_first_not_of('-'));
    std::replace(name.begin(), name.end(), '/', '.');
    const std::string_view value =
        Trim(std::string_view(line).substr(equals + 1));
    if (name == "kernel.core_pattern") {
      Append(ProgramsOfCore(value), programs);
    } else if (name == "kernel.modprobe" || name == "kernel.hotplug") {
      programs.emplace_back(value);
    }
  }
  return programs;
}

Paths ProgramsOfSearchPath(std::string_view text, std::string_view key) {
  Paths directories;
  for (const std::string& line : LinesOf(text)) {
    const std::string_view whole = line;
    for (size_t at = 0; (at = whole.find(key, at)) != whole.npos; ++at) {
      // Of a name of its own: no "MANPATH", no "PATHS".
      const bool begins =
          at == 0 || kBlanks.find(whole[at - 1]) != kBlanks.npos;
      std::string_view value = Trim(whole.substr(at + key.size()));
      if (!begins || !value.starts_with('=')) continue;
      value = Trim(value.substr(1));
      const bool quoted = value.starts_with('"');
      if (quoted) value.remove_prefix(1);
      value = value.substr(0, value.find_first_of(quoted ? "\"" : " \t,"));
      for (const std::string& directory : Split(value, ':')) {
        if (directory.starts_with('/')) directories.push_back(directory + "/*");
      }
    }
  }
  return directories;
}

Paths LibrariesOf(std::string_view text) {
  Paths directories;
  for (const std::string& line : LinesOf(text)) {
    if (line.starts_with('/')) directories.push_back(line + "/*");
  }
  return directories;
}

std::vector<RootCode> CommandsOfRoot() {
  std::vector<RootCode> code;
  for (const UdevCommand& rule : UdevCommands()) {
    for (std::string& path : ProgramsIn(CommandWords(rule.command))) {
      code.push_back({std::move(path), rule.file});
    }
  }
  for (const char* pattern :
       {"/etc/pam.conf", "/etc/pam.d/*", "/usr/lib/pam.d/*"}) {
    AddFiles(pattern, ProgramsOfPam, code);
  }
  for (const char* pattern : {"/etc/crontab", "/etc/cron.d/*"}) {
    AddFiles(
        pattern,
        [](const std::string& text) {
          Paths all = ProgramsOfCron(text, true);
          Append(ProgramsOfSearchPath(text, "PATH"), all);
          return all;
        },
        code);
  }
  for (const char* pattern :
       {"/var/spool/cron/crontabs/root", "/var/spool/cron/root",
        "/var/spool/cron/tabs/root", "/etc/crontabs/root"}) {
    AddFiles(
        pattern,
        [](const std::string& text) { return ProgramsOfCron(text, false); },
        code);
  }
  AddFiles("/etc/inittab", ProgramsOfInit, code);
  for (const char* pattern :
       {"/etc/modprobe.d/*.conf", "/run/modprobe.d/*.conf",
        "/usr/lib/modprobe.d/*.conf"}) {
    AddFiles(pattern, ProgramsOfModules, code);
  }
  AddFiles("/proc/sys/kernel/core_pattern", ProgramsOfCore, code);
  for (const char* program :
       {"/proc/sys/kernel/modprobe", "/proc/sys/kernel/hotplug"}) {
    AddFiles(program, OfShellText, code);
  }
  for (const char* pattern :
       {"/etc/sysctl.conf", "/etc/sysctl.d/*.conf", "/run/sysctl.d/*.conf",
        "/usr/lib/sysctl.d/*.conf"}) {
    AddFiles(pattern, ProgramsOfSettings, code);
  }
  AddFiles("/etc/ld.so.preload", OfShellText, code);
  for (const char* pattern : {"/etc/ld.so.conf", "/etc/ld.so.conf.d/*.conf"}) {
    AddFiles(pattern, LibrariesOf, code);
  }
  static constexpr std::pair<const char*, const char*> kSearchPaths[] = {
      {"/etc/environment", "PATH"},
      {"/etc/login.defs", "PATH"},
      {"/etc/sudoers", "secure_path"},
      {"/etc/sudoers.d/*", "secure_path"}};
  for (const auto& [pattern, key] : kSearchPaths) {
    AddFiles(
        pattern,
        [&key](const std::string& text) {
          return ProgramsOfSearchPath(text, key);
        },
        code);
  }
  return code;
}

}  // namespace iec
