// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/parameter_value.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lib/profile/allow_list.h"
#include "lib/profile/yaml_reader.h"

namespace iec {
namespace {

Status CheckItem(Parameter::Items items, const std::string& item) {
  switch (items) {
    case Parameter::Items::kLine:
      return {};
    case Parameter::Items::kPath:
      return CheckAllowedPath(item);
    case Parameter::Items::kSetuid: {
      const auto allowed = ParseAllowedSetuid(item);
      return allowed.ok() ? Status() : Status(allowed.error());
    }
    case Parameter::Items::kCapabilities: {
      const auto allowed = ParseAllowedCapabilities(item);
      return allowed.ok() ? Status() : Status(allowed.error());
    }
  }
  return {};
}

std::optional<std::vector<std::string>> ReadItems(const Parameter& parameter,
                                                  const YamlNode& node,
                                                  YamlErrors& errors) {
  if (!ExpectList(node, parameter.name, errors)) return std::nullopt;
  std::vector<std::string> items;
  std::set<std::string> seen;
  for (size_t i = 0; i < node.items.size(); ++i) {
    const std::string what = fmt::format("{}[{}]", parameter.name, i + 1);
    auto item = ReadLine(node.items[i], what, errors);
    if (!item) continue;
    const Status status = CheckItem(parameter.items, *item);
    if (!status.ok()) {
      errors.Add(node.items[i].mark,
                 fmt::format("{}: {}", what, status.error().message));
      continue;
    }
    if (!seen.insert(*item).second) {
      errors.Add(node.items[i].mark,
                 fmt::format("{}: {} is there twice", what, Quoted(*item)));
      continue;
    }
    items.push_back(*std::move(item));
  }
  return items;
}

}  // namespace

std::optional<ParameterValue> ReadParameterValue(const Parameter& parameter,
                                                 const YamlNode& node,
                                                 YamlErrors& errors) {
  const auto as_value = [](auto read) -> std::optional<ParameterValue> {
    if (!read) return std::nullopt;
    return ParameterValue(*std::move(read));
  };
  switch (parameter.type) {
    case Parameter::Type::kInteger:
      return as_value(ReadInteger(node, parameter.name, parameter.lowest,
                                  parameter.highest, errors));
    case Parameter::Type::kBoolean:
      return as_value(ReadBoolean(node, parameter.name, errors));
    case Parameter::Type::kText:
      return as_value(ReadText(node, parameter.name, errors));
    case Parameter::Type::kList:
      return as_value(ReadItems(parameter, node, errors));
  }
  return std::nullopt;
}

}  // namespace iec
