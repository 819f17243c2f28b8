// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/sudo_grants.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/identifiers.h"
#include "lib/testcase/powers.h"

namespace iec {
namespace {

constexpr char kEverybody[] = "everybody";

constexpr PowerByRule kByRule[] = {
    {kControlServices, "systemctl restart x.service"},
    {kReadSecrets, "cat /etc/shadow"},
    {kReadLogs, "journalctl"},
    {"mount", "mount /x /y"},
    {"set_clock", "date -s 12:00"},
    {"restart", "reboot"},
    {"configure_network", "ip link set lo up"},
    {"load_modules", "modprobe x"},
    {"signal_processes", "kill 1"}};

// Others change units, which is more than to control them.
constexpr const char* kVerbs[] = {"start",
                                  "stop",
                                  "restart",
                                  "try-restart",
                                  "reload",
                                  "is-active",
                                  "reload-or-restart",
                                  "kill",
                                  "status",
                                  "is-enabled",
                                  "show"};

// "/usr/bin/systemctl restart x": its name, and its first argument.
std::string NameIn(std::string_view command) {
  const std::string program(command.substr(0, command.find(' ')));
  return program.substr(program.rfind('/') + 1);
}
std::string ArgumentIn(std::string_view command) {
  const size_t end = command.find(' ');
  if (end == command.npos) return "";
  const std::string_view rest = Trim(command.substr(end));
  return std::string(rest.substr(0, rest.find(' ')));
}

bool IsBy(const std::string& power, const SudoRule& rule) {
  if (power == kBecomeOthers) {
    return rule.as != "root" && (!rule.as.starts_with("ALL") ||
                                 rule.as.find("!root") != std::string::npos);
  }
  if (rule.as != "root" || rule.takes_environment) return false;
  const std::string name = NameIn(rule.command);
  if (name == "systemctl") {
    const std::string verb = ArgumentIn(rule.command);
    if (std::find(std::begin(kVerbs), std::end(kVerbs), verb) ==
        std::end(kVerbs)) {
      return false;
    }
  }
  return std::any_of(std::begin(kByRule), std::end(kByRule),
                     [&](const PowerByRule& by) {
                       return power == by.power && name == NameIn(by.command);
                     });
}

}  // namespace

std::span<const PowerByRule> PowersByRule() { return kByRule; }

Result<SudoGrants> SudoGrants::From(const Profile& profile) {
  SudoGrants grants;
  IEC_ASSIGN_OR_RETURN(grants.administrators_,
                       profile.Text("authorization.administrators"));
  for (auto& [name, items] :
       {std::pair{"authorization.roles", &grants.powers_},
        std::pair{"authorization.commands", &grants.commands_}}) {
    IEC_ASSIGN_OR_RETURN(const auto lines, profile.List(name));
    for (const std::string& line : lines) {
      const size_t blank = line.find(' ');
      if (blank == std::string::npos) {
        return Error{fmt::format("{}: '{}' is no group and what it may", name,
                                 Printable(line))};
      }
      items->push_back(
          {line.substr(0, blank), std::string(Trim(line.substr(blank + 1)))});
    }
  }
  return grants;
}

bool SudoGrants::MakeRoot(const std::vector<std::string>& groups) const {
  const auto in = [&](const std::string& name) {
    return std::find(groups.begin(), groups.end(), name) != groups.end();
  };
  return in(administrators_) ||
         std::any_of(powers_.begin(), powers_.end(), [&](const Item& item) {
           return item.what == kBecomeRoot &&
                  (item.who == kEverybody || in(item.who));
         });
}

std::vector<std::string> SudoGrants::Undeclared(
    const std::vector<SudoRule>& rules, const std::string& user,
    const std::vector<std::string>& groups) const {
  std::vector<std::string> undeclared;
  for (const SudoRule& rule : rules) {
    if (rule.as.empty()) continue;  // oneself
    const std::string text = rule.Text();
    const auto applies = [&](const Item& item) {
      return item.who == kEverybody || item.who == user ||
             std::find(groups.begin(), groups.end(), item.who) != groups.end();
    };
    const bool declared =
        std::any_of(commands_.begin(), commands_.end(),
                    [&](const Item& item) {
                      return applies(item) && item.what == text;
                    }) ||
        std::any_of(powers_.begin(), powers_.end(), [&](const Item& item) {
          return applies(item) && IsBy(item.what, rule);
        });
    if (!declared) undeclared.push_back(text);
  }
  return undeclared;
}

std::vector<std::string> SudoGrants::Commands() const {
  std::vector<std::string> commands;
  for (const Item& item : commands_) commands.push_back(item.what);
  return commands;
}

std::vector<std::string> GroupsWithRules(const PasswdDb& accounts) {
  std::string text;
  for (const std::string& file : SudoersFiles()) {
    const auto more = ReadFile(file);
    if (more.ok()) text += *more + '\n';
  }
  const auto speaks_of = [&](const std::string& name) {
    const std::string word = '%' + name;
    for (size_t at = 0; (at = text.find(word, at)) != std::string::npos;) {
      at += word.size();
      const char next = at < text.size() ? text[at] : '\n';
      if (std::string_view(" \t\n,=:\"\\").find(next) != std::string::npos) {
        return true;
      }
    }
    return false;
  };
  std::vector<std::string> groups;
  for (const Group& group : accounts.AllGroups()) {
    if (!IsTemporaryName(group.name) && group.gid != 0 &&
        (speaks_of(group.name) || speaks_of(fmt::format("#{}", group.gid)))) {
      groups.push_back(group.name);
    }
  }
  return groups;
}

std::vector<std::string> GroupsOf(const User& user, const PasswdDb& accounts) {
  std::vector<std::string> groups;
  for (const Group& group : accounts.AllGroups()) {
    if (group.gid == user.gid ||
        std::find(group.members.begin(), group.members.end(), user.name) !=
            group.members.end()) {
      groups.push_back(group.name);
    }
  }
  return groups;
}

}  // namespace iec
