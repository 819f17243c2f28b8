// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/root_code.h"

#include <sys/stat.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <iterator>
#include <map>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/as_user.h"
#include "lib/dut/paths.h"
#include "lib/dut/privilege_leak.h"
#include "lib/dut/unit_files.h"

namespace iec {
namespace {

constexpr std::string_view kWildcards = "*?[";
constexpr int kDeepest = 8;  // of texts in texts, and of links

constexpr std::string_view kShells[] = {"sh",  "bash", "dash",
                                        "ash", "ksh",  "zsh"};
// Before the name of what is run.
constexpr std::string_view kBefore[] = {
    "env",  "exec", "nice",   "ionice",  "nohup", "setsid", "timeout",
    "sudo", "time", "stdbuf", "setpriv", "flock", "chrt",   "command"};
constexpr std::string_view kInterpreters[] = {
    "python", "perl", "ruby", "lua",    "node", "php",
    "tclsh",  "awk",  ".",    "source", "java", "run-parts"};
// A command follows them in a shell.
constexpr std::string_view kKeywords[] = {
    "do", "then", "else", "elif", "if", "while", "until", "!", "{", "("};

template <typename Names>
bool IsOneOf(std::string_view word, const Names& names) {
  return std::find(std::begin(names), std::end(names), word) != std::end(names);
}

std::string BaseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// "python3.11" is python.
bool IsInterpreter(const std::string& name) {
  const size_t end = name.find_first_of("0123456789");
  return IsOneOf(name.substr(0, end), kInterpreters);
}

// The words and separators of a shell's text.
std::vector<std::string> ShellWords(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  char quote = '\0';
  const auto take = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '\\' && i + 1 < text.size()) {
      word += text[++i];
    } else if (std::string_view(" \t\r").find(c) != std::string_view::npos) {
      take();
    } else if (std::string_view(";&|\n()`").find(c) != std::string_view::npos) {
      take();
      words.emplace_back(";");
    } else {
      word += c;
    }
  }
  take();
  return words;
}

class Reading {
 public:
  std::vector<std::string> Take() && { return {paths_.begin(), paths_.end()}; }

  // One command without separators.
  void Command(std::vector<std::string> words, int depth = 0) {
    size_t at = 0;
    for (; at < words.size(); ++at) {
      const std::string& word = words[at];
      const std::string name = BaseName(word);
      if (IsOneOf(name, kBefore)) {
        Add(word);
        continue;
      }
      // Their options and settings: of these alone.
      const bool more =
          at > 0 && (word.starts_with('-') ||
                     word.find('=') != std::string::npos || IsNumber(word));
      if (!more) break;
    }
    if (at == words.size()) return;
    Add(words[at]);
    const std::string name = BaseName(words[at]);
    const bool shell = IsOneOf(name, kShells);
    if (!shell && !IsInterpreter(name)) return;
    for (++at; at < words.size(); ++at) {
      const std::string& word = words[at];
      if (shell && word.size() > 1 && word[0] == '-' && word[1] != '-' &&
          word.ends_with('c')) {
        if (at + 1 < words.size()) Text(words[at + 1], depth + 1);
        return;
      }
      if (word == "-c" || word == "-e") return;  // of another language
      if (word.starts_with('-')) continue;
      if (name != "run-parts") return Add(word);
      return Add(word + "/*");
    }
  }

  void Text(std::string_view text, int depth) {
    if (depth > kDeepest) return;
    std::vector<std::string> command;
    const auto end = [&] {
      if (!command.empty()) Command(command, depth);
      command.clear();
    };
    const auto words = ShellWords(text);
    for (size_t i = 0; i < words.size(); ++i) {
      const std::string& word = words[i];
      const size_t equals = word.find('=');
      if (word == ";") {
        end();
      } else if (command.empty() && word == "for" && i + 2 < words.size()) {
        const std::string& name = words[i + 1];
        for (i += 2; i < words.size() && words[i] != ";"; ++i) {
          if (words[i].starts_with('/')) variables_[name].push_back(words[i]);
        }
      } else if (command.empty() && IsOneOf(word, kKeywords)) {
        continue;
      } else if (command.empty() && equals != std::string::npos &&
                 !word.starts_with('/') && !word.starts_with('$')) {
        variables_[word.substr(0, equals)].push_back(word.substr(equals + 1));
      } else {
        command.push_back(word);
      }
    }
    end();
  }

 private:
  static bool IsNumber(std::string_view word) {
    return word.find_first_not_of("0123456789.smhd") == std::string_view::npos;
  }

  void Add(std::string word) {
    // systemd writes "$$" for a shell's "$".
    while (word.starts_with('$')) {
      std::string name = word.substr(word.find_first_not_of("${"));
      const size_t end = name.find_first_of("}/");
      std::string rest = end == std::string::npos ? "" : name.substr(end);
      if (rest.starts_with('}')) rest.erase(0, 1);
      const auto values = variables_.find(name.substr(0, end));
      if (values == variables_.end()) return;
      for (const std::string& value : values->second) {
        if (value.starts_with('/')) paths_.insert(value + rest);
      }
      return;
    }
    if (word.starts_with('/')) paths_.insert(std::move(word));
  }

  std::map<std::string, std::vector<std::string>> variables_;
  std::set<std::string> paths_;
};

// Without ".", ".." and empty parts.
std::string Shortest(const std::string& path) {
  std::vector<std::string> parts;
  for (std::string& part : Split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(std::move(part));
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  return "/" + Join(parts, "/");
}

// For a unit of the system.
std::string WithoutSpecifier(const std::string& word) {
  static constexpr std::pair<const char*, const char*> kDirectories[] = {
      {"%T", "/tmp"},     {"%V", "/var/tmp"},   {"%t", "/run"},
      {"%S", "/var/lib"}, {"%C", "/var/cache"}, {"%L", "/var/log"},
      {"%E", "/etc"},     {"%h", "/root"}};
  for (const auto& [specifier, directory] : kDirectories) {
    if (word.starts_with(specifier)) return directory + word.substr(2);
  }
  return word;
}

}  // namespace

std::vector<std::string> ProgramsIn(const std::vector<std::string>& words) {
  Reading reading;
  reading.Command(words);
  return std::move(reading).Take();
}

std::vector<std::string> CodeOfUnit(std::string_view text) {
  std::vector<std::string> paths;
  const auto users = UnitValues(text, "User");
  const auto dynamic = UnitValues(text, "DynamicUser");
  const bool others =
      (!users.empty() && users.back() != "root" && users.back() != "0") ||
      (!dynamic.empty() &&
       (dynamic.back()[0] == 'y' || dynamic.back()[0] == 't' ||
        dynamic.back()[0] == '1'));
  for (const char* key :
       {"ExecStart", "ExecStartPre", "ExecStartPost", "ExecCondition",
        "ExecReload", "ExecStop", "ExecStopPost"}) {
    for (const std::string& line : UnitValues(text, key)) {
      const size_t end = line.find_first_not_of("-@:+!|");
      const std::string flags = line.substr(0, end);
      if (others && flags.find_first_of("+!") == std::string::npos) continue;
      auto words = CommandWords(line);
      for (std::string& word : words) word = WithoutSpecifier(word);
      // Its name for itself.
      if (flags.find('@') != std::string::npos && words.size() > 1) {
        words.erase(words.begin() + 1);
      }
      for (std::string& path : ProgramsIn(words)) {
        paths.push_back(std::move(path));
      }
    }
  }
  if (others) return paths;
  for (const std::string& file : UnitValues(text, "EnvironmentFile")) {
    paths.push_back(WithoutSpecifier(file.substr(file.starts_with('-'))));
  }
  return paths;
}

std::vector<RootCode> CodeOfRoot() {
  std::vector<RootCode> code;
  for (const std::string& unit :
       AllUnits({".service", ".socket", ".mount", ".swap"})) {
    for (std::string& path : CodeOfUnit(UnitText(unit))) {
      code.push_back({std::move(path), unit});
    }
  }
  for (const char* pattern : {"/usr/lib/python*/*-packages/*.pth",
                              "/usr/local/lib/python*/*-packages/*.pth"}) {
    for (const std::string& file : MatchingPaths(pattern)) {
      const auto text = ReadFile(file);
      if (!text.ok()) continue;
      for (const std::string& line : Split(*text, '\n')) {
        const std::string path(Trim(line));
        if (path.starts_with('/')) code.push_back({path + "/*", file});
      }
    }
  }
  return code;
}

void AddLink(const std::string& link, std::vector<RootCode>& code) {
  // Root's shells, jobs, services and programs; elsewhere a link may lead to
  // data of a service, such as /etc/resolv.conf.
  static constexpr std::string_view kRun[] = {
      "/etc/systemd/",    "/usr/lib/systemd/",
      "/lib/systemd/",    "/etc/profile.d/",
      "/etc/cron",        "/etc/sudoers",
      "/etc/pam.d/",      "/etc/security/",
      "/etc/init.d/",     "/etc/rc",
      "/etc/udev/",       "/etc/ld.so",
      "/etc/modprobe.d/", "/etc/tmpfiles.d/",
      "/etc/sysctl.d/",   "/etc/passwd",
      "/etc/shadow",      "/etc/group",
      "/etc/ssh/",        "/etc/environment",
      "/etc/bash.bashrc", "/usr/bin/",
      "/usr/sbin/",       "/usr/local/bin/",
      "/usr/local/sbin/", "/bin/",
      "/sbin/",           "/root/."};
  const bool run = std::any_of(
      std::begin(kRun), std::end(kRun),
      [&](std::string_view tree) { return link.starts_with(tree); });
  // What is not there yet has no other end than the last link.
  std::string at = link;
  for (int deep = 0; deep < kDeepest; ++deep) {
    std::string target = LinkTarget(at);
    if (target.empty()) return;
    if (!target.starts_with('/')) {
      target = at.substr(0, at.rfind('/') + 1) + target;
    }
    target = Shortest(target);
    // What is there is for the scan.
    char resolved[PATH_MAX];
    if (realpath(target.c_str(), resolved) != nullptr && IsTrusted(resolved)) {
      return;
    }
    for (const char* tree : {"/dev/", "/proc/", "/sys/"}) {
      if (target.starts_with(tree)) return;
    }
    at = target;
    code.push_back({std::move(target), link, !run});
  }
}

namespace {

// By the modes on the way there; an access list shows in the group's.
bool IsRootsAlone(const std::string& path) {
  std::vector<std::string> ways = {path};
  char resolved[PATH_MAX];
  if (realpath(path.c_str(), resolved) != nullptr) ways.emplace_back(resolved);
  for (std::string way : ways) {
    for (; !way.empty(); way.resize(way.rfind('/'))) {
      struct stat info {};
      if (stat(way.c_str(), &info) == 0 &&
          (info.st_uid != 0 || (info.st_mode & (S_IWGRP | S_IWOTH)) != 0)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

Result<std::vector<RootCode>> ChangedByOthers(const std::vector<RootCode>& code,
                                              const PasswdDb& accounts) {
  // By the path that is tried.
  std::map<std::string, const RootCode*> tried;
  for (const RootCode& item : code) {
    const size_t wild = item.path.find_first_of(kWildcards);
    if (wild == std::string::npos) {
      tried.emplace(item.path, &item);
      continue;
    }
    // One more that matches, or would by its name.
    for (std::string& path : MatchingPaths(item.path)) {
      tried.emplace(std::move(path), &item);
    }
    const std::string directory =
        item.path.substr(0, item.path.rfind('/', wild) + 1);
    tried.emplace(directory + "iec-none-yet", &item);
  }
  std::vector<std::string> all;
  std::vector<std::string> strict;
  for (const auto& [path, item] : tried) {
    // Denied tries would fill the audit trail.
    if (IsRootsAlone(path)) continue;
    all.push_back(path);
    if (!item->everybody_only) strict.push_back(path);
  }
  std::map<std::string, std::string> names;
  IEC_ASSIGN_OR_RETURN(const auto by_nobody, ChangeableBy(Nobody(), all));
  for (const std::string& path : by_nobody) names[path] = "everybody";
  std::erase_if(strict,
                [&](const std::string& path) { return names.contains(path); });
  for (const User& user : accounts.AllUsers()) {
    if (user.uid == 0 || user.uid == kNobodyId) continue;
    IEC_ASSIGN_OR_RETURN(const auto by_user,
                         ChangeableBy(IdentityOf(user, accounts), strict));
    for (const std::string& path : by_user) {
      std::string& who = names[path];
      who += (who.empty() ? "" : ", ") + user.name;
    }
  }
  std::vector<RootCode> changed;
  for (const auto& [path, who] : names) {
    const RootCode& item = *tried.at(path);
    changed.push_back(
        {item.path, "by " + who + ", and " + item.by + " leads root there"});
  }
  return changed;
}

}  // namespace iec
