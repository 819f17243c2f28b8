// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/profile_waivers.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"
#include "lib/profile/profile_checks.h"
#include "lib/profile/yaml_reader.h"

namespace iec {
namespace {

std::string ReadTarget(const YamlNode& node, const std::string& what,
                       std::set<std::string>& targets, YamlErrors& errors) {
  const auto target = ReadLine(node, what, errors);
  if (!target) return "";
  const auto requirement = RequireRequirement(*target);
  if (!requirement.ok() && !HasFormOfTestId(*target)) {
    errors.Add(node.mark, fmt::format("{}: this is no test id, and {}", what,
                                      requirement.error().message));
    return *target;
  }
  // Two waivers of one thing could differ in when they end.
  const std::string_view meant =
      requirement.ok() ? (*requirement)->id : std::string_view(*target);
  if (!targets.emplace(meant).second) {
    errors.Add(node.mark, fmt::format("{}: '{}' is waived twice", what, meant));
  }
  return *target;
}

std::string ReadDate(const YamlNode& node, const std::string& what,
                     YamlErrors& errors) {
  const auto date = ReadLine(node, what, errors);
  if (date && !IsDate(*date)) {
    errors.Add(node.mark, fmt::format("{}: {} is no day of the calendar, "
                                      "written YYYY-MM-DD",
                                      what, Quoted(*date)));
  }
  return date.value_or("");
}

Waiver ReadWaiver(const YamlNode& node, const std::string& what,
                  std::set<std::string>& targets, YamlErrors& errors) {
  MapReader reader(node, what, errors);
  Waiver waiver;
  if (const YamlNode* value = reader.Required("target")) {
    waiver.target = ReadTarget(*value, reader.What("target"), targets, errors);
  }
  if (const YamlNode* value = reader.Required("justification")) {
    waiver.justification =
        ReadText(*value, reader.What("justification"), errors).value_or("");
  }
  if (const YamlNode* value = reader.Required("approver")) {
    waiver.approver =
        ReadLine(*value, reader.What("approver"), errors).value_or("");
  }
  if (const YamlNode* value = reader.Required("expires")) {
    waiver.expires = ReadDate(*value, reader.What("expires"), errors);
  }
  reader.RefuseOthers();
  return waiver;
}

}  // namespace

std::vector<Waiver> ReadWaivers(const YamlNode& node, YamlErrors& errors) {
  if (!ExpectList(node, "waivers", errors)) return {};
  std::vector<Waiver> waivers;
  std::set<std::string> targets;
  for (size_t i = 0; i < node.items.size(); ++i) {
    waivers.push_back(ReadWaiver(
        node.items[i], fmt::format("waivers[{}]", i + 1), targets, errors));
  }
  return waivers;
}

}  // namespace iec
