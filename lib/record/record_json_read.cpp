// SPDX-License-Identifier: Apache-2.0
// Apart from record_json.cpp: a runner writes records and never reads one, and
// the linker takes only the files that are called.
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "lib/base/text.h"
#include "lib/record/record_json.h"

namespace iec {
namespace {

using nlohmann::json;

// 9999-12-31T23:59:59.999Z: the last moment that RFC 3339 can write.
constexpr int64_t kLastMoment = 253402300799999;
constexpr int kFoundationalRequirements = 7;
constexpr int kHighestLevel = 4;

// Reads the keys of one object and keeps the first error, so that a record's
// keys are listed once and in a row.
class ObjectReader {
 public:
  ObjectReader(const json& value, std::string where)
      : value_(value), where_(std::move(where)) {
    if (!value_.is_object()) Fail("", "is no object");
  }

  void Read(const char* key, std::string& out) {
    const json* found = Find(key);
    if (found == nullptr) return;
    if (const auto* text = found->get_ptr<const json::string_t*>()) {
      out = *text;
    } else {
      Fail(key, "is no text");
    }
  }

  void Read(const char* key, bool& out) {
    const json* found = Find(key);
    if (found == nullptr) return;
    if (found->is_boolean()) {
      out = *found->get_ptr<const json::boolean_t*>();
    } else {
      Fail(key, "is neither true nor false");
    }
  }

  void Read(const char* key, int64_t low, int64_t high, int64_t& out) {
    const json* found = Find(key);
    if (found != nullptr) ReadInteger(key, *found, low, high, out);
  }

  void Read(const char* key, int low, int high, int& out) {
    int64_t number = out;
    Read(key, int64_t{low}, int64_t{high}, number);
    out = static_cast<int>(number);
  }

  void Read(const char* key, double& out) {
    const json* found = Find(key);
    if (found == nullptr) return;
    if (found->is_number()) {
      out = found->get<double>();
    } else if (found->is_null()) {
      out = std::numeric_limits<double>::quiet_NaN();
    } else {
      Fail(key, "is no number");
    }
  }

  void ReadSeconds(const char* key, double& out) {
    Read(key, out);
    if (!error_ && !(out >= 0)) Fail(key, "is no duration");
  }

  void ReadWireName(const char* key, std::string& out) {
    Read(key, out);
    if (!error_ && !IsWireName(out)) {
      Fail(key, fmt::format("is '{}': only letters, digits and _ are allowed",
                            Printable(out, 60)));
    }
  }

  template <typename Parse, typename Value>
  void ReadWord(const char* key, Parse parse, Value& out) {
    std::string name;
    Read(key, name);
    if (error_) return;
    if (const auto value = parse(name)) {
      out = *value;
    } else {
      Fail(key, fmt::format("is the unknown word '{}'", Printable(name, 60)));
    }
  }

  // Calls read_item(value, where) for each item.
  template <typename ReadItem>
  void ReadArray(const char* key, ReadItem read_item) {
    const json* found = Find(key);
    if (found == nullptr) return;
    if (!found->is_array()) return Fail(key, "is no array");
    for (size_t i = 0; i < found->size() && !error_; ++i) {
      const Status status =
          read_item((*found)[i], fmt::format("{}[{}]", Path(key), i));
      if (!status.ok()) error_ = status.error();
    }
  }

  void Read(const char* key, std::vector<std::string>& out) {
    ReadArray(key, [&](const json& item, const std::string& where) -> Status {
      const auto* text = item.get_ptr<const json::string_t*>();
      if (text == nullptr) return Error{where + " is no text"};
      out.push_back(*text);
      return {};
    });
  }

  void ReadLevels(const char* key, std::vector<int>& out) {
    ReadArray(key, [&](const json& item, const std::string& where) -> Status {
      int64_t level = 0;
      ReadInteger(where.c_str(), item, 0, kHighestLevel, level);
      out.push_back(static_cast<int>(level));
      return {};
    });
    if (!error_ && out.size() != kFoundationalRequirements) {
      Fail(key, fmt::format("has {} levels instead of {}", out.size(),
                            kFoundationalRequirements));
    }
  }

  void ReadCounts(const char* key, std::map<std::string, int>& out) {
    const json* found = Find(key);
    if (found == nullptr) return;
    if (!found->is_object()) return Fail(key, "is no object");
    for (const auto& [name, value] : found->items()) {
      int64_t count = 0;
      ReadInteger(name.c_str(), value, 0, std::numeric_limits<int>::max(),
                  count);
      out[name] = static_cast<int>(count);
    }
  }

  Status status() const {
    if (error_) return *error_;
    return {};
  }

 private:
  std::string Path(std::string_view key) const {
    if (where_.empty()) return std::string(key);
    return key.empty() ? where_ : fmt::format("{}.{}", where_, key);
  }

  void Fail(std::string_view key, std::string_view what) {
    if (error_) return;
    const std::string path = Path(key);
    error_ =
        Error{fmt::format("{} {}", path.empty() ? "the JSON" : path, what)};
  }

  const json* Find(const char* key) {
    if (error_) return nullptr;
    const auto found = value_.find(key);
    if (found != value_.end()) return &*found;
    Fail(key, "is not there");
    return nullptr;
  }

  void ReadInteger(const char* key, const json& value, int64_t low,
                   int64_t high, int64_t& out) {
    // An unsigned number beyond int64 would turn negative below.
    const bool fits = value.is_number_integer() &&
                      (!value.is_number_unsigned() ||
                       value.get<uint64_t>() <=
                           uint64_t{std::numeric_limits<int64_t>::max()});
    if (!fits || value.get<int64_t>() < low || value.get<int64_t>() > high) {
      return Fail(key, fmt::format("is no integer from {} to {}", low, high));
    }
    out = value.get<int64_t>();
  }

  const json& value_;
  std::string where_;
  std::optional<Error> error_;
};

Status ReadCheck(const json& value, const std::string& where, Check& check) {
  ObjectReader object(value, where);
  object.ReadWord("kind", ParseCheckKind, check.kind);
  object.Read("holds", check.holds);
  object.Read("expected", check.expected);
  object.Read("found", check.found);
  object.Read("where", check.where);
  return object.status();
}

Status ReadMeasurement(const json& value, const std::string& where,
                       Measurement& measurement) {
  ObjectReader object(value, where);
  object.Read("name", measurement.name);
  object.Read("value", measurement.value);
  object.Read("unit", measurement.unit);
  return object.status();
}

Status ReadPlannedTest(const json& value, const std::string& where,
                       PlannedTest& test) {
  ObjectReader object(value, where);
  object.ReadWireName("id", test.id);
  object.ReadWireName("requirement", test.requirement);
  object.Read("title", test.title);
  return object.status();
}

Status ReadLeftOut(const json& value, const std::string& where, LeftOut& test) {
  ObjectReader object(value, where);
  object.ReadWireName("id", test.id);
  object.ReadWireName("requirement", test.requirement);
  object.Read("reason", test.reason);
  return object.status();
}

Status ReadWaiver(const json& value, const std::string& where, Waiver& waiver) {
  ObjectReader object(value, where);
  object.Read("target", waiver.target);
  object.Read("justification", waiver.justification);
  object.Read("approver", waiver.approver);
  object.Read("expires", waiver.expires);
  return object.status();
}

template <typename T>
auto Into(std::vector<T>& out,
          Status (*read)(const json&, const std::string&, T&)) {
  return [&out, read](const json& value, const std::string& where) {
    return read(value, where, out.emplace_back());
  };
}

// The four that a runner can reach; the others are the collector's to add.
std::optional<Verdict> ParseRunnerVerdict(std::string_view name) {
  const auto verdict = ParseVerdict(name);
  if (!verdict || *verdict > Verdict::kError) return std::nullopt;
  return verdict;
}

Result<json> Parse(std::string_view text) {
  json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return Error{"the JSON cannot be parsed"};
  return value;
}

}  // namespace

Result<PlanRecord> PlanFromJson(std::string_view text) {
  IEC_ASSIGN_OR_RETURN(const json value, Parse(text));
  PlanRecord plan;
  ObjectReader object(value, "");
  object.Read("component_type", plan.component_type);
  object.Read("deviations", plan.deviations);
  object.Read("kernel", plan.kernel);
  object.Read("lane", plan.lane);
  object.ReadArray("left_out", Into(plan.left_out, ReadLeftOut));
  object.Read("machine", plan.machine);
  object.Read("profile_name", plan.profile_name);
  object.Read("profile_sha256", plan.profile_sha256);
  object.Read("runner_commit", plan.runner_commit);
  object.Read("runner_version", plan.runner_version);
  object.Read("selection", plan.selection);
  object.Read("started", 0, kLastMoment, plan.started);
  object.Read("system", plan.system);
  object.ReadLevels("target_levels", plan.target_levels);
  object.ReadArray("tests", Into(plan.tests, ReadPlannedTest));
  object.ReadArray("waivers", Into(plan.waivers, ReadWaiver));
  IEC_RETURN_IF_ERROR(object.status());
  return plan;
}

Result<TestRecord> TestFromJson(std::string_view text) {
  IEC_ASSIGN_OR_RETURN(const json value, Parse(text));
  TestRecord test;
  ObjectReader object(value, "");
  object.ReadArray("checks", Into(test.checks, ReadCheck));
  object.ReadWireName("id", test.id);
  object.ReadArray("measurements", Into(test.measurements, ReadMeasurement));
  object.Read("process_starts", 0, std::numeric_limits<uint32_t>::max(),
              test.process_starts);
  object.Read("reason", test.reason);
  object.ReadWireName("requirement", test.requirement);
  object.ReadSeconds("seconds", test.seconds);
  object.Read("started", 0, kLastMoment, test.started);
  object.Read("undo_failures", test.undo_failures);
  object.ReadWord("verdict", ParseRunnerVerdict, test.verdict);
  IEC_RETURN_IF_ERROR(object.status());
  return test;
}

Result<SummaryRecord> SummaryFromJson(std::string_view text) {
  IEC_ASSIGN_OR_RETURN(const json value, Parse(text));
  SummaryRecord summary;
  constexpr int kMost = std::numeric_limits<int>::max();
  ObjectReader object(value, "");
  object.Read("exit_status", 0, 255, summary.exit_status);
  object.Read("finished", 0, kLastMoment, summary.finished);
  object.Read("interrupted", summary.interrupted);
  object.ReadSeconds("seconds", summary.seconds);
  object.Read("undo_failures", 0, kMost, summary.undo_failures);
  object.ReadCounts("verdicts", summary.verdicts);
  IEC_RETURN_IF_ERROR(object.status());
  return summary;
}

}  // namespace iec
