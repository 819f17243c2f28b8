// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sudo_rules.h"

#include "lib/base/text.h"
#include "lib/dut/process.h"

namespace iec {

Result<std::vector<std::string>> AllowedBySudo(
    const std::string& user,
    const std::vector<std::vector<std::string>>& commands) {
  std::vector<std::string> allowed;
  const auto sudo = FindProgram("sudo");
  if (!sudo.ok()) return allowed;
  for (const std::vector<std::string>& command : commands) {
    std::vector<std::string> words = command;
    const auto program = FindProgram(words[0]);
    if (!program.ok()) continue;
    words[0] = *program;
    Command list{{*sudo, "-n", "-l", "-U", user}};
    list.argv.insert(list.argv.end(), words.begin(), words.end());
    IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(list));
    if (outcome.Succeeded()) {
      allowed.push_back(Join(words, " "));
    } else if (outcome.exit_status != 1 || outcome.timed_out) {
      return Error{"sudo -l: " + outcome.Describe()};
    }
  }
  return allowed;
}

}  // namespace iec
