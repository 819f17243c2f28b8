// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/callback.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/base/text.h"
#include "lib/collect/job_field.h"
#include "lib/collect/json_text.h"
#include "lib/collect/result_list.h"

namespace iec {
namespace {

using simdjson::dom::element;

constexpr size_t kMaxKeys = 1000;  // of a document; LAVA writes twenty

// Of a job that has ended, by the status that older servers have instead.
std::string_view HealthOf(std::string_view status) {
  return status == "complete"     ? "Complete"
         : status == "incomplete" ? "Incomplete"
         : status == "canceled"   ? "Canceled"
                                  : "";
}

}  // namespace

struct CallbackReader::State {
  explicit State(size_t max_bytes) : document(max_bytes) {}

  Status ReadField(std::string_view key, const element& value,
                   const CallbackSinks& sinks, CallbackDocument& out);
  Status ReadResults(const element& value, const CallbackSinks& sinks,
                     CallbackDocument& out);
  void ReadLog(std::string_view log, const CallbackSinks& sinks);

  JsonDocument document;
  ResultListReader results;
  std::string buffer;
};

CallbackReader::CallbackReader(size_t max_bytes)
    : state_(std::make_unique<State>(max_bytes)) {}
CallbackReader::CallbackReader(CallbackReader&&) noexcept = default;
CallbackReader& CallbackReader::operator=(CallbackReader&&) noexcept = default;
CallbackReader::~CallbackReader() = default;

Status CallbackReader::State::ReadResults(const element& value,
                                          const CallbackSinks& sinks,
                                          CallbackDocument& out) {
  simdjson::dom::object suites;
  if (value.get(suites)) return Error{"line 1: `results` is no map of suites"};
  const CaseSink sink = [&](const LavaCase& lava) {
    ++out.cases;
    TakeJobCase(lava, out.job);
    if (sinks.on_case) sinks.on_case(lava);
  };
  std::set<std::string_view> names;
  for (const auto& [name, text] : suites) {
    if (++out.suites > kMaxSuites) {
      return Error{fmt::format("line 1: more than {} suites", kMaxSuites)};
    }
    const auto called = [suite = name] {
      return fmt::format("suite {}", Printable(suite, 80));
    };
    if (!names.insert(name).second) {
      return Error{"line 1: " + called() + " is there twice"};
    }
    std::string_view yaml;
    if (text.get(yaml)) {
      return Error{"line 1: " + called() + " is no text"};
    }
    const Status status = results.Read(yaml, sink);
    if (!status.ok()) return status.error().Within("line 1: " + called());
    if (out.cases > kMaxCases) {
      return Error{fmt::format("line 1: more than {} results", kMaxCases)};
    }
  }
  return {};
}

void CallbackReader::State::ReadLog(std::string_view log,
                                    const CallbackSinks& sinks) {
  if (!sinks.on_log_line) return;
  for (size_t number = 1; !log.empty(); ++number) {
    const size_t end = std::min(log.find('\n'), log.size());
    sinks.on_log_line(number, log.substr(0, end));
    log.remove_prefix(std::min(end + 1, log.size()));
  }
}

Status CallbackReader::State::ReadField(std::string_view key,
                                        const element& value,
                                        const CallbackSinks& sinks,
                                        CallbackDocument& out) {
  if (key == "results") {
    if (value.is_null()) return {};
    out.has_results = true;
    return ReadResults(value, sinks, out);
  }
  if (key == "log") {
    std::string_view log;
    if (value.is_null()) return {};
    if (value.get(log)) return Error{"line 1: `log` is no text"};
    out.has_log = true;
    ReadLog(log, sinks);
    return {};
  }
  // As LAVA spells it, else by its number in LAVA's table.
  if (key == "health" && value.is_int64() && out.job.health.empty()) {
    constexpr std::string_view kHealths[] = {"", "Complete", "Incomplete",
                                             "Canceled"};
    const int64_t number = value.get_int64().value_unsafe();
    if (number >= 0 && number < 4) {
      out.job.health = kHealths[static_cast<size_t>(number)];
    }
    return {};
  }
  TakeJobField(key, ScalarText(value, buffer), out.job);
  return {};
}

Result<CallbackDocument> CallbackReader::Read(std::string_view json,
                                              const CallbackSinks& sinks) {
  IEC_ASSIGN_OR_RETURN(const element root, state_->document.Parse(json));
  simdjson::dom::object object;
  if (root.get(object)) return Error{"line 1: a callback is a map"};
  if (object.size() > kMaxKeys) return Error{"line 1: too many keys"};
  std::set<std::string_view> keys;
  for (const auto& [key, value] : object) {
    if (!keys.insert(key).second) {
      return Error{fmt::format("line 1: the key '{}' is there twice",
                               Printable(key, 60))};
    }
  }
  if (!keys.contains("id") ||
      !(keys.contains("health") || keys.contains("health_string") ||
        keys.contains("status") || keys.contains("status_string"))) {
    return Error{"line 1: no callback of LAVA: it has no id and no health"};
  }
  CallbackDocument out;
  for (const auto& [key, value] : object) {
    IEC_RETURN_IF_ERROR(state_->ReadField(key, value, sinks, out));
  }
  if (out.job.id.empty()) return Error{"line 1: the id of the job is empty"};
  std::string_view status;
  if (out.job.health.empty() && !object["status_string"].get(status)) {
    out.job.health = HealthOf(status);
  }
  return out;
}

std::string_view JobOfPath(std::string_view path) {
  constexpr std::string_view kJobs = "/jobs/";
  const size_t begin = path.find(kJobs);
  if (begin == std::string_view::npos) return {};
  path.remove_prefix(begin + kJobs.size());
  return path.substr(0, path.find('/'));
}

}  // namespace iec
