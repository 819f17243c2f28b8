// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/manual/completion.h"

namespace iec {
namespace {

constexpr std::string_view kHelpers = R"SHELL(
{0}_file_after() {{ if compset -P '*:'; then _files; else compadd -S : -- "$@"; fi }}
{0}_first_words() {{ compadd -- ${{${{(f)"$("$@" 2>/dev/null)"}}%% *}} }}
)SHELL";

// Of a specification of _arguments, inside single quotes.
std::string Quote(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else if (c == '[' || c == ']' || c == '\\' || c == ':') {
      out += fmt::format("\\{}", c);
    } else {
      out += c;
    }
  }
  return out;
}

std::string Action(const Values& values, const std::string& function) {
  const std::string words = Join(values.words, " ");
  if (values.file_follows) {
    return fmt::format("{{{}_file_after {}}}", function, words);
  }
  if (!values.command.empty()) {
    return fmt::format("{{{}_first_words {}; compadd -- {}}}", function,
                       values.command, words);
  }
  if (!values.words.empty()) return fmt::format("({})", words);
  if (values.directories) return "_files -/";
  return values.files ? "_files" : " ";
}

std::string Specification(const TableOption& option, const ManualFacts& facts,
                          const std::string& function) {
  const std::string help = Quote(option.FirstSentence());
  if (option.metavar.empty()) {
    if (option.short_name.empty()) {
      return fmt::format("'--{}[{}]'", option.name, help);
    }
    return fmt::format("'(-{0} --{1})'{{-{0},--{1}}}'[{2}]'", option.short_name,
                       option.name, help);
  }
  return fmt::format("'{}--{}=[{}]:{}:{}'", option.repeats ? "*" : "",
                     option.name, help, Quote(option.metavar),
                     Action(ValuesOf(option, facts), function));
}

std::string Arguments(const TableCommand& command, const ManualFacts& facts,
                      const std::string& function) {
  std::string text = "          _arguments";
  for (const TableOption& option : command.options) {
    text += " \\\n            " + Specification(option, facts, function);
  }
  for (const TableOption& argument : command.arguments) {
    text +=
        fmt::format(" \\\n            '{}:{}:{}'", argument.repeats ? "*" : "1",
                    argument.name, Action(ValuesOf(argument, facts), function));
  }
  return text + "\n";
}

}  // namespace

std::string ZshCompletion(const OptionTable& table, const ManualFacts& facts) {
  const std::string function = FunctionName(table.program.name);
  std::string text = fmt::format("#compdef {}\n", table.program.name);
  text += kCompletionHeader;
  text += fmt::format(kHelpers, function);
  text += fmt::format(
      "\n{}() {{\n  local curcontext=\"$curcontext\" state line\n"
      "  local -a commands\n  commands=(\n",
      function);
  for (const TableCommand& command : table.commands) {
    text +=
        fmt::format("    '{}:{}'\n", command.name, Quote(command.description));
  }
  text += "  )\n  _arguments -C";
  for (const TableOption& option : table.program.options) {
    text += " \\\n    " + Specification(option, facts, function);
  }
  text +=
      " \\\n    '1: :->command' '*:: :->rest'\n"
      "  case $state in\n"
      "    command) _describe -t commands command commands ;;\n"
      "    rest)\n      case $words[1] in\n";
  for (const TableCommand& command : table.commands) {
    text += fmt::format("        {})\n{}          ;;\n", command.name,
                        Arguments(command, facts, function));
  }
  text += fmt::format("      esac ;;\n  esac\n}}\n\n{} \"$@\"\n", function);
  return text;
}

}  // namespace iec
