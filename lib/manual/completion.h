// SPDX-License-Identifier: Apache-2.0
// What the completions of all shells have in common.
#ifndef IEC_LIB_MANUAL_COMPLETION_H_
#define IEC_LIB_MANUAL_COMPLETION_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/manual/manual.h"

namespace iec {

inline constexpr std::string_view kCompletionHeader =
    "# SPDX-License-Identifier: Apache-2.0\n"
    "# Made from the option table; do not edit.\n";

// What may stand where a value is wanted.
struct Values {
  std::vector<std::string> words;
  std::string command;        // each line of its output begins with another one
  bool file_follows = false;  // each word, then ':' and a file
  bool files = false;
  bool directories = false;
};

inline Values ValuesOf(const TableOption& option, const ManualFacts& facts) {
  Values values;
  const bool argument = option.metavar.empty();
  const std::string& key = argument ? option.name : option.metavar;
  values.words = option.choices;
  for (const std::string& of : {key, option.command + " " + key}) {
    if (const auto words = facts.words.find(of); words != facts.words.end()) {
      values.words = words->second;
    }
  }
  if (const auto command = facts.commands.find(key);
      command != facts.commands.end()) {
    values.command = command->second;
  }
  values.file_follows = key.ends_with(":FILE");
  values.directories = key == "DIRECTORY";
  // An argument that nothing is known of is what the program reads.
  values.files = key == "FILE" ||
                 (argument && values.words.empty() && values.command.empty());
  return values;
}

// As the name of a shell function.
inline std::string FunctionName(const std::string& program) {
  std::string name = "_" + program;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

}  // namespace iec

#endif  // IEC_LIB_MANUAL_COMPLETION_H_
