// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sshd_settings.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <map>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/paths.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

constexpr int kDeepestInclude = 16;  // as in OpenSSH

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  for (std::string& word : Split(text, ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

void Read(const std::string& path, const std::string& directory,
          const std::string& outer_match, int depth,
          std::vector<SshdSetting>& settings) {
  const auto text = ReadFile(path);
  if (!text.ok() || depth > kDeepestInclude) return;
  std::string match = outer_match;
  for (std::string line : Split(*text, '\n')) {
    std::replace(line.begin(), line.end(), '\t', ' ');
    line = Trim(line);
    const size_t end = line.find_first_of(" =");
    if (line.starts_with('#') || end == std::string::npos) continue;
    SshdSetting setting;
    setting.keyword = Lower(line.substr(0, end));
    setting.value =
        line.substr(std::min(line.find_first_not_of(" =", end), line.size()));
    std::erase(setting.value, '"');
    setting.match = match;
    if (setting.keyword == "match") {
      match = outer_match + " " + setting.value;
    } else if (setting.keyword == "include") {
      for (const std::string& name : Words(setting.value)) {
        const std::string pattern =
            name.starts_with('/') ? name : directory + "/" + name;
        for (const std::string& included : MatchingPaths(pattern)) {
          Read(included, directory, match, depth + 1, settings);
        }
      }
    } else {
      settings.push_back(std::move(setting));
    }
  }
}

// A list such as "a*,!ab" of OpenSSH.
bool IsInList(const std::string& list, const std::string& name) {
  bool in = false;
  for (const std::string& item : Split(list, ',')) {
    const bool negated = item.starts_with('!');
    if (fnmatch(item.c_str() + (negated ? 1 : 0), name.c_str(), 0) != 0) {
      continue;
    }
    if (negated) return false;
    in = true;
  }
  return in;
}

// Something that the first item of a list which is not negated holds for.
std::string Example(const std::string& list, bool is_address) {
  for (std::string item : Split(list, ',')) {
    if (item.empty() || item.front() == '!') continue;
    if (is_address) {
      if (item == "*") return "192.0.2.1";  // for documentation
      item = item.substr(0, item.find('/'));
      // "10.*" stands for four numbers.
      while (item.find(':') == std::string::npos &&
             std::count(item.begin(), item.end(), '.') < 3) {
        item += ".*";
      }
    }
    std::replace(item.begin(), item.end(), '*', '1');
    std::replace(item.begin(), item.end(), '?', '1');
    return item;
  }
  return "";
}

bool IsInGroups(const std::string& list, const User& user,
                const PasswdDb& accounts) {
  return std::any_of(
      accounts.AllGroups().begin(), accounts.AllGroups().end(),
      [&](const Group& group) {
        return (group.gid == user.gid ||
                std::find(group.members.begin(), group.members.end(),
                          user.name) != group.members.end()) &&
               IsInList(list, group.name);
      });
}

// How each sshd that runs calls itself; a server with its command line.
std::vector<std::string> TitlesOfSshd() {
  std::vector<std::string> titles;
  for (const pid_t pid :
       ProcessesWhere([](pid_t p) { return NameOf(p) == "sshd"; })) {
    auto line = ReadFile(fmt::format("/proc/{}/cmdline", pid));
    if (!line.ok()) continue;
    std::replace(line->begin(), line->end(), '\0', ' ');
    titles.push_back(*std::move(line));
  }
  return titles;
}

}  // namespace

std::vector<SshdSetting> ReadSshdSettings(const std::string& path,
                                          const std::string& directory) {
  std::vector<SshdSetting> settings;
  Read(path, directory, "", 0, settings);
  return settings;
}

std::vector<std::string> SshdConfigFiles() {
  std::vector<std::string> files = {kSshdConfig};
  for (const std::string& title : TitlesOfSshd()) {
    const auto arguments = SshdArgumentsIn(title);
    if (!arguments) continue;
    for (const SshdArgument& argument : *arguments) {
      if (argument.option == "-f" && !argument.value.empty() &&
          std::find(files.begin(), files.end(), argument.value) ==
              files.end()) {
        files.push_back(argument.value);
      }
    }
  }
  return files;
}

std::optional<std::vector<SshdArgument>> SshdArgumentsIn(
    std::string_view title) {
  const auto words = Words(title);
  const size_t program = !words.empty() && words[0] == "sshd:" ? 1 : 0;
  // A process for one connection is called "sshd: USER [priv]" and the like.
  if (words.size() <= program || !words[program].ends_with("/sshd")) {
    return std::nullopt;
  }
  std::vector<SshdArgument> arguments;
  for (size_t i = program + 1; i < words.size() && words[i] != "[listener]";
       ++i) {
    for (const char* option : {"-f", "-o", "-p", "-h"}) {
      if (!words[i].starts_with(option)) continue;
      // "-oName=value" is one word, "-o Name=value" are two.
      std::string value = words[i].substr(2);
      if (value.empty() && i + 1 < words.size()) value = words[++i];
      arguments.push_back({option, std::move(value)});
      break;
    }
  }
  return arguments;
}

std::vector<SshdArgument> SshdArgumentsOf(uint16_t port) {
  for (const std::string& title : TitlesOfSshd()) {
    auto arguments = SshdArgumentsIn(title);
    if (!arguments) continue;
    const auto ports = SshdValuesFor(*arguments, "", "port");
    if (ports.ok() && std::find(ports->begin(), ports->end(),
                                std::to_string(port)) != ports->end()) {
      return *std::move(arguments);
    }
  }
  return {};
}

std::string ConnectionFor(const std::string& match,
                          const std::vector<const User*>& people,
                          const PasswdDb& accounts) {
  std::string host = "localhost";
  std::string address = "127.0.0.1";
  std::string local_address = address;
  std::string local_port = "22";
  std::vector<const User*> left = people;
  const std::vector<std::string> words = Words(match);
  for (size_t i = 0; i + 1 < words.size(); i += 2) {
    const std::string criterion = Lower(words[i]);
    const std::string& list = words[i + 1];
    if (criterion == "all") {
      --i;  // it takes no list
    } else if (criterion == "user") {
      std::erase_if(
          left, [&](const User* user) { return !IsInList(list, user->name); });
    } else if (criterion == "group") {
      std::erase_if(left, [&](const User* user) {
        return !IsInGroups(list, *user, accounts);
      });
    } else if (criterion == "host") {
      host = Example(list, false);
    } else if (criterion == "address") {
      address = Example(list, true);
    } else if (criterion == "localaddress") {
      local_address = Example(list, true);
    } else if (criterion == "localport") {
      local_port = Example(list, false);
    }
  }
  if (left.empty()) return "";
  return fmt::format("user={},host={},addr={},laddr={},lport={}",
                     left.front()->name, host, address, local_address,
                     local_port);
}

std::vector<std::string> GroupsFor(const std::string& match,
                                   const PasswdDb& accounts) {
  std::vector<std::string> groups;
  const std::vector<std::string> words = Words(match);
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (Lower(words[i]) != "group") continue;
    const std::string& list = words[++i];
    for (const Group& group : accounts.AllGroups()) {
      if (group.gid == 0 || !IsInList(list, group.name)) continue;
      groups.push_back(group.name);
      break;
    }
  }
  return groups;
}

Result<std::vector<std::string>> SshdValuesFor(
    const std::vector<SshdArgument>& arguments, const std::string& connection,
    const std::string& keyword) {
  Command command{{"sshd", "-T"}};
  for (const SshdArgument& argument : arguments) {
    command.argv.insert(command.argv.end(), {argument.option, argument.value});
  }
  if (!connection.empty()) {
    command.argv.insert(command.argv.end(), {"-C", connection});
  }
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(command));
  if (!outcome.Succeeded()) {
    return Error{Join(command.argv, " ") + ": " + outcome.Describe()};
  }
  std::vector<std::string> values;
  for (const std::string& line : Split(outcome.out, '\n')) {
    if (line.starts_with(keyword + ' ')) {
      values.push_back(line.substr(keyword.size() + 1));
    }
  }
  return values;
}

Result<std::string> SshdValueFor(const std::string& config,
                                 const std::string& connection,
                                 const std::string& keyword) {
  IEC_ASSIGN_OR_RETURN(auto values,
                       SshdValuesFor({{"-f", config}}, connection, keyword));
  return values.empty() ? std::string() : std::move(values.front());
}

namespace {

bool DoesSomethingElse(const std::vector<SshdSetting>& settings,
                       const std::string& group) {
  return std::any_of(
      settings.begin(), settings.end(), [&](const SshdSetting& setting) {
        if ((setting.keyword != "forcecommand" &&
             setting.keyword != "chrootdirectory") ||
            setting.value == "none") {
          return false;
        }
        const auto words = Words(setting.match);
        for (size_t i = 0; i + 1 < words.size(); ++i) {
          if (Lower(words[i]) == "group" && IsInList(words[i + 1], group)) {
            return true;
          }
        }
        return false;
      });
}

}  // namespace

std::vector<std::string> GroupsToLetIn(
    const std::vector<SshdSetting>& settings,
    const std::vector<std::string>& groups,
    const std::vector<std::string>& candidates) {
  std::map<std::string, std::string> allowed;  // a list for each condition
  for (const SshdSetting& setting : settings) {
    if (setting.keyword != "allowgroups") continue;
    for (const std::string& name : Words(setting.value)) {
      allowed[setting.match] += name + ",";
    }
  }
  std::vector<std::string> added;
  for (const auto& [match, list] : allowed) {
    const auto lets_in = [&, &names = list](const std::string& group) {
      return IsInList(names, group);
    };
    if (std::any_of(groups.begin(), groups.end(), lets_in) ||
        std::any_of(added.begin(), added.end(), lets_in)) {
      continue;
    }
    const auto found = std::find_if(
        candidates.begin(), candidates.end(), [&](const std::string& group) {
          return lets_in(group) && !DoesSomethingElse(settings, group);
        });
    if (found != candidates.end()) added.push_back(*found);
  }
  return added;
}

std::string MethodAfterKey(std::string_view lists) {
  std::string method;
  for (const std::string& list : Split(lists, ' ')) {
    const auto steps = Split(list, ',');
    if (steps[0] != "publickey") continue;
    if (steps.size() == 1) return "";
    if (method.empty()) method = steps[1].substr(0, steps[1].find(':'));
  }
  return method == "publickey" ? "" : method;
}

}  // namespace iec
