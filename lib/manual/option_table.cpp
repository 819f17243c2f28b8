// SPDX-License-Identifier: Apache-2.0
#include "lib/manual/option_table.h"

#include "lib/base/text.h"

namespace iec {
namespace {

std::string WithoutFullStop(std::string text) {
  while (text.ends_with('.') || text.ends_with('\n')) text.pop_back();
  return text;
}

// "WHEN:{auto,on,off}": CLI11 puts the validator's words behind the type.
void SplitType(const std::string& type, TableOption& out) {
  const size_t begin = type.rfind(":{");
  if (begin == std::string::npos || !type.ends_with('}')) {
    out.metavar = type;
    return;
  }
  out.metavar = type.substr(0, begin);
  out.choices = Split(type.substr(begin + 2, type.size() - begin - 3), ',');
}

TableOption Read(const CLI::Option& option) {
  TableOption out;
  if (option.get_positional()) {
    out.name = option.get_name(/*positional=*/true);
  } else {
    if (!option.get_snames().empty()) out.short_name = option.get_snames()[0];
    if (!option.get_lnames().empty()) out.name = option.get_lnames()[0];
  }
  const bool takes_value = option.get_items_expected_max() > 0;
  if (takes_value) SplitType(option.get_type_name(), out);
  out.description = WithoutFullStop(option.get_description());
  if (takes_value) out.fallback = option.get_default_str();
  out.required = option.get_required();
  out.repeats = option.get_expected_max() > 1;
  return out;
}

TableCommand ReadCommand(const CLI::App& app) {
  TableCommand command;
  command.name = app.get_name();
  command.description = WithoutFullStop(app.get_description());
  command.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    auto& list = option->get_positional() ? command.arguments : command.options;
    list.push_back(Read(*option));
    list.back().command = command.name;
  }
  return command;
}

}  // namespace

std::string TableOption::FirstSentence() const {
  return description.substr(
      0, std::min(description.find(". "), description.find("; ")));
}

OptionTable ReadOptionTable(const CLI::App& app) {
  OptionTable table;
  table.program = ReadCommand(app);
  for (const CLI::App* sub : app.get_subcommands(
           [](const CLI::App* one) { return !one->get_name().empty(); })) {
    table.commands.push_back(ReadCommand(*sub));
  }
  return table;
}

}  // namespace iec
