// SPDX-License-Identifier: Apache-2.0
#include "lib/record/record_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace iec {
namespace {

using nlohmann::json;

// A number that JSON cannot write is null, as schema.md says.
json Number(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

// A clock that ran backwards must not make the record unreadable.
double Seconds(double value) {
  return std::isfinite(value) && value > 0 ? value : 0;
}

json ToValue(const Check& check) {
  return {{"kind", Name(check.kind)},
          {"holds", check.holds},
          {"expected", check.expected},
          {"found", check.found},
          {"where", check.where}};
}

json ToValue(const Measurement& measurement) {
  return {{"name", measurement.name},
          {"value", Number(measurement.value)},
          {"unit", measurement.unit}};
}

json ToValue(const PlannedTest& test) {
  return {{"id", test.id},
          {"requirement", test.requirement},
          {"title", test.title}};
}

json ToValue(const LeftOut& test) {
  return {{"id", test.id},
          {"requirement", test.requirement},
          {"reason", test.reason}};
}

json ToValue(const Waiver& waiver) {
  return {{"target", waiver.target},
          {"justification", waiver.justification},
          {"approver", waiver.approver},
          {"expires", waiver.expires}};
}

template <typename T>
json ToArray(const std::vector<T>& items) {
  json array = json::array();
  for (const T& item : items) array.push_back(ToValue(item));
  return array;
}

// '<', '>' and the I of IEC1 occur inside strings only, and spaces too, since
// dump() writes none between tokens; so each may become its \u escape.
std::string HarmlessText(const json& value) {
  const std::string text = value.dump(-1, ' ', /*ensure_ascii=*/true,
                                      json::error_handler_t::replace);
  std::string out;
  out.reserve(text.size() + 16);
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '<') {
      out += "\\u003c";
    } else if (c == '>') {
      out += "\\u003e";
    } else if (c == '\x7f') {
      out += "\\u007f";
    } else if (c == ' ' && i > 0 && text[i - 1] == ' ') {
      out += "\\u0020";
    } else if (c == 'I' && text.compare(i, 4, "IEC1") == 0) {
      out += "\\u0049";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string ToJson(const PlanRecord& plan) {
  return HarmlessText({{"component_type", plan.component_type},
                       {"deviations", plan.deviations},
                       {"kernel", plan.kernel},
                       {"lane", plan.lane},
                       {"left_out", ToArray(plan.left_out)},
                       {"machine", plan.machine},
                       {"profile_name", plan.profile_name},
                       {"profile_sha256", plan.profile_sha256},
                       {"runner_commit", plan.runner_commit},
                       {"runner_version", plan.runner_version},
                       {"selection", plan.selection},
                       {"started", plan.started},
                       {"system", plan.system},
                       {"target_levels", plan.target_levels},
                       {"tests", ToArray(plan.tests)},
                       {"waivers", ToArray(plan.waivers)}});
}

std::string ToJson(const TestRecord& test) {
  return HarmlessText({{"checks", ToArray(test.checks)},
                       {"id", test.id},
                       {"measurements", ToArray(test.measurements)},
                       {"process_starts", test.process_starts},
                       {"reason", test.reason},
                       {"requirement", test.requirement},
                       {"seconds", Seconds(test.seconds)},
                       {"started", test.started},
                       {"undo_failures", test.undo_failures},
                       {"verdict", Name(test.verdict)}});
}

std::string ToJson(const SummaryRecord& summary) {
  return HarmlessText({{"exit_status", summary.exit_status},
                       {"finished", summary.finished},
                       {"interrupted", summary.interrupted},
                       {"seconds", Seconds(summary.seconds)},
                       {"undo_failures", summary.undo_failures},
                       {"verdicts", summary.verdicts}});
}

bool IsWireName(std::string_view name) {
  if (name.empty()) return false;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !(c >= '0' && c <= '9') && c != '_') return false;
  }
  return true;
}

}  // namespace iec
