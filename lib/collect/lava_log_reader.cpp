// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/lava_log_reader.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "lib/base/text.h"
#include "lib/collect/lava_time.h"
#include "lib/collect/line_cutter.h"
#include "lib/collect/result_field.h"

namespace iec {
namespace {

namespace ondemand = simdjson::ondemand;

static_assert(kLinePadding >= simdjson::SIMDJSON_PADDING);

constexpr std::string_view kDash = "- ";
constexpr std::string_view kBeginning = "{\"dt\": \"";

// Threads of the dispatcher overtake each other by milliseconds.
constexpr int64_t kTolerance = 5000;
constexpr size_t kMaxProblems = 10;

// "/var/lib/lava/dispatcher/tmp/4711/lava-overlay-x"
constexpr std::string_view kOverlay = "Preparing overlay tarball in ";
constexpr std::string_view kFolder = "/tmp/";

// What LAVA took for a result, and what it says where it makes none of it.
constexpr std::string_view kSignal = "Received signal: <TESTCASE> ";
constexpr std::string_view kCaseId = "TEST_CASE_ID=";
constexpr std::string_view kLosses[] = {
    "Bad test result: ", "Ignoring malformed parameter for signal: "};
constexpr size_t kMaxSignal = 200;  // of it, the part that is kept

bool IsJobId(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

// Whether a result of `signal` would have been nobody's: its name is whole and
// none of ours.
bool IsForeign(std::string_view signal) {
  const size_t begin = signal.find(kCaseId);
  if (begin == std::string_view::npos) return false;
  LavaCase lava;
  lava.name = signal.substr(begin + kCaseId.size());
  const size_t end = lava.name.find_first_of(" [");
  if (end == std::string::npos || lava.name[end] == '[') return false;
  lava.name.resize(end);
  return !IsShellTest(lava.name) && RequirementOf(lava).empty();
}

void AppendUnit(uint32_t unit, std::string& out) {
  out += fmt::format("\\u{:04x}", unit);
}

void AppendCodePoint(uint32_t value, std::string& out) {
  if (value < 0x10000) return AppendUnit(value, out);
  if (value > 0x10ffff) return AppendUnit(0xfffd, out);
  value -= 0x10000;
  AppendUnit(0xd800 + (value >> 10), out);
  AppendUnit(0xdc00 + (value & 0x3ff), out);
}

// The code point behind the hex digits, as many as the letter asks for.
bool TakeHex(char letter, std::string_view& text, uint32_t& value) {
  const size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
  if (text.size() < digits) return false;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + digits, value, 16);
  if (error != std::errc() || end != text.data() + digits) return false;
  text.remove_prefix(digits);
  return true;
}

// What JSON writes for the letter of an escape of YAML's.
void AppendEscape(char letter, std::string_view& rest, std::string& out) {
  uint32_t value = 0;
  switch (letter) {
    case 'x':
    case 'u':
    case 'U':
      if (!TakeHex(letter, rest, value)) value = 0xfffd;
      return AppendCodePoint(value, out);
    case 'e':
      return AppendUnit(0x1b, out);
    case '0':
      return AppendUnit(0, out);
    case 'a':
      return AppendUnit(7, out);
    case 'v':
      return AppendUnit(0xb, out);
    case '_':
      return AppendUnit(0xa0, out);
    case 'N':
      return AppendUnit(0x85, out);
    case 'L':
      return AppendUnit(0x2028, out);
    case 'P':
      return AppendUnit(0x2029, out);
    case ' ':
      out += ' ';
      return;
    default:
      out += '\\';
      out += letter;
  }
}

}  // namespace

void YamlLineToJson(std::string_view line, std::string& out) {
  out.clear();
  bool quoted = false;
  while (!line.empty()) {
    const char c = line.front();
    line.remove_prefix(1);
    if (!quoted && c == '!' && line.starts_with(" \"")) {
      line.remove_prefix(1);
    } else if (quoted && c == '\\' && !line.empty()) {
      const char letter = line.front();
      line.remove_prefix(1);
      AppendEscape(letter, line, out);
    } else {
      if (c == '"') quoted = !quoted;
      out += c;
    }
  }
}

bool IsLavaLogLine(std::string_view line) {
  if (line.starts_with(kDash)) line.remove_prefix(kDash.size());
  return line.starts_with(kBeginning);
}

struct LavaLogReader::State {
  State(RecordReader& records_in, Collected& collected_in)
      : records(records_in), collected(collected_in) {}

  bool Parse(std::string_view json);
  bool ParseFields(ondemand::object& object);
  bool ParseResult(ondemand::object&& object);
  void TakeMessage(std::string_view level, std::string_view message);
  void TakeJobId(std::string_view id);
  void CheckClock(size_t number, int64_t time);
  void Add(size_t number, std::string what);

  RecordReader& records;
  Collected& collected;
  ondemand::parser parser;
  std::string converted;
  std::string scalar;
  LavaCase lava;
  std::string signal;  // the last one that LAVA took for a result
  std::string loss;    // of this line; empty: none
  bool is_result = false;
  int64_t line_time = 0;
  int64_t first_time = 0;
  int64_t last_time = 0;
  std::vector<Problem> problems;
  size_t unlisted = 0;
  size_t last_unlisted = 0;
  ProblemList lost;
};

LavaLogReader::LavaLogReader(RecordReader& records, Collected& collected)
    : state_(std::make_unique<State>(records, collected)) {
  if (!collected.input.job) collected.input.job.emplace();
}
LavaLogReader::~LavaLogReader() = default;

void LavaLogReader::State::Add(size_t number, std::string what) {
  if (problems.size() < kMaxProblems) {
    problems.push_back({number, std::move(what)});
  } else {
    ++unlisted;
    last_unlisted = number;
  }
}

void LavaLogReader::State::TakeJobId(std::string_view id) {
  JobRecord& job = *collected.input.job;
  if (job.id.empty() && IsJobId(id)) job.id = id;
}

// What the device prints has the level `target` and may be anything.
void LavaLogReader::State::TakeMessage(std::string_view level,
                                       std::string_view message) {
  if (level == "error") {
    for (const std::string_view beginning : kLosses) {
      if (message.starts_with(beginning) && !IsForeign(signal)) loss = message;
    }
  }
  if (level != "debug" && level != "info") return;
  if (message.starts_with(kSignal)) {
    signal = message.substr(kSignal.size(), kMaxSignal);
  }
  const size_t begin = message.find(kOverlay);
  if (begin == std::string_view::npos) return;
  const size_t folder = message.find(kFolder, begin);
  if (folder == std::string_view::npos) return;
  message.remove_prefix(folder + kFolder.size());
  TakeJobId(message.substr(0, message.find('/')));
}

bool LavaLogReader::State::ParseResult(ondemand::object&& object) {
  lava.Clear();
  is_result = true;
  SeenKeys seen = 0;
  for (auto field : object) {
    std::string_view key;
    ondemand::value value;
    ondemand::json_type type;
    if (field.unescaped_key().get(key) || field.value().get(value) ||
        value.type().get(type)) {
      return false;
    }
    std::string_view text;
    if (type == ondemand::json_type::string) {
      if (value.get_string().get(text)) return false;
    } else if (type == ondemand::json_type::object && key == "extra") {
      ondemand::object extra;
      if (value.get_object().get(extra)) return false;
      for (auto inner : extra) {
        std::string_view name;
        if (inner.unescaped_key().get(name)) return false;
        if (name != "reason") continue;
        std::string_view reason;
        if (!inner.value().get_string().get(reason)) lava.reason = reason;
      }
      continue;
    }
    if (key == "starttc" || key == "endtc") {
      const auto line = ParseInteger(text);
      (key == "starttc" ? lava.lines.first : lava.lines.last) =
          line && *line > 0 ? static_cast<size_t>(*line) : 0;
    } else if (key == "measurement") {
      lava.measured = true;
    } else if (key == "uuid") {
      // "4711_1.1.3.1": the job, and the place of an action in it.
      TakeJobId(text.substr(0, text.find('_')));
    } else if (!TakeField(key, text, /*metadata=*/true, lava, seen)) {
      return false;
    }
  }
  return true;
}

bool LavaLogReader::State::ParseFields(ondemand::object& object) {
  std::string_view level;
  std::string_view message;
  for (auto field : object) {
    std::string_view key;
    ondemand::value value;
    if (field.unescaped_key().get(key) || field.value().get(value)) {
      return false;
    }
    std::string_view text;
    if (key == "dt") {
      if (value.get_string().get(text)) return false;
      line_time = ParseLavaTime(text);
    } else if (key == "lvl") {
      if (value.get_string().get(level)) return false;
    } else if (key == "msg") {
      ondemand::json_type type;
      if (value.type().get(type)) return false;
      if (type == ondemand::json_type::object) {
        ondemand::object inner;
        if (value.get_object().get(inner) || !ParseResult(std::move(inner))) {
          return false;
        }
      } else if (type == ondemand::json_type::string) {
        if (value.get_string().get(message)) return false;
      }
    }
  }
  if (level.empty() || line_time == 0) return false;
  TakeMessage(level, message);
  return true;
}

bool LavaLogReader::State::Parse(std::string_view json) {
  is_result = false;
  line_time = 0;
  loss.clear();
  ondemand::document document;
  ondemand::object object;
  if (parser.iterate(json.data(), json.size(), json.size() + kLinePadding)
          .get(document) ||
      document.get_object().get(object)) {
    return false;
  }
  if (!ParseFields(object)) return false;
  // Nothing may follow the map.
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

void LavaLogReader::State::CheckClock(size_t number, int64_t time) {
  if (first_time == 0) first_time = time;
  if (time + kTolerance < last_time) {
    Add(number, fmt::format("the clock of the dispatcher goes backwards: {} "
                            "after {}",
                            Rfc3339(time), Rfc3339(last_time)));
  }
  last_time = time;
}

void LavaLogReader::Feed(size_t number, std::string_view line) {
  State& state = *state_;
  while (line.ends_with('\r')) line.remove_suffix(1);
  if (line.find(kMagic) != std::string_view::npos) {
    state.records.Feed(number, line);
  }
  if (line.starts_with(kDash)) line.remove_prefix(kDash.size());
  if (!state.Parse(line)) {
    YamlLineToJson(line, state.converted);
    const size_t size = state.converted.size();
    state.converted.append(kLinePadding, ' ');
    if (!state.Parse(std::string_view(state.converted).substr(0, size))) {
      return state.Add(number,
                       "a torn line of the job's log: it is not as LAVA "
                       "writes one");
    }
  }
  state.CheckClock(number, state.line_time);
  if (!state.loss.empty()) {
    state.lost.Add(ProblemList::Kind::kTorn, number,
                   fmt::format("LAVA lost a result: {} ({})",
                               Printable(Trim(state.loss), 100),
                               Printable(state.signal, 100)));
  }
  if (!state.is_result) return;
  if (state.lava.logged == 0) state.lava.logged = state.line_time;
  if (!CheckCase(state.lava).ok()) {
    return state.Add(number,
                     "a result in the job's log that LAVA does not "
                     "know: " +
                         Printable(state.lava.result, 40));
  }
  if (state.collected.cases.size() < kMaxCases) {
    TakeCase(state.lava, state.collected);
  }
}

std::vector<Problem> LavaLogReader::Finish() {
  State& state = *state_;
  JobRecord& job = *state.collected.input.job;
  if (job.started == 0) job.started = state.first_time;
  if (job.finished == 0 && state.last_time >= job.started) {
    job.finished = state.last_time;
  }
  if (state.unlisted > 0) {
    state.problems.push_back(
        {state.last_unlisted,
         fmt::format("{} more lines of the log are torn or go back in time, "
                     "up to here",
                     state.unlisted)});
  }
  state.collected.lost = state.lost.Take();
  return std::move(state.problems);
}

}  // namespace iec
