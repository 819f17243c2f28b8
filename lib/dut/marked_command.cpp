// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/marked_command.h"

#include <fmt/format.h>

#include "lib/base/digest.h"
#include "lib/dut/login_prompt.h"

namespace iec {

MarkedCommand::MarkedCommand(const std::string& command_line)
    : mark_(Hex(RandomBytes(4))),
      // The quotes are for every shell alike, and make what the terminal
      // echoes differ from what the command prints.
      line_(fmt::format("echo be\"\"gin-{0}; {1}; echo en\"\"d-{0}\n", mark_,
                        command_line)) {}

bool MarkedCommand::HasBegun(std::string_view text) const {
  return PlainText(text).find("begin-" + mark_) != std::string::npos;
}

bool MarkedCommand::HasEnded(std::string_view text) const {
  return PlainText(text).find("end-" + mark_) != std::string::npos;
}

std::string MarkedCommand::Output(std::string_view text) const {
  const std::string said = PlainText(text);
  const size_t after = said.find("begin-" + mark_) + 6 + mark_.size();
  return said.substr(after, said.find("end-" + mark_) - after);
}

}  // namespace iec
