// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sudo_rules.h"

#include <chrono>

#include "lib/base/text.h"
#include "lib/dut/process.h"
#include "lib/dut/pty.h"

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
    // On a terminal: requiretty holds for questions as well.
    IEC_ASSIGN_OR_RETURN(Pty pty, Pty::Start(list));
    const auto end = pty.WaitForExit(std::chrono::seconds(60));
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
