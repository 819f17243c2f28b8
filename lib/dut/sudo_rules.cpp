// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sudo_rules.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "lib/base/text.h"
#include "lib/dut/process.h"
#include "lib/dut/pty.h"

namespace iec {
namespace {

constexpr std::string_view kTimeout = "timestamp_timeout=";
constexpr std::string_view kDefaults = "Defaults";

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
