// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/identifiers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/paths.h"

namespace iec {
namespace {

bool IsNumber(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool IsAliasName(std::string_view text) {
  return !text.empty() && text[0] >= 'A' && text[0] <= 'Z' &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
             std::string_view::npos;
}

struct Range {
  std::string owner;
  int64_t first = 0;
  int64_t end = 0;  // behind the last one
};

// Lines that backslashes continue are one; comments are gone. "#1000" is a
// user and "#include" an instruction.
std::vector<std::string> SudoersLines(std::string_view text) {
  std::string joined(text);
  for (size_t at = 0; (at = joined.find("\\\n", at)) != std::string::npos;) {
    joined.replace(at, 2, " ");
  }
  std::vector<std::string> lines;
  for (const std::string& line : Split(joined, '\n')) {
    std::string kept;
    for (size_t i = 0; i < line.size(); ++i) {
      const bool number =
          i + 1 < line.size() && line[i + 1] >= '0' && line[i + 1] <= '9';
      if (line[i] == '#' && !number) break;
      kept += line[i];
    }
    std::string trimmed(Trim(kept));
    if (!trimmed.empty()) lines.push_back(std::move(trimmed));
  }
  return lines;
}

// The comma-separated list that the line begins with.
std::vector<std::string> FirstList(std::string_view line) {
  std::string list;
  bool open = true;  // an item is still to come
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    const bool blank = !quoted && (c == ' ' || c == '\t');
    if (blank) {
      if (!list.empty() && list.back() != ',' && list.back() != '!') {
        open = false;
      }
      continue;
    }
    if (!open && c != ',') break;
    open = true;
    list += c;
  }
  return Split(list, ',');
}

// Whether a word of a list of users is of one who is not there.
bool IsLost(std::string word, const PasswdDb& accounts) {
  std::erase(word, '"');
  word.erase(0, word.find_first_not_of("! "));
  if (word.empty() || word == "ALL" || word[0] == '+' ||
      word.starts_with("%:") || IsAliasName(word)) {
    return false;
  }
  if (word.starts_with("%#")) {
    const auto id = ParseInteger(word.substr(2));
    return id && accounts.FindGid(static_cast<gid_t>(*id)) == nullptr;
  }
  if (word[0] == '%') return accounts.FindGroup(word.substr(1)) == nullptr;
  if (word[0] == '#') {
    const auto id = ParseInteger(word.substr(1));
    return id && accounts.FindUid(static_cast<uid_t>(*id)) == nullptr;
  }
  return accounts.FindUser(word) == nullptr;
}

}  // namespace

std::vector<std::string> MisleadingNames(const PasswdDb& accounts) {
  std::map<std::string, std::set<std::string>> names;
  std::vector<std::string> faults;
  for (const User& user : accounts.AllUsers()) {
    names[Lower(user.name)].insert(user.name);
    if (IsNumber(user.name)) {
      faults.push_back("user name " + user.name + " is a number");
    }
  }
  for (const auto& [lower, alike] : names) {
    if (alike.size() > 1) {
      faults.push_back("user names " +
                       Join({alike.begin(), alike.end()}, " and "));
    }
  }
  return faults;
}

std::vector<std::string> LostMembers(const PasswdDb& accounts) {
  std::vector<std::string> lost;
  for (const Group& group : accounts.AllGroups()) {
    for (const std::string& member : group.members) {
      if (!member.empty() && accounts.FindUser(member) == nullptr) {
        lost.push_back(fmt::format("group {}: {}", group.name, member));
      }
    }
  }
  return lost;
}

std::vector<std::string> SubordinateFaults(std::string_view text,
                                           std::string_view kind,
                                           const PasswdDb& accounts) {
  std::vector<std::string> faults;
  std::vector<Range> ranges;
  for (const std::string& line : Split(text, '\n')) {
    const auto fields = Split(line, ':');
    if (fields.size() != 3) continue;
    const auto first = ParseInteger(fields[1]);
    const auto count = ParseInteger(fields[2]);
    if (!first || !count || *count <= 0) continue;
    const Range range{fields[0], *first, *first + *count};
    const User* owner = accounts.FindUser(range.owner);
    if (owner == nullptr && IsNumber(range.owner)) {
      owner = accounts.FindUid(
          static_cast<uid_t>(ParseInteger(range.owner).value_or(0)));
    }
    if (owner == nullptr) {
      faults.push_back(fmt::format("{}: {} is no user", kind, range.owner));
    }
    for (const Range& other : ranges) {
      if (other.owner != range.owner && other.first < range.end &&
          range.first < other.end) {
        faults.push_back(fmt::format("{}: {} and {} overlap", kind, other.owner,
                                     range.owner));
      }
    }
    for (const User& user : accounts.AllUsers()) {
      if (user.uid >= range.first && user.uid < range.end) {
        faults.push_back(fmt::format("{}: {} has the id of {}", kind,
                                     range.owner, user.name));
      }
    }
    if (kind == "subgid") {
      for (const Group& group : accounts.AllGroups()) {
        if (group.gid >= range.first && group.gid < range.end) {
          faults.push_back(fmt::format("{}: {} has the id of group {}", kind,
                                       range.owner, group.name));
        }
      }
    }
    ranges.push_back(range);
  }
  return faults;
}

std::vector<std::string> LostInSudoers(std::string_view text,
                                       const PasswdDb& accounts) {
  std::vector<std::string> lost;
  for (const std::string& line : SudoersLines(text)) {
    std::vector<std::string> words;
    if (line.starts_with("User_Alias")) {
      // User_Alias A = b, c : D = e
      for (const std::string& alias :
           Split(line.substr(sizeof "User_Alias" - 1), ':')) {
        const size_t equals = alias.find('=');
        if (equals == std::string::npos) continue;
        const auto some = FirstList(Trim(alias.substr(equals + 1)));
        words.insert(words.end(), some.begin(), some.end());
      }
    } else if (line[0] == '@' || line.starts_with("Defaults") ||
               line.starts_with("Runas_Alias") ||
               line.starts_with("Host_Alias") ||
               line.starts_with("Cmnd_Alias") ||
               line.starts_with("Cmd_Alias")) {
      continue;
    } else {
      words = FirstList(line);
    }
    for (const std::string& word : words) {
      if (IsLost(word, accounts)) lost.push_back(word);
    }
  }
  return lost;
}

std::vector<std::string> IncludedBySudoers(std::string_view text) {
  std::vector<std::string> patterns;
  for (const std::string& line : Split(text, '\n')) {
    for (const std::string_view word :
         {"@includedir ", "#includedir ", "@include ", "#include "}) {
      if (!line.starts_with(word)) continue;
      std::string path(Trim(std::string_view(line).substr(word.size())));
      std::erase(path, '"');
      if (!path.starts_with('/')) path.insert(0, "/etc/");
      if (word.find("dir") != std::string_view::npos) path += "/*";
      patterns.push_back(std::move(path));
    }
  }
  return patterns;
}

std::vector<std::string> SudoersFiles() {
  std::vector<std::string> files;
  std::vector<std::string> patterns = {"/etc/sudoers", "/etc/sudoers.d/*",
                                       "/usr/etc/sudoers",
                                       "/usr/etc/sudoers.d/*"};
  // Those that a file includes come behind it.
  for (size_t i = 0; i < patterns.size(); ++i) {
    for (std::string& path : MatchingPaths(patterns[i])) {
      // As sudo itself passes over them.
      const std::string name = path.substr(path.rfind('/') + 1);
      if (name.find('.') != std::string::npos || name.ends_with('~') ||
          std::find(files.begin(), files.end(), path) != files.end()) {
        continue;
      }
      if (const auto text = ReadFile(path); text.ok()) {
        const auto more = IncludedBySudoers(*text);
        patterns.insert(patterns.end(), more.begin(), more.end());
      }
      files.push_back(std::move(path));
    }
  }
  return files;
}

}  // namespace iec
