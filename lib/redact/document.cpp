// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "lib/record/lava_log.h"
#include "lib/record/reader.h"
#include "lib/record/record_json.h"
#include "lib/redact/json_walk.h"
#include "lib/redact/label.h"
#include "lib/redact/redact_record.h"

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

constexpr std::string_view kRemoved = "removed";

// The words of a head that are sound, and one that is not in the way in which
// the line is not. Nothing where it is no record but a text about one.
std::optional<std::string> DamagedHead(std::string_view part,
                                       std::string_view what) {
  if (part.size() < kMagic.size()) return std::nullopt;
  size_t end = kMagic.size();
  for (;;) {
    const auto is_ours = [](std::string_view word) {
      return word == "plan" || word == "test" || word == "more" ||
             word == "summary";
    };
    const std::string_view type = part.substr(
        kMagic.size(), part.find(' ', kMagic.size()) - kMagic.size());
    if (!is_ours(type)) return std::nullopt;
    std::string head = fmt::format("{}{}", part.substr(0, end), kRemoved);
    const auto parsed = ParseWireLine(head);
    if (parsed.ok() || parsed.error().message == what) return head;
    const size_t space = part.find(' ', end);
    if (space == std::string_view::npos) return head;
    end = space + 1;
  }
}

// In a log of lines of JSON, one that was cut at either end.
bool IsPieceOfJson(std::string_view line) {
  return BeginsAsJson(line) || line.find("{\"") != std::string_view::npos ||
         line.find("\":") != std::string_view::npos;
}

// Of a dispatcher, whatever is in it: the spaces are those that readers of such
// logs want, so that it is no JSON to be written again.
bool IsLavaLine(std::string_view line) {
  if (line.starts_with("- ")) line.remove_prefix(2);
  return line.starts_with("{\"dt\": \"");
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

DocumentRedactor::DocumentRedactor(Redactor& redactor, std::string key)
    : redactor_(redactor), key_(std::move(key)) {}
DocumentRedactor::~DocumentRedactor() = default;

void DocumentRedactor::Learn(std::string_view line) {
  std::string unwrapped;
  if (UnwrapLavaLog(line, unwrapped)) {
    Learn(unwrapped);
    // In colour, which is lost by that.
    redactor_.Learn(line.substr(LogHead(line).size()));
    return;
  }
  if (LearnJson(line)) return;
  const size_t json = line.find("{\"");
  if (json != std::string_view::npos) LearnJson(line.substr(json));
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

Result<std::string> DocumentRedactor::Document(std::string_view text) {
  std::string out;
  if (LearnJson(text)) {
    Json(text, out);
    return out + "\n";
  }
  const bool json_lines = BeginsAsJson(text) && !IsLavaLine(text);
  size_t number = 0;
  size_t broken = 0;
  EachLine(text, [&](std::string_view line) {
    ++number;
    const bool is_json = json_lines && LearnJson(line);
    if (is_json) return;
    if (json_lines && broken == 0 && IsPieceOfJson(line)) broken = number;
    Learn(line);
  });
  if (broken > 0) {
    return Error{fmt::format(
        "line {} begins as JSON and is none, or is deeper than {}: only its "
        "keys tell what is secret; mend it or take it out",
        broken, kMaxJsonDepth)};
  }
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

// What is damaged stays damaged: its head is what it was, so that it is damaged
// in the same way. Its slice goes, since it may begin behind `password=`.
std::string DocumentRedactor::RecordOf(std::string_view text) {
  const std::string_view part = RecordPart(text);
  const auto line = ParseWireLine(part);
  if (!line.ok()) {
    const auto damaged = DamagedHead(part, line.error().message);
    return damaged ? *damaged : redactor_.Text(text);
  }
  if (line->check !=
      WireCheck(key_, line->type, line->run, line->seq, line->json)) {
    return fmt::format("{}{}", part.substr(0, part.size() - line->json.size()),
                       kRemoved);
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

// The quotes around the message are the dispatcher's: what is in it ends before
// them.
std::string DocumentRedactor::LavaLine(std::string_view line,
                                       std::string_view unwrapped) {
  const std::string_view head = LogHead(line);
  std::string out;
  if (line.find(kMagic) == std::string_view::npos) {
    const std::string_view message = line.substr(head.size());
    const size_t end = std::min(message.rfind('"'), message.size());
    const bool is_device =
        head.find("\"lvl\": \"target\"") != std::string_view::npos;
    if (!is_device) redactor_.SwapKey(dispatcher_key_);
    out = fmt::format("{}{}{}\n", head, redactor_.Text(message.substr(0, end)),
                      message.substr(end));
    if (!is_device) redactor_.SwapKey(dispatcher_key_);
    return out;
  }
  EachLine(RecordsOf(unwrapped), [&](std::string_view record) {
    out += fmt::format("{}{}\"}}\n", head, Quoted(record));
  });
  return out;
}

std::string DocumentRedactor::Line(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (const auto begin = secrets_.Feed(line)) {
    return fmt::format("{}{}\n", redactor_.Text(line.substr(0, *begin)),
                       redactor_.Secret(line.substr(*begin)));
  }
  std::string unwrapped;
  if (UnwrapLavaLog(line, unwrapped)) return LavaLine(line, unwrapped);
  const bool has_record = line.find(kMagic) != std::string_view::npos;
  std::string json;
  if (!IsLavaLine(line)) {
    if (Json(line, json)) return json + "\n";
    // Behind what a logger puts before it.
    const size_t begin = line.find("{\"");
    if (!has_record && begin != std::string_view::npos &&
        Json(line.substr(begin), json)) {
      return fmt::format("{}{}\n", redactor_.Text(line.substr(0, begin)), json);
    }
  }
  if (!has_record) return redactor_.Text(line) + "\n";
  const std::string records = RecordsOf(line);
  return records.empty() ? "" : records + "\n";
}

bool DocumentRedactor::LearnJson(std::string_view text) {
  return WalkJson(text,
                  {[this](std::string_view key, const std::string& value) {
                     if (IsPersonKey(key)) redactor_.LearnName(value);
                     EachLine(value,
                              [this](std::string_view line) { Learn(line); });
                     return value;
                   },
                   [this](const std::string& key) {
                     redactor_.Learn(key);
                     return key;
                   }},
                  nullptr);
}

bool DocumentRedactor::Json(std::string_view text, std::string& out) {
  const auto alone = [this](auto redact) {
    redactor_.EndText();
    secrets_.End();
    std::string redacted = redact();
    redactor_.EndText();
    secrets_.End();
    return redacted;
  };
  const auto value = [&](std::string_view key, const std::string& whole) {
    if (IsSecretName(key)) return redactor_.Secret(whole);
    if (IsPersonKey(key)) return redactor_.Person(whole);
    return alone([&] {
      std::string lines;
      EachLine(whole, [&](std::string_view line) { lines += Line(line); });
      if (!whole.ends_with('\n') && lines.ends_with('\n')) lines.pop_back();
      return lines;
    });
  };
  const auto name = [&](const std::string& key) {
    return alone([&] { return redactor_.Text(key); });
  };
  return WalkJson(text, {value, name}, &out);
}

}  // namespace iec
