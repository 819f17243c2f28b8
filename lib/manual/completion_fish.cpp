// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/manual/completion.h"

namespace iec {
namespace {

std::string Quote(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

// What stands behind -l NAME for its value.
std::string ValueFlags(const Values& values) {
  if (values.files) return " -r -F";
  if (values.directories) return " -x -a '(__fish_complete_directories)'";
  if (values.file_follows) {
    return fmt::format(" -x -a '{}:'", Join(values.words, ": "));
  }
  if (values.words.empty()) return " -x";
  return fmt::format(" -x -a '{}'", Join(values.words, " "));
}

std::string Option(const std::string& begin, const TableOption& option,
                   const ManualFacts& facts) {
  std::string line = begin;
  if (!option.short_name.empty()) line += " -s " + option.short_name;
  if (!option.name.empty()) line += " -l " + option.name;
  if (!option.metavar.empty()) line += ValueFlags(ValuesOf(option, facts));
  return line + " -d " + Quote(option.FirstSentence()) + "\n";
}

std::string Argument(const std::string& begin, const TableOption& argument,
                     const ManualFacts& facts) {
  const Values values = ValuesOf(argument, facts);
  std::string text;
  if (!values.words.empty()) {
    text += fmt::format("{} -a '{}'\n", begin, Join(values.words, " "));
  }
  if (!values.command.empty()) {
    text += fmt::format(
        "{} -a \"({} 2>/dev/null | string replace -r '\\s.*' '')\"\n", begin,
        values.command);
  }
  if (values.files) text += begin + " -F\n";
  return text;
}

}  // namespace

std::string FishCompletion(const OptionTable& table, const ManualFacts& facts) {
  const std::string complete = "complete -c " + table.program.name;
  std::string names;
  for (const TableCommand& command : table.commands) {
    names += " " + command.name;
  }
  const std::string no_command =
      fmt::format("{} -n 'not __fish_seen_subcommand_from{}'", complete, names);
  std::string text = std::string(kCompletionHeader) + "\n" + complete + " -f\n";
  for (const TableOption& option : table.program.options) {
    text += Option(no_command, option, facts);
  }
  for (const TableCommand& command : table.commands) {
    text += fmt::format("{} -a {} -d {}\n", no_command, command.name,
                        Quote(command.description));
  }
  for (const TableCommand& command : table.commands) {
    const std::string begin = fmt::format(
        "{} -n '__fish_seen_subcommand_from {}'", complete, command.name);
    for (const TableOption& option : command.options) {
      text += Option(begin, option, facts);
    }
    for (const TableOption& argument : command.arguments) {
      text += Argument(begin, argument, facts);
    }
  }
  return text;
}

}  // namespace iec
