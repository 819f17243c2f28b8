// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/passwd_db.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

using Fields = std::vector<std::string>;

std::optional<uint32_t> ParseId(std::string_view text) {
  if (text.empty() || text[0] == '-') return std::nullopt;
  const auto number = ParseInteger(text);
  // The highest one means "no such id" to the kernel.
  if (!number || *number >= std::numeric_limits<uint32_t>::max()) {
    return std::nullopt;
  }
  return static_cast<uint32_t>(*number);
}

// False where a field is neither empty nor a number.
bool ParseDays(std::string_view text, std::optional<int64_t>& days) {
  if (text.empty()) return true;
  days = ParseInteger(text);
  return days.has_value();
}

std::optional<User> ParseUser(const Fields& fields) {
  if (fields.size() != 7 || fields[0].empty()) return std::nullopt;
  const auto uid = ParseId(fields[2]);
  const auto gid = ParseId(fields[3]);
  if (!uid || !gid) return std::nullopt;
  return User{fields[0], fields[1], *uid,     *gid,
              fields[4], fields[5], fields[6]};
}

std::optional<Group> ParseGroup(const Fields& fields) {
  if (fields.size() != 4 || fields[0].empty()) return std::nullopt;
  const auto gid = ParseId(fields[2]);
  if (!gid) return std::nullopt;
  Group group{fields[0], *gid, {}};
  for (std::string& member : Split(fields[3], ',')) {
    if (!member.empty()) group.members.push_back(std::move(member));
  }
  return group;
}

std::optional<ShadowEntry> ParseShadow(const Fields& fields) {
  if (fields.size() != 9 || fields[0].empty()) return std::nullopt;
  ShadowEntry entry;
  entry.name = fields[0];
  entry.hash = fields[1];
  const bool good = ParseDays(fields[2], entry.last_change) &&
                    ParseDays(fields[3], entry.min_age) &&
                    ParseDays(fields[4], entry.max_age) &&
                    ParseDays(fields[5], entry.warn) &&
                    ParseDays(fields[6], entry.inactive) &&
                    ParseDays(fields[7], entry.expires);
  if (!good) return std::nullopt;
  return entry;
}

template <typename T, typename Predicate>
const T* FindFirst(const std::vector<T>& all, Predicate predicate) {
  const auto found = std::find_if(all.begin(), all.end(), predicate);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

PasswdDb PasswdDb::Parse(std::string_view passwd, std::string_view group,
                         std::string_view shadow) {
  PasswdDb db;
  const auto each_line = [&db](std::string_view text, std::string_view file,
                               const std::function<bool(const Fields&)>& take) {
    int number = 0;
    for (const std::string& line : Split(text, '\n')) {
      ++number;
      // Lines with '+' and '-' are for NIS.
      if (line.empty() ||
          std::string_view("#+-").find(line[0]) != std::string_view::npos) {
        continue;
      }
      if (!take(Split(line, ':'))) {
        db.malformed_.push_back(fmt::format("{}:{}", file, number));
      }
    }
  };
  const auto keep = [](auto entry, auto& all) {
    if (entry) all.push_back(std::move(*entry));
    return entry.has_value();
  };
  each_line(passwd, "passwd", [&](const Fields& fields) {
    return keep(ParseUser(fields), db.users_);
  });
  each_line(group, "group", [&](const Fields& fields) {
    return keep(ParseGroup(fields), db.groups_);
  });
  each_line(shadow, "shadow", [&](const Fields& fields) {
    return keep(ParseShadow(fields), db.shadow_);
  });
  return db;
}

Result<PasswdDb> PasswdDb::Load(const std::string& directory) {
  IEC_ASSIGN_OR_RETURN(const std::string passwd,
                       ReadFile(directory + "/passwd"));
  IEC_ASSIGN_OR_RETURN(const std::string group, ReadFile(directory + "/group"));
  // Only root may read it, and some devices have none.
  const auto shadow = ReadFile(directory + "/shadow");
  return Parse(passwd, group, shadow.ok() ? *shadow : "");
}

const User* PasswdDb::FindUser(std::string_view name) const {
  return FindFirst(users_, [&](const User& user) { return user.name == name; });
}

const User* PasswdDb::FindUid(uid_t uid) const {
  return FindFirst(users_, [&](const User& user) { return user.uid == uid; });
}

const Group* PasswdDb::FindGroup(std::string_view name) const {
  return FindFirst(groups_, [&](const Group& g) { return g.name == name; });
}

const Group* PasswdDb::FindGid(gid_t gid) const {
  return FindFirst(groups_, [&](const Group& g) { return g.gid == gid; });
}

const ShadowEntry* PasswdDb::FindShadow(std::string_view name) const {
  return FindFirst(
      shadow_, [&](const ShadowEntry& entry) { return entry.name == name; });
}

bool HasLoginShell(const User& user) {
  const std::string name = user.shell.substr(user.shell.rfind('/') + 1);
  for (const std::string_view ending :
       {"nologin", "false", "true", "sync", "halt", "shutdown", "poweroff"}) {
    if (name == ending) return false;
  }
  return true;
}

std::string SettingOf(const std::string& path, std::string_view name) {
  const auto text = ReadFile(path, 1u << 20);
  if (!text.ok()) return "";
  std::string value;
  for (const std::string& raw : Split(*text, '\n')) {
    std::string_view line = Trim(raw);
    if (!line.starts_with(name)) continue;
    line.remove_prefix(name.size());
    if (line.empty() || (line[0] != '=' && line[0] != ' ' && line[0] != '\t')) {
      continue;
    }
    line = Trim(line);
    if (line.starts_with('=')) line = Trim(line.substr(1));
    line = Trim(line.substr(0, line.find('#')));
    value = line;  // the last one counts
  }
  return value;
}

}  // namespace iec
