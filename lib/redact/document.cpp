// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/record/lava_log.h"
#include "lib/record/reader.h"
#include "lib/record/record_json.h"
#include "lib/redact/json_walk.h"

namespace iec {
namespace {

// Of a line of a LAVA log, up to and with the quote before its message.
std::string_view LogHead(std::string_view line) {
  constexpr std::string_view kMessage = "\"msg\": \"";
  return line.substr(0, line.find(kMessage) + kMessage.size());
}

// The text of a record line is printable ASCII.
std::string Quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// A record ends where its line does: in colour, or with a carriage return.
std::string_view RecordPart(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && text[end] >= ' ' && text[end] <= '~') ++end;
  while (end > 0 && text[end - 1] == ' ') --end;
  return text.substr(0, end);
}

template <typename Use>
void EachLine(std::string_view text, Use use) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

struct DocumentRedactor::Run {
  explicit Run(std::string id, const std::string& key)
      : encoder(std::move(id), key) {}

  RecordEncoder encoder;
  uint64_t next = 1;
  std::string slices;
  std::string last;      // what the last line became
  bool doubled = false;  // a slice came twice; a line of its record will too
};

PlanRecord RedactRecord(const PlanRecord& plan, Redactor& redactor) {
  const auto text = [&redactor](std::string& value) {
    value = redactor.Text(value);
    redactor.EndText();
  };
  PlanRecord out = plan;
  text(out.system);
  text(out.kernel);
  text(out.profile_name);
  for (std::string& deviation : out.deviations) text(deviation);
  for (PlannedTest& test : out.tests) text(test.title);
  for (LeftOut& test : out.left_out) text(test.reason);
  for (Waiver& waiver : out.waivers) {
    waiver.approver = redactor.Person(waiver.approver);
    text(waiver.justification);
  }
  return out;
}

TestRecord RedactRecord(const TestRecord& test, Redactor& redactor) {
  const auto text = [&redactor](std::string& value) {
    value = redactor.Text(value);
    redactor.EndText();
  };
  TestRecord out = test;
  text(out.reason);
  for (Check& check : out.checks) {
    text(check.expected);
    text(check.found);
  }
  for (std::string& failure : out.undo_failures) text(failure);
  return out;
}

DocumentRedactor::DocumentRedactor(Redactor& redactor, std::string key)
    : redactor_(redactor), key_(std::move(key)) {}
DocumentRedactor::~DocumentRedactor() = default;

void DocumentRedactor::Learn(std::string_view line) {
  std::string unwrapped;
  if (UnwrapLavaLog(line, unwrapped)) {
    Learn(unwrapped);
    return;
  }
  if (LearnJson(line)) return;
  redactor_.Learn(line);
  // A name may stand where two slices of a record meet.
  for (size_t at = line.find(kMagic); at != std::string_view::npos;
       at = line.find(kMagic, at + 1)) {
    const auto record = ParseWireLine(RecordPart(line.substr(at)));
    if (!record.ok()) continue;
    std::string& slices = learning_[std::string(record->run)];
    if (slices.size() < kMaxRecordBytes) slices += record->json;
    if (record->type == "more") continue;
    LearnJson(slices);
    slices.clear();
  }
}

std::string DocumentRedactor::Document(std::string_view text) {
  std::string out;
  if (LearnJson(text)) {
    Json(text, out);
    return out + "\n";
  }
  EachLine(text, [this](std::string_view line) { Learn(line); });
  EachLine(text, [&](std::string_view line) { out += Line(line); });
  return out;
}

std::string DocumentRedactor::Finish(const WireLine& line, Run& run) {
  run.slices += line.json;
  std::string whole;
  whole.swap(run.slices);
  std::vector<std::string> lines;
  const auto take = [&lines](std::vector<std::string> more) {
    lines = std::move(more);
  };
  if (line.type == "plan") {
    const auto plan = PlanFromJson(whole);
    if (plan.ok()) take(run.encoder.Encode(RedactRecord(*plan, redactor_)));
  } else if (line.type == "test") {
    const auto test = TestFromJson(whole);
    if (test.ok()) take(run.encoder.Encode(RedactRecord(*test, redactor_)));
  } else {
    const auto summary = SummaryFromJson(whole);
    if (summary.ok()) take(run.encoder.Encode(*summary));
  }
  if (run.doubled && !lines.empty()) lines.push_back(lines.back());
  run.doubled = false;
  std::string out;
  for (const std::string& one : lines) {
    if (!out.empty()) out += '\n';
    out += one;
  }
  run.last = lines.empty() ? "" : lines.back();
  return out;
}

// What is damaged stays damaged: its text is redacted and its check does not
// hold any more than before.
std::string DocumentRedactor::RecordOf(std::string_view text) {
  const auto line = ParseWireLine(RecordPart(text));
  if (!line.ok() || line->check != WireCheck(key_, line->type, line->run,
                                             line->seq, line->json)) {
    return redactor_.Text(text);
  }
  const std::string id(line->run);
  auto& run = runs_[id];
  if (run == nullptr) run = std::make_unique<Run>(id, key_);
  if (line->seq < run->next) {  // doubled, and stays so
    if (run->slices.empty()) return run->last;
    run->doubled = true;
    return {};
  }
  if (line->seq > run->next) {
    // The gap stays one: a number of the new lines is left out as well.
    run->encoder.Encode(SummaryRecord{});
    run->slices.clear();
  }
  run->next = line->seq + 1;
  if (line->type != "more") return Finish(*line, *run);
  if (run->slices.size() < kMaxRecordBytes) run->slices += line->json;
  return {};
}

// What stands before the first record stays in front of it.
std::string DocumentRedactor::RecordsOf(std::string_view text) {
  size_t begin = text.find(kMagic);
  std::string out = redactor_.Text(text.substr(0, begin));
  bool any = begin == std::string_view::npos;
  while (begin != std::string_view::npos) {
    const size_t next = text.find(kMagic, begin + kMagic.size());
    const std::string record = RecordOf(text.substr(begin, next - begin));
    if (any && !record.empty()) out += '\n';
    any = any || !record.empty();
    out += record;
    begin = next;
  }
  // Of a line that only held a slice nothing is left.
  return any ? out : std::string();
}

std::string DocumentRedactor::Line(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const bool has_record = line.find(kMagic) != std::string_view::npos;
  std::string unwrapped;
  if (UnwrapLavaLog(line, unwrapped)) {
    const std::string_view head = LogHead(line);
    if (!has_record) {
      return fmt::format("{}{}\n", head,
                         redactor_.Text(line.substr(head.size())));
    }
    std::string out;
    EachLine(RecordsOf(unwrapped), [&](std::string_view record) {
      out += fmt::format("{}{}\"}}\n", head, Quoted(record));
    });
    return out;
  }
  std::string json;
  if (Json(line, json)) return json + "\n";
  if (!has_record) return redactor_.Text(line) + "\n";
  const std::string records = RecordsOf(line);
  return records.empty() ? "" : records + "\n";
}

bool DocumentRedactor::LearnJson(std::string_view text) {
  return WalkJson(
      text,
      [this](std::string_view, const std::string& value) {
        EachLine(value, [this](std::string_view line) {
          // JSON in JSON is not looked into: it could be endless.
          std::string unwrapped;
          redactor_.Learn(UnwrapLavaLog(line, unwrapped) ? unwrapped : line);
        });
        return value;
      },
      nullptr);
}

bool DocumentRedactor::Json(std::string_view text, std::string& out) {
  const auto change = [this](std::string_view key, const std::string& value) {
    if (IsSecretKey(key)) return redactor_.Secret(value);
    if (IsPersonKey(key)) return redactor_.Person(value);
    if (value.find('\n') == std::string::npos) {
      const std::string redacted = redactor_.Text(value);
      redactor_.EndText();
      return redacted;
    }
    std::string lines;
    EachLine(value, [&](std::string_view line) { lines += Line(line); });
    redactor_.EndText();
    if (!value.ends_with('\n') && lines.ends_with('\n')) lines.pop_back();
    return lines;
  };
  return WalkJson(text, change, &out);
}

}  // namespace iec
