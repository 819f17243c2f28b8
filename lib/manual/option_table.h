// SPDX-License-Identifier: Apache-2.0
// manual: the manual page and the completions of a program, made from its
// option table when it is built. No program links this room.
#ifndef IEC_LIB_MANUAL_OPTION_TABLE_H_
#define IEC_LIB_MANUAL_OPTION_TABLE_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace iec {

// An option, or an argument without a name of its own.
struct TableOption {
  std::string command;               // "report"; of the program its name
  std::string short_name;            // "h"; mostly empty
  std::string name;                  // "profile"; of an argument "selection"
  std::string metavar;               // "FILE"; empty: a flag
  std::vector<std::string> choices;  // all values there are; empty: any
  std::string description;           // sentences without the last full stop
  std::string fallback;              // its value where it is not given
  bool required = false;
  bool repeats = false;

  std::string FirstSentence() const;
};

struct TableCommand {
  std::string name;
  std::string description;  // without a full stop
  std::vector<TableOption> options;
  std::vector<TableOption> arguments;
  std::string footer;
};

struct OptionTable {
  TableCommand program;
  std::vector<TableCommand> commands;
};

OptionTable ReadOptionTable(const CLI::App& app);

}  // namespace iec

#endif  // IEC_LIB_MANUAL_OPTION_TABLE_H_
