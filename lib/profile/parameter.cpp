// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/parameter.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "lib/base/text.h"
#include "lib/profile/parameter_value.h"
#include "lib/profile/yaml_reader.h"

namespace iec {
namespace embedded {
extern const std::string_view kParametersYaml;
}  // namespace embedded

namespace {

using Type = Parameter::Type;
using Items = Parameter::Items;

constexpr std::pair<Type, std::string_view> kTypes[] = {
    {Type::kInteger, "integer"},
    {Type::kBoolean, "boolean"},
    {Type::kText, "text"},
    {Type::kList, "list"},
};

constexpr std::pair<Items, std::string_view> kItems[] = {
    {Items::kLine, "line"},
    {Items::kPath, "path"},
    {Items::kSetuid, "setuid"},
    {Items::kCapabilities, "capabilities"},
};

// The value whose name stands there, or an error.
template <typename T, size_t N>
std::optional<T> ReadOneOf(const YamlNode& node, std::string_view what,
                           const std::pair<T, std::string_view> (&table)[N],
                           YamlErrors& errors) {
  std::vector<std::string> names;
  for (const auto& [value, name] : table) names.emplace_back(name);
  const auto wanted = ReadName(node, what, names, errors);
  if (!wanted) return std::nullopt;
  for (const auto& [value, name] : table) {
    if (name == *wanted) return value;
  }
  return std::nullopt;
}

std::optional<int64_t> ReadAnyInteger(const YamlNode* node,
                                      std::string_view what,
                                      YamlErrors& errors) {
  if (node == nullptr) return std::nullopt;
  using Limits = std::numeric_limits<int64_t>;
  return ReadInteger(*node, what, Limits::min(), Limits::max(), errors);
}

// "group.name", of lower-case letters and underlines.
bool IsParameterName(std::string_view name) {
  const std::vector<std::string> parts = Split(name, '.');
  return parts.size() == 2 &&
         std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
           return !part.empty() &&
                  std::all_of(part.begin(), part.end(), [](char c) {
                    return (c >= 'a' && c <= 'z') || c == '_';
                  });
         });
}

void ReadIntegerKeys(MapReader& reader, Parameter& parameter,
                     YamlErrors& errors) {
  const auto read = [&](const char* key, bool required) {
    const YamlNode* node =
        required ? reader.Required(key) : reader.Optional(key);
    return ReadAnyInteger(node, reader.What(key), errors);
  };
  parameter.lowest = read("lowest", true).value_or(0);
  parameter.highest = read("highest", true).value_or(0);
  parameter.at_least = read("at_least", false);
  parameter.at_most = read("at_most", false);
  parameter.or_exactly = read("or_exactly", false);
}

std::optional<Parameter> ReadParameter(const YamlEntry& entry,
                                       YamlErrors& errors) {
  MapReader reader(entry.value, entry.key, errors);
  Parameter parameter;
  parameter.name = entry.key;
  if (!IsParameterName(entry.key)) {
    errors.Add(entry.mark,
               Quoted(entry.key) + " is no parameter name such as 'a.b_c'");
  }

  const YamlNode* node = reader.Required("type");
  const auto type = node ? ReadOneOf(*node, reader.What("type"), kTypes, errors)
                         : std::nullopt;
  if (!type) return std::nullopt;
  parameter.type = *type;

  if ((node = reader.Optional("unit"))) {
    parameter.unit = ReadLine(*node, reader.What("unit"), errors).value_or("");
  }
  if ((node = reader.Required("description"))) {
    parameter.description =
        ReadLine(*node, reader.What("description"), errors).value_or("");
  }
  if ((node = reader.Required("source"))) {
    parameter.source =
        ReadLine(*node, reader.What("source"), errors).value_or("");
  }
  if (*type == Type::kInteger) ReadIntegerKeys(reader, parameter, errors);
  if (*type == Type::kBoolean && (node = reader.Optional("must_be"))) {
    parameter.must_be = ReadBoolean(*node, reader.What("must_be"), errors);
  }
  if (*type == Type::kList && (node = reader.Required("items"))) {
    parameter.items = ReadOneOf(*node, reader.What("items"), kItems, errors)
                          .value_or(Items::kLine);
  }
  const YamlNode* fallback = reader.Required("default");
  reader.RefuseOthers();
  if (fallback == nullptr) return std::nullopt;
  const auto value = ReadParameterValue(parameter, *fallback, errors);
  if (!value) return std::nullopt;
  parameter.fallback = *value;
  if (const auto weak = WeakerThanFloor(parameter, *value)) {
    errors.Add(fallback->mark, "the default: " + *weak);
  }
  return parameter;
}

}  // namespace

std::string_view Name(Type type) {
  for (const auto& [known, name] : kTypes) {
    if (known == type) return name;
  }
  return "unknown";
}

Result<std::map<std::string, Parameter>> ParseParameters(
    std::string_view yaml, const std::string& path) {
  YamlErrors errors(path);
  std::map<std::string, Parameter> parameters;
  const auto root = ParseYaml(yaml, errors);
  if (!root) return errors.ToError();
  MapReader reader(*root, "", errors);
  if (const YamlNode* schema = reader.Required("schema")) {
    ReadName(*schema, "schema", {"iec-parameters/1"}, errors);
  }
  const YamlNode* table = reader.Required("parameters");
  reader.RefuseOthers();
  if (table != nullptr && ExpectMap(*table, "parameters", errors)) {
    for (const YamlEntry& entry : table->entries) {
      auto parameter = ReadParameter(entry, errors);
      if (parameter) parameters.emplace(entry.key, *std::move(parameter));
    }
  }
  if (!errors.empty()) return errors.ToError();
  return parameters;
}

Result<std::map<std::string, Parameter>> LoadParameters() {
  static const auto parameters =
      ParseParameters(embedded::kParametersYaml, "parameters.yaml");
  return parameters;
}

std::string FloorText(const Parameter& parameter) {
  std::vector<std::string> parts;
  if (parameter.must_be) {
    parts.push_back(fmt::format("must be {}", *parameter.must_be));
  }
  if (parameter.at_least) {
    parts.push_back(fmt::format("at least {}", *parameter.at_least));
  }
  if (parameter.at_most) {
    parts.push_back(fmt::format("at most {}", *parameter.at_most));
  }
  std::string text = Join(parts, " and ");
  if (parameter.or_exactly) {
    text += fmt::format(", or exactly {}", *parameter.or_exactly);
  }
  return text;
}

std::optional<std::string> WeakerThanFloor(const Parameter& parameter,
                                           const ParameterValue& value) {
  if (value.index() != parameter.fallback.index()) {
    return fmt::format("{} is {}, which is not of the type {}", parameter.name,
                       ToText(value), Name(parameter.type));
  }
  bool weaker = false;
  if (const auto* number = std::get_if<int64_t>(&value)) {
    weaker = (parameter.at_least && *number < *parameter.at_least) ||
             (parameter.at_most && *number > *parameter.at_most);
    if (parameter.or_exactly == *number) weaker = false;
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    weaker = parameter.must_be && *flag != *parameter.must_be;
  }
  if (!weaker) return std::nullopt;
  return fmt::format("{} is {}{}{}, weaker than the floor: {}", parameter.name,
                     ToText(value), parameter.unit.empty() ? "" : " ",
                     parameter.unit, FloorText(parameter));
}

std::string ToText(const ParameterValue& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    return std::to_string(*number);
  }
  if (const auto* flag = std::get_if<bool>(&value)) {
    return *flag ? "true" : "false";
  }
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "[" + Join(std::get<std::vector<std::string>>(value), ", ") + "]";
}

}  // namespace iec
