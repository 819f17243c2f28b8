// SPDX-License-Identifier: Apache-2.0
// In mdoc(7), as mandoc -Tlint likes it: each sentence on a line of its own,
// no line above 80 characters.
#include <fmt/format.h>

#include <cctype>

#include "lib/base/exit_status.h"
#include "lib/base/text.h"
#include "lib/manual/manual.h"

namespace iec {
namespace {

constexpr size_t kColumns = 78;

std::string Upper(std::string text) {
  for (char& c : text) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return text;
}

// Text that roff takes as it is, also as the argument of a macro.
std::string Escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '"') {
      out += "\\(dq";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else {
      out += c;
    }
  }
  return out;
}

// As one argument of a macro, never taken for a macro itself.
std::string Argument(std::string_view text) {
  return fmt::format("\"\\&{}\"", Escape(text));
}

class Page {
 public:
  void Macro(const std::string& line) { text_ += line + "\n"; }

  // Running text: sentences begin lines, long ones are broken.
  void Text(std::string_view text) {
    std::string line;
    const auto flush = [&] {
      if (!line.empty()) Macro(line);
      line.clear();
    };
    for (const std::string& word : Split(text, ' ')) {
      if (word.empty()) continue;
      const std::string escaped = Escape(word);
      if (line.size() + 1 + escaped.size() > kColumns) flush();
      if (!line.empty()) {
        line += ' ';
      } else if (escaped[0] == '.') {
        line = "\\&";  // else roff takes it for a macro
      }
      line += escaped;
      if (word.ends_with('.') || word.ends_with(".)")) flush();
    }
    flush();
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string Flags(const TableOption& option) {
  std::string flags;
  if (!option.short_name.empty()) flags = "Fl " + Escape(option.short_name);
  if (!option.name.empty()) {
    if (!flags.empty()) flags += " , ";
    flags += "Fl " + Escape("-" + option.name);
  }
  if (!option.metavar.empty()) flags += " Ar " + Argument(option.metavar);
  return flags;
}

// One line of the synopsis for a command.
void Synopsis(const TableCommand& program, const TableCommand& command,
              Page& page) {
  page.Macro(".Nm " + program.name);
  page.Macro(".Cm " + command.name);
  for (const TableOption& option : command.options) {
    page.Macro(
        fmt::format(".{}{}", option.required ? "" : "Op ", Flags(option)));
  }
  for (const TableOption& argument : command.arguments) {
    page.Macro(fmt::format(".{}Ar {}{}", argument.required ? "" : "Op ",
                           Argument(argument.name),
                           argument.repeats ? " ..." : ""));
  }
}

void Describe(const TableOption& option, Page& page) {
  page.Text(option.description + ".");
  if (!option.choices.empty()) {
    std::string choices = "One of";
    for (size_t i = 0; i < option.choices.size(); ++i) {
      choices += fmt::format("{} {}",
                             i == 0                          ? ""
                             : i + 1 < option.choices.size() ? ","
                                                             : " or",
                             option.choices[i]);
    }
    page.Text(choices + ".");
  }
  if (!option.fallback.empty()) {
    page.Text(fmt::format("Default: {}.", option.fallback));
  }
}

void DescribeAll(const TableCommand& command, Page& page) {
  if (command.arguments.empty() && command.options.empty()) return;
  page.Macro(".Bl -tag -width Ds");
  for (const TableOption& argument : command.arguments) {
    page.Macro(".It Ar " + Argument(argument.name));
    Describe(argument, page);
  }
  for (const TableOption& option : command.options) {
    page.Macro(".It " + Flags(option));
    Describe(option, page);
  }
  page.Macro(".El");
}

// What each command has as its program has it is said there.
TableCommand OwnPart(TableCommand command, const TableCommand& program) {
  std::erase_if(command.options, [](const TableOption& option) {
    return option.name == "help";
  });
  if (command.footer == program.footer) command.footer.clear();
  return command;
}

void List(std::string_view title, std::string_view macro,
          const ManualFacts::Definitions& items, Page& page) {
  if (items.empty()) return;
  page.Macro(fmt::format(".Sh {}", title));
  page.Macro(".Bl -tag -width Ds");
  for (const auto& [name, meaning] : items) {
    page.Macro(fmt::format(".It {} {}", macro, Argument(name)));
    page.Text(meaning);
  }
  page.Macro(".El");
}

void Examples(const ManualFacts::Definitions& examples, Page& page) {
  page.Macro(".Sh EXAMPLES");
  for (const auto& [command, meaning] : examples) {
    page.Text(meaning);
    page.Macro(".Pp");
    page.Macro(".Dl " + Argument(command));
    if (&command != &examples.back().first) page.Macro(".Pp");
  }
}

}  // namespace

std::string ManualPage(const OptionTable& table, const ManualFacts& facts) {
  Page page;
  const TableCommand& program = table.program;
  std::vector<TableCommand> commands;
  for (const TableCommand& command : table.commands) {
    commands.push_back(OwnPart(command, program));
  }
  page.Macro(".\\\" SPDX-License-Identifier: Apache-2.0");
  page.Macro(".\\\" Made from the option table; do not edit.");
  page.Macro(".Dd " IEC_MANUAL_DATE);
  page.Macro(fmt::format(".Dt {} 1", Upper(program.name)));
  page.Macro(".Os");
  page.Macro(".Sh NAME");
  page.Macro(".Nm " + program.name);
  std::string what = program.description;
  what[0] =
      static_cast<char>(std::tolower(static_cast<unsigned char>(what[0])));
  page.Macro(".Nd " + Escape(what));
  page.Macro(".Sh SYNOPSIS");
  for (const TableCommand& command : commands) {
    Synopsis(program, command, page);
  }
  page.Macro(".Sh DESCRIPTION");
  for (const std::string& paragraph : facts.description) {
    if (&paragraph != &facts.description.front()) page.Macro(".Pp");
    page.Text(paragraph);
  }
  page.Macro(".Sh COMMANDS");
  page.Text("For the program itself and for each of its commands:");
  DescribeAll(program, page);
  for (const TableCommand& command : commands) {
    page.Macro(".Ss " + command.name);
    page.Text(command.description + ".");
    DescribeAll(command, page);
    if (!command.footer.empty()) page.Macro(".Pp");
    page.Text(command.footer);
  }
  List("ENVIRONMENT", "Ev", facts.environment, page);
  List("FILES", "Pa", facts.files, page);
  page.Macro(".Sh EXIT STATUS");
  page.Macro(".Bl -tag -width Ds");
  for (const auto& [status, meaning] : kExitStatuses) {
    page.Macro(fmt::format(".It {}", status));
    std::string sentence = std::string(meaning) + ".";
    sentence[0] = static_cast<char>(
        std::toupper(static_cast<unsigned char>(sentence[0])));
    page.Text(sentence);
  }
  page.Macro(".El");
  Examples(facts.examples, page);
  page.Macro(".Sh SEE ALSO");
  for (const std::string& other : facts.see_also) {
    const size_t open = other.find('(');
    page.Macro(fmt::format(".Xr {} {}{}", other.substr(0, open),
                           other.substr(open + 1, other.size() - open - 2),
                           &other == &facts.see_also.back() ? "" : " ,"));
  }
  return page.text();
}

}  // namespace iec
