// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_MANUAL_MANUAL_H_
#define IEC_LIB_MANUAL_MANUAL_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lib/manual/option_table.h"

namespace iec {

// What a manual page says beside the option table.
struct ManualFacts {
  using Definitions = std::vector<std::pair<std::string, std::string>>;

  std::vector<std::string> description;  // paragraphs
  Definitions environment;
  Definitions files;
  Definitions examples;               // command line, what it does
  std::vector<std::string> see_also;  // "iec-collector(1)"
  // Words with which the value of an option or argument of that metavar or
  // name can begin; "COMMAND METAVAR" is of that command alone.
  std::map<std::string, std::vector<std::string>> words;
  // Commands each line of whose output begins with such a word.
  std::map<std::string, std::string> commands;
};

// What is true of both programs.
ManualFacts CommonFacts();

std::string ManualPage(const OptionTable& table, const ManualFacts& facts);
std::string BashCompletion(const OptionTable& table, const ManualFacts& facts);
std::string ZshCompletion(const OptionTable& table, const ManualFacts& facts);
std::string FishCompletion(const OptionTable& table, const ManualFacts& facts);

// The rest of main(): makes NAME.1, NAME.bash, _NAME (zsh) and NAME.fish in
// the directory that is the only argument.
int WriteManual(const CLI::App& app, const ManualFacts& facts, int argc,
                char** argv);

}  // namespace iec

#endif  // IEC_LIB_MANUAL_MANUAL_H_
