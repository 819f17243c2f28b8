// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/report_verdicts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lib/base/text.h"
#include "lib/evidence/strict_json.h"

namespace iec {
namespace {

using nlohmann::json;

struct List {
  const char* key;
  const char* name;     // in each of its rows
  const char* value;    // what is said of it
  std::string_view of;  // before the name
};
constexpr List kLists[] = {{"requirements", "token", "verdict", ""},
                           {"tests", "id", "verdict", "test "},
                           {"levels", "fr", "reached", "level of FR "},
                           {"levels", "fr", "target", "target of FR "}};

std::string Word(const json& value) {
  return value.is_string()
             ? value.get<std::string>()
             : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<const json*> At(const json& object, const char* key) {
  if (object.is_object()) {
    if (const auto found = object.find(key); found != object.end()) {
      return &*found;
    }
  }
  return Error{fmt::format("it lacks a '{}'", key)};
}

Status Take(const List& list, const json& report, ReportVerdicts& out) {
  IEC_ASSIGN_OR_RETURN(const json* rows, At(report, list.key));
  if (!rows->is_array()) return Error{fmt::format("{} is no list", list.key)};
  for (const json& row : *rows) {
    IEC_ASSIGN_OR_RETURN(const json* name, At(row, list.name));
    IEC_ASSIGN_OR_RETURN(const json* value, At(row, list.value));
    const std::string key = std::string(list.of) + Word(*name);
    if (!out.said.emplace(key, Word(*value)).second) {
      return Error{Printable(key, 100) + " is in it twice"};
    }
  }
  return {};
}

}  // namespace

Result<ReportVerdicts> ReadReportVerdicts(std::string_view report) {
  IEC_ASSIGN_OR_RETURN(const json document, ParseStrictJson(report));
  ReportVerdicts out;
  for (const List& list : kLists) {
    IEC_RETURN_IF_ERROR(Take(list, document, out));
  }
  // No name of a test or requirement has a blank.
  for (const auto& [key, name] : {std::pair("exit_status", "the exit status"),
                                  std::pair("reached", "the level reached"),
                                  std::pair("target", "the target level")}) {
    IEC_ASSIGN_OR_RETURN(const json* value, At(document, key));
    out.said.emplace(name, Word(*value));
  }
  IEC_ASSIGN_OR_RETURN(const json* runs, At(document, "runs"));
  for (const json& run : *runs) {
    IEC_ASSIGN_OR_RETURN(const json* is_signed, At(run, "signed"));
    out.is_signed = out.is_signed || *is_signed == true;
  }
  return out;
}

}  // namespace iec
