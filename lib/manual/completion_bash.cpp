// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/manual/completion.h"

namespace iec {
namespace {

// {0} is the name of the function.
constexpr std::string_view kHelpers = R"SHELL(
{0}_add() {{ mapfile -t -O "${{#COMPREPLY[@]}}" COMPREPLY < <(compgen "$@" -- "$cur"); }}
{0}_set() {{ compopt -o "$1" 2>/dev/null; }}
{0}_first_words() {{
  local line
  while read -r line; do printf '%s\n' "${{line%% *}}"; done < <("$@" 2>/dev/null)
}}
)SHELL";

// Which command and option it is about; bash takes words apart at = and :.
constexpr std::string_view kBegin = R"SHELL(
{0}() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}}
  local command='' option='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${{COMP_WORDS[i]}} != -* ]]; then command=${{COMP_WORDS[i]}} && break; fi
  done
  if [[ $cur == : || $prev == : ]]; then
    cur=${{cur#:}}
    {0}_set filenames
    {0}_add -f
    return
  elif [[ $cur == '=' ]]; then
    option=$prev cur=''
  elif [[ $prev == '=' ]]; then
    option=${{COMP_WORDS[COMP_CWORD-2]}}
  else
    option=$prev
  fi
  case "$command $option" in
)SHELL";

std::string Actions(const Values& values, const std::string& function,
                    const std::string& indent) {
  std::string text;
  const auto add = [&](const std::string& action) {
    text += indent + function + action + "\n";
  };
  if (values.file_follows) {
    add("_set nospace");
    add(fmt::format("_add -W '{}:'", Join(values.words, ": ")));
  } else if (!values.words.empty()) {
    add(fmt::format("_add -W '{}'", Join(values.words, " ")));
  }
  if (!values.command.empty()) {
    add(fmt::format("_add -W \"$({}_first_words {})\"", function,
                    values.command));
  }
  if (values.files || values.directories) {
    add("_set filenames");
    add(values.files ? "_add -f" : "_add -d");
  }
  return text;
}

std::string OptionWords(const TableCommand& command) {
  std::string words;
  for (const TableOption& option : command.options) {
    if (!option.short_name.empty()) words += " -" + option.short_name;
    if (!option.name.empty()) words += " --" + option.name;
  }
  return words.substr(words.empty() ? 0 : 1);
}

}  // namespace

std::string BashCompletion(const OptionTable& table, const ManualFacts& facts) {
  const std::string function = FunctionName(table.program.name);
  std::string text = std::string(kCompletionHeader) +
                     fmt::format(kHelpers, function) +
                     fmt::format(kBegin, function);
  for (const TableCommand& command : table.commands) {
    for (const TableOption& option : command.options) {
      if (option.metavar.empty()) continue;
      text += fmt::format("    '{} --{}')\n{}      return ;;\n", command.name,
                          option.name,
                          Actions(ValuesOf(option, facts), function, "      "));
    }
  }
  text += "  esac\n  case $command in\n";
  std::string names;
  for (const TableCommand& command : table.commands) {
    names += " " + command.name;
    text +=
        fmt::format("    {})\n      if [[ $cur == -* ]]; then\n", command.name);
    text += fmt::format("        {}_add -W '{}'\n        return\n      fi\n",
                        function, OptionWords(command));
    for (const TableOption& argument : command.arguments) {
      text += Actions(ValuesOf(argument, facts), function, "      ");
    }
    text += "      ;;\n";
  }
  text += fmt::format("    '') {}_add -W '{}{}' ;;\n  esac\n}}\n", function,
                      OptionWords(table.program), names);
  text += fmt::format("complete -F {} {}\n", function, table.program.name);
  return text;
}

}  // namespace iec
