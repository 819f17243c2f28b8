// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/json_input.h"

#include <fmt/format.h>

#include <map>

#include "lib/base/text.h"
#include "lib/collect/callback.h"
#include "lib/collect/job_field.h"
#include "lib/collect/json_text.h"
#include "lib/collect/lava_log_reader.h"
#include "lib/collect/result_field.h"
#include "lib/collect/result_list.h"
#include "lib/record/reader.h"

namespace iec {
namespace {

using simdjson::dom::element;
using Keys = std::map<std::string_view, element>;

Result<Keys> KeysOf(const element& root) {
  simdjson::dom::object object;
  if (root.get(object)) return Error{"a map was expected"};
  Keys keys;
  for (const auto& [key, value] : object) {
    if (!keys.emplace(key, value).second) {
      return Error{
          fmt::format("the key '{}' is there twice", Printable(key, 60))};
    }
  }
  return keys;
}

bool HasAny(const Keys& keys, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (keys.contains(name)) return true;
  }
  return false;
}

std::string TextAt(const Keys& keys, std::string_view key) {
  std::string buffer;
  const auto found = keys.find(key);
  return found == keys.end() ? ""
                             : std::string(ScalarText(found->second, buffer));
}

// "https://lava.example.org/api/v0.2/jobs/7/..." is a page for programs.
std::string JobPage(const std::string& uri) {
  const size_t api = uri.find("/api/");
  const std::string_view job = JobOfPath(uri);
  if (!uri.starts_with("http") || api == std::string::npos || job.empty()) {
    return "";
  }
  return fmt::format("{}/scheduler/job/{}", uri.substr(0, api), job);
}

// The address of the list that a page is of, as its neighbours have it: a page
// of one suite counts that suite, another one the whole job.
std::string ListOf(const Keys& page) {
  std::string address = TextAt(page, "next");
  if (address.empty()) address = TextAt(page, "previous");
  return address.substr(0, address.find('?'));
}

}  // namespace

struct JsonInputReader::State {
  explicit State(std::string key_in)
      : key(std::move(key_in)), document(kMaxJsonBytes) {}

  Result<Collected> ReadCallback(std::string_view json);
  Result<Collected> ReadList(const element& list);
  Result<Collected> ReadPage(const Keys& keys);
  Result<Collected> ReadJob(const Keys& keys);
  Status ReadCase(const element& item, Collected& collected);
  Status ReadMetadata(const element& value);
  Status ReadTest(const Keys& keys, Collected& collected);

  std::string key;
  JsonDocument document;
  CallbackReader callback;
  std::string buffer;
  LavaCase lava;
};

JsonInputReader::JsonInputReader(std::string key)
    : state_(std::make_unique<State>(std::move(key))) {}
JsonInputReader::~JsonInputReader() = default;

Result<Collected> JsonInputReader::State::ReadCallback(std::string_view json) {
  Collected collected;
  RecordReader records(key);
  LavaLogReader log(records, collected);
  std::string line_copy;  // the reader wants bytes behind each line
  const CallbackSinks sinks = {
      [&](const LavaCase& one) { TakeCase(one, collected); },
      [&](size_t number, std::string_view line) {
        if (!IsLavaLogLine(line)) return records.Feed(number, line);
        line_copy.assign(line);
        line_copy.append(simdjson::SIMDJSON_PADDING, ' ');
        log.Feed(number, std::string_view(line_copy).substr(0, line.size()));
      }};
  auto read = callback.Read(json, sinks);
  if (!read.ok()) return read.error();
  const std::vector<Problem> of_log = log.Finish();
  RecordInput input = records.Finish();
  input.problems.insert(input.problems.end(), of_log.begin(), of_log.end());
  if (read->job.error_type.empty() && collected.input.job) {
    read->job.error_type = collected.input.job->error_type;
    read->job.error_message = collected.input.job->error_message;
  }
  input.job = read->job;
  const std::string times = CheckJobTimes(*input.job);
  if (!times.empty()) input.problems.push_back({0, times});
  collected.input = std::move(input);
  return collected;
}

Status JsonInputReader::State::ReadMetadata(const element& value) {
  simdjson::dom::object object;
  SeenKeys seen = 0;
  if (!value.get(object)) {
    for (const auto& [name, inner] : object) {
      simdjson::dom::array extra;
      if (name == "extra" && !inner.get(extra)) {
        for (const element& item : extra) {
          std::string_view reason;
          if (!item["reason"].get(reason)) lava.reason = reason;
        }
      }
      if (!TakeField(name, ScalarText(inner, buffer), true, lava, seen)) {
        return Error{
            fmt::format("the key '{}' is there twice", Printable(name, 60))};
      }
    }
    return {};
  }
  // REST v0.2 has the same as YAML in a text.
  std::string_view yaml;
  if (value.get(yaml)) return {};
  LavaCase inner;
  ResultListReader reader;
  const Status status =
      reader.ReadMetadata(yaml, [&](const LavaCase& one) { inner = one; });
  if (!status.ok()) return status.error().Within("metadata");
  lava.set = inner.set;
  if (lava.suite.empty()) lava.suite = inner.suite;
  lava.error_type = inner.error_type;
  lava.error_message = inner.error_message;
  lava.reason = inner.reason;
  lava.seconds = inner.seconds;
  return {};
}

Status JsonInputReader::State::ReadCase(const element& item,
                                        Collected& collected) {
  IEC_ASSIGN_OR_RETURN(const Keys keys, KeysOf(item));
  return ReadTest(keys, collected);
}

Status JsonInputReader::State::ReadTest(const Keys& keys,
                                        Collected& collected) {
  lava.Clear();
  SeenKeys seen = 0;
  for (const auto& [name, value] : keys) {
    // In REST v0.2 the suite is a number; its name is in the metadata.
    if (name == "suite" && !value.is_string()) continue;
    if (name != "metadata") {
      TakeField(name, ScalarText(value, buffer), false, lava, seen);
    }
  }
  if (const auto metadata = keys.find("metadata"); metadata != keys.end()) {
    IEC_RETURN_IF_ERROR(ReadMetadata(metadata->second));
  }
  if (lava.name.empty() && lava.result.empty()) {
    return Error{"no result of LAVA: it has neither a name nor a result"};
  }
  IEC_RETURN_IF_ERROR(CheckCase(lava));
  const std::string uri = TextAt(keys, "resource_uri");
  if (lava.job.empty()) lava.job = JobOfPath(uri);
  TakeCase(lava, collected);
  JobRecord& job = *collected.input.job;
  if (job.url.empty()) job.url = JobPage(uri);
  if (lava.job != job.id) {
    return Error{fmt::format("results of two jobs in one document: {} and {}",
                             Printable(job.id, 20), Printable(lava.job, 20))};
  }
  return {};
}

Result<Collected> JsonInputReader::State::ReadList(const element& list) {
  Collected collected;
  simdjson::dom::array items;
  if (list.get(items)) return Error{"a list of results was expected"};
  size_t number = 0;
  for (const element& item : items) {
    if (++number > kMaxCases) {
      return Error{fmt::format("more than {} results", kMaxCases)};
    }
    const Status status = ReadCase(item, collected);
    if (!status.ok()) {
      return status.error().Within(fmt::format("result {}", number));
    }
  }
  collected.page = number;
  return collected;
}

Result<Collected> JsonInputReader::State::ReadPage(const Keys& keys) {
  const element& list = keys.at("results");
  simdjson::dom::array items;
  if (list.get(items)) return Error{"`results` is no list"};
  const auto count = ParseInteger(TextAt(keys, "count"));
  if (!count || *count < 0) return Error{"`count` is no number"};
  bool tests = items.size() == 0;
  if (!tests) {
    IEC_ASSIGN_OR_RETURN(const Keys first, KeysOf(*items.begin()));
    tests = first.contains("result");
    if (!tests && !(first.contains("name") && first.contains("job"))) {
      return Error{"a page of REST v0.2, but neither of tests nor of suites"};
    }
    if (!tests) {
      // Suites: their results are in other documents of the job.
      Collected suites;
      suites.input.job.emplace();
      suites.input.job->id = TextAt(first, "job");
      suites.input.job->url = JobPage(TextAt(first, "resource_uri"));
      return suites;
    }
  }
  IEC_ASSIGN_OR_RETURN(Collected collected, ReadList(list));
  Page& page = collected.of_list.emplace();
  page.promised = static_cast<size_t>(*count);
  page.list = ListOf(keys);
  for (const element& item : items) {
    int64_t row = 0;
    if (!item["id"].get(row)) page.rows.push_back(row);
  }
  return collected;
}

Result<Collected> JsonInputReader::State::ReadJob(const Keys& keys) {
  Collected collected;
  JobRecord& job = collected.input.job.emplace();
  for (const auto& [name, value] : keys) {
    TakeJobField(name, ScalarText(value, buffer), job);
  }
  if (job.id.empty()) return Error{"the id of the job is empty"};
  const std::string times = CheckJobTimes(job);
  if (!times.empty()) collected.input.problems.push_back({0, times});
  return collected;
}

Result<Collected> JsonInputReader::Read(std::string_view json) {
  State& state = *state_;
  IEC_ASSIGN_OR_RETURN(const element root, state.document.Parse(json));
  const auto at_line = [](const Result<Collected>& result) {
    return result.ok() ? result : result.error().Within("line 1");
  };
  if (root.is_array()) {
    const auto list = at_line(state.ReadList(root));
    if (list.ok() && list->page == 0) {
      return Error{"line 1: a list without results"};
    }
    return list;
  }
  const auto keys = KeysOf(root);
  if (!keys.ok()) return keys.error().Within("line 1");
  if (HasAny(*keys, {"schema"})) {
    return Error{
        fmt::format("line 1: a document of the schema '{}' is no "
                    "input: give what the lab kept",
                    Printable(TextAt(*keys, "schema"), 60))};
  }
  if (HasAny(*keys, {"health_string", "status_string", "actual_device_id"})) {
    return state.ReadCallback(json);
  }
  if (HasAny(*keys, {"requested_device_type", "actual_device"})) {
    return at_line(state.ReadJob(*keys));
  }
  if (HasAny(*keys, {"count"}) && HasAny(*keys, {"results"})) {
    return at_line(state.ReadPage(*keys));
  }
  return Error{
      "line 1: JSON of no kind that is known: it wants a callback of LAVA, "
      "`lavacli results --json`, or tests, suites or job of REST v0.2"};
}

}  // namespace iec
