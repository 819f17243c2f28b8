// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/process.h"
#include "lib/dut/sshd_settings.h"

namespace iec {
namespace {

Result<std::string> Listed(const std::string& table) {
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run({{"getent", table}}));
  if (!outcome.Succeeded()) {
    return Error{"getent " + table + ": " + outcome.Describe()};
  }
  return outcome.out;
}

void Replace(std::string& text, std::string_view part,
             const std::string& with) {
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos;
       at += with.size()) {
    text.replace(at, part.size(), with);
  }
}

bool HoldsAKey(const std::string& path) {
  const auto text = ReadFile(path, 1u << 20);
  if (!text.ok()) return false;
  for (const std::string& line : Split(*text, '\n')) {
    const std::string_view trimmed = Trim(line);
    if (!trimmed.empty() && !trimmed.starts_with('#')) return true;
  }
  return false;
}

// Takes each (name, number) of a table in.
class Doubles {
 public:
  void Add(const std::string& name, uint32_t id) {
    names_[id].push_back(name);
    ++times_[name];
  }

  std::vector<std::string> Found(std::string_view kind) const {
    std::vector<std::string> found;
    for (const auto& [name, times] : times_) {
      if (times > 1) {
        found.push_back(
            fmt::format("{} name {} is there {} times", kind, name, times));
      }
    }
    for (const auto& [id, names] : names_) {
      const std::set<std::string> different(names.begin(), names.end());
      if (different.size() < 2) continue;
      found.push_back(fmt::format(
          "{} have {} id {}",
          Join({different.begin(), different.end()}, " and "), kind, id));
    }
    return found;
  }

 private:
  std::map<uint32_t, std::vector<std::string>> names_;
  std::map<std::string, int> times_;
};

}  // namespace

Result<PasswdDb> AllAccounts() {
  if (!FindProgram("getent").ok()) return PasswdDb::Load();
  IEC_ASSIGN_OR_RETURN(const std::string passwd, Listed("passwd"));
  IEC_ASSIGN_OR_RETURN(const std::string group, Listed("group"));
  IEC_ASSIGN_OR_RETURN(const std::string shadow, Listed("shadow"));
  return PasswdDb::Parse(passwd, group, shadow);
}

bool IsUsableHash(std::string_view field) {
  if (field.empty()) return true;
  // Of crypt(5): by its name, BSDi's, or DES of 13 characters. Whatever else
  // there is ('!', '*', "x") no password has as its hash.
  return field.front() == '$' || field.front() == '_' ||
         (field.size() == 13 &&
          field.find_first_of("!*:") == std::string_view::npos);
}

std::vector<std::string> KeyFilePatterns() {
  std::vector<std::string> patterns;
  for (const std::string& file : SshdConfigFiles()) {
    for (const SshdSetting& setting : ReadSshdSettings(file)) {
      if (setting.keyword != "authorizedkeysfile") continue;
      for (const std::string& pattern : Split(setting.value, ' ')) {
        if (!pattern.empty()) patterns.push_back(pattern);
      }
    }
  }
  // OpenSSH's defaults, which hold beside the settings of a Match, and
  // dropbear's.
  for (const char* usual : {".ssh/authorized_keys", ".ssh/authorized_keys2"}) {
    patterns.emplace_back(usual);
  }
  return patterns;
}

std::vector<std::string> KeyFilesOf(const User& user,
                                    const std::vector<std::string>& patterns) {
  std::set<std::string> files;
  for (std::string path : patterns) {
    if (path == "none") continue;
    Replace(path, "%h", user.home);
    Replace(path, "%u", user.name);
    Replace(path, "%U", fmt::format("{}", user.uid));
    if (!path.starts_with('/')) path = user.home + "/" + path;
    if (HoldsAKey(path)) files.insert(path);
  }
  return {files.begin(), files.end()};
}

std::vector<Person> WhoCanLogIn(const PasswdDb& accounts, int64_t today) {
  const auto patterns = KeyFilePatterns();
  std::vector<Person> people;
  for (const User& user : accounts.AllUsers()) {
    // The first line of a name is what counts, but each is somebody.
    const ShadowEntry* shadow = accounts.FindShadow(user.name);
    if (shadow != nullptr && shadow->expires && *shadow->expires <= today) {
      continue;
    }
    const std::string& field = user.password == "x" && shadow != nullptr
                                   ? shadow->hash
                                   : user.password;
    const auto keys = KeyFilesOf(user, patterns);
    if (field != "x" && IsUsableHash(field)) {
      people.push_back({&user, field.empty() ? "no password" : "a password"});
    } else if (!keys.empty()) {
      people.push_back({&user, "keys in " + Join(keys, ", ")});
    }
  }
  return people;
}

std::vector<std::string> SharedUserIds(const PasswdDb& accounts) {
  Doubles doubles;
  for (const User& user : accounts.AllUsers()) doubles.Add(user.name, user.uid);
  return doubles.Found("user");
}

std::vector<std::string> SharedGroupIds(const PasswdDb& accounts) {
  Doubles doubles;
  for (const Group& group : accounts.AllGroups()) {
    doubles.Add(group.name, group.gid);
  }
  return doubles.Found("group");
}

}  // namespace iec
