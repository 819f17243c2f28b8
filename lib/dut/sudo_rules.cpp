// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sudo_rules.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/process.h"
#include "lib/dut/pty.h"

namespace iec {
namespace {

constexpr std::string_view kTimeout = "timestamp_timeout=";
constexpr std::string_view kDefaults = "Defaults";
constexpr std::string_view kCommands = "may run the following commands";

// By the settings, with what the dynamic linker runs code by.
bool TakesEnvironment(std::string_view settings) {
  for (const std::string_view word :
       {"!env_reset", " setenv", "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT"}) {
    if (settings.find(word) != settings.npos) return true;
  }
  return false;
}

// What stands before the line that the commands follow.
std::string_view SettingsOf(std::string_view listing) {
  const size_t end = listing.find(kCommands);
  if (end == listing.npos) return "";
  return listing.substr(0, listing.rfind('\n', end) + 1);
}

// Long ones go on in lines of their own, eight blanks behind.
std::vector<std::string> LinesOf(std::string_view listing) {
  constexpr std::string_view kGoesOn = "        ";
  std::vector<std::string> lines;
  const size_t begin = listing.find(kCommands);
  if (begin == listing.npos) return lines;
  for (std::string& line : Split(listing.substr(begin), '\n')) {
    if (line.starts_with(kGoesOn) && !lines.empty()) {
      lines.back() += ' ' + std::string(Trim(line));
    } else {
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

bool IsLonger(std::string_view minutes, int64_t seconds) {
  if (minutes.starts_with('"')) minutes.remove_prefix(1);
  if (minutes.starts_with('-')) return true;  // for ever
  // The listing goes on behind it, and is a string.
  return std::strtod(minutes.data(), nullptr) * 60 >
         static_cast<double>(seconds);
}

}  // namespace

std::vector<std::string> LongerProofsIn(std::string_view listing,
                                        int64_t seconds) {
  const std::string text(listing);
  std::vector<std::string> rules;
  std::string general;
  for (size_t at = 0; (at = text.find(kTimeout, at)) != std::string::npos;
       ++at) {
    const bool longer =
        IsLonger(std::string_view(text).substr(at + kTimeout.size()), seconds);
    // Two rules share a line where their kinds differ.
    size_t begin = text.rfind('\n', at) + 1;
    const size_t named = text.rfind(kDefaults, at);
    if (named != std::string::npos && named > begin) begin = named;
    const size_t end = text.find_first_of(",\n ", at);
    const bool bound = text.compare(begin, kDefaults.size(), kDefaults) == 0;
    std::string rule =
        text.substr(bound ? begin : at, end - (bound ? begin : at));
    if (!bound) {
      general = longer ? rule : "";
    } else if (longer) {
      rules.push_back(rule);
    }
  }
  if (!general.empty()) rules.push_back(general);
  return rules;
}

std::vector<std::string> LongerProofsOf(const std::string& user,
                                        int64_t seconds) {
  const auto listed = Run({{"sudo", "-n", "-l", "-U", user}});
  return LongerProofsIn(listed.ok() ? listed->out : "", seconds);
}

std::string_view BoundTo(std::string_view rule) {
  constexpr std::string_view kActingAs = "Defaults>";
  const size_t end = rule.find(' ');
  if (!rule.starts_with(kActingAs) || end == std::string_view::npos ||
      !rule.substr(end + 1).starts_with(kTimeout)) {
    return "";
  }
  // An alias begins with a capital letter, what excepts with '!'.
  const std::string_view name =
      rule.substr(kActingAs.size(), end - kActingAs.size());
  const bool plain = !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
                     std::all_of(name.begin(), name.end(), [](char c) {
                       return (c >= '0' && c <= '9') ||
                              (c >= 'a' && c <= 'z') || c == '_' || c == '-';
                     });
  return plain ? name : "";
}

std::string SudoRule::Text() const {
  return (as == "root" ? "" : "(" + as + ") ") +
         (takes_environment ? "SETENV: " : "") + command;
}

std::vector<SudoRule> SudoRulesIn(std::string_view listing,
                                  std::string_view user) {
  std::vector<SudoRule> rules;
  SudoRule entry;
  std::string users;
  std::string groups;
  const std::string_view settings = SettingsOf(listing);
  const bool any_environment = TakesEnvironment(settings);
  const bool asks = settings.find("!authenticate") == settings.npos;
  for (const std::string& line : LinesOf(listing)) {
    const std::string_view text = Trim(line);
    const size_t colon = text.find(": ");
    const std::string_view key = text.substr(0, colon);
    std::string value(colon == text.npos ? "" : Trim(text.substr(colon + 1)));
    if (line.starts_with('\t')) {
      if (text.empty() || text[0] == '!') continue;
      // One who is nobody else to that rule.
      if (users == user) users.clear();
      entry.as = users + (groups.empty() ? "" : ":" + groups);
      entry.command = text;
      entry.takes_environment |= any_environment;
      rules.push_back(entry);
    } else if (!line.starts_with(' ')) {
      entry = {};  // "Sudoers entry:", "LDAP Role: x"
      entry.asks = asks;
      users = "root";
      groups.clear();
    } else if (text.starts_with('(')) {  // of a sudo that has the short form
      entry = {};
      entry.asks = text.find("NOPASSWD:") == text.npos;
      entry.command = text;
      rules.push_back(entry);
    } else if (key == "RunAsUsers") {
      users = std::move(value);
    } else if (key == "RunAsGroups") {
      groups = std::move(value);
    } else if (key == "Options") {
      for (const std::string& option : Split(value, ',')) {
        if (Trim(option) == "!authenticate") entry.asks = false;
        if (Trim(option) == "authenticate") entry.asks = true;
        if (Trim(option) == "setenv") entry.takes_environment = true;
      }
    }
  }
  return rules;
}

Result<std::string> SudoListing(const std::string& user) {
  const auto sudo = FindProgram("sudo");
  if (!sudo.ok()) return std::string();
  // On a terminal: requiretty holds for questions as well.
  IEC_ASSIGN_OR_RETURN(Pty pty,
                       Pty::Start({{*sudo, "-n", "-l", "-l", "-U", user}}));
  static_cast<void>(pty.WaitForExit(std::chrono::seconds(60)));
  std::string listing = PlainText(pty.transcript());
  if (listing.find("not allowed to run sudo") != std::string::npos) {
    return std::string();
  }
  if (listing.find(kCommands) == std::string::npos) {
    return Error{"sudo -l -U " + user + ": " + Printable(listing)};
  }
  return listing;
}

std::vector<std::string> UnrecordedIn(
    std::string_view listing, const std::vector<std::string>& commands) {
  std::string text(SettingsOf(listing));
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  std::vector<std::string> rules;
  for (size_t at = text.find(kDefaults); at != std::string::npos;) {
    const size_t next = text.find(kDefaults, at + 1);
    const std::string rule(Trim(text.substr(at, next - at)));
    at = next;
    if (rule.size() <= kDefaults.size() ||
        (rule[kDefaults.size()] != '!' && rule[kDefaults.size()] != '>') ||
        (rule.find(" !syslog") == std::string::npos &&
         rule.find(" !log_allowed") == std::string::npos)) {
      continue;
    }
    const std::string about =
        rule.substr(kDefaults.size() + 1,
                    rule.find(" !", kDefaults.size()) - kDefaults.size() - 1);
    const auto items = Split(about, ',');
    const bool known =
        std::all_of(items.begin(), items.end(), [&](const std::string& item) {
          return std::find(commands.begin(), commands.end(), Trim(item)) !=
                 commands.end();
        });
    if (!known) rules.push_back(rule);
  }
  return rules;
}

Result<std::vector<std::string>> AllowedBySudo(
    const std::string& user,
    const std::vector<std::vector<std::string>>& commands) {
  std::vector<std::string> allowed;
  const auto sudo = FindProgram("sudo");
  if (!sudo.ok()) return allowed;
  const auto ask = [&](const std::vector<std::string>& words) -> Result<Pty> {
    Command list{{*sudo, "-n", "-l", "-U", user}};
    list.argv.insert(list.argv.end(), words.begin(), words.end());
    // On a terminal: requiretty holds for questions as well.
    IEC_ASSIGN_OR_RETURN(Pty pty, Pty::Start(list));
    static_cast<void>(pty.WaitForExit(std::chrono::seconds(60)));
    return pty;
  };
  // Most people may do nothing at all: one question instead of many.
  IEC_ASSIGN_OR_RETURN(const Pty any, ask({}));
  if (any.unread().find("not allowed to run sudo") != std::string_view::npos) {
    return allowed;
  }
  for (std::vector<std::string> words : commands) {
    const auto program = FindProgram(words[0]);
    if (!program.ok()) continue;
    words[0] = *program;
    IEC_ASSIGN_OR_RETURN(Pty pty, ask(words));
    const auto end = pty.WaitForExit(std::chrono::milliseconds(0));
    if (end && end->Succeeded()) {
      allowed.push_back(Join(words, " "));
    } else if (!end || end->exit_status != 1) {
      return Error{"sudo -l: " +
                   (end ? end->Describe() : std::string("it does not end"))};
    }
  }
  return allowed;
}

}  // namespace iec
