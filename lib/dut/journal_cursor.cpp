// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/journal_cursor.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lib/base/text.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

using Json = nlohmann::json;

constexpr size_t kOutputLimit = 8u << 20;
constexpr size_t kLineLimit = 1u << 20;

Command Journalctl() {
  Command command{{"journalctl", "--quiet", "--no-pager"}};
  command.output_limit = kOutputLimit;
  return command;
}

// A text, an array of byte values where it is no UTF-8, null where it is too
// long to be shown, or an array of these where the field is there repeatedly.
std::optional<std::string> ValueOf(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_null()) return "";
  if (!json.is_array() || json.empty()) return std::nullopt;
  if (!json.front().is_number()) {
    return json.front().is_array() || json.front().is_string()
               ? ValueOf(json.front())
               : std::nullopt;
  }
  std::string bytes;
  for (const Json& byte : json) {
    if (!byte.is_number_unsigned() || byte.get<uint64_t>() > 255) {
      return std::nullopt;
    }
    bytes += static_cast<char>(byte.get<uint64_t>());
  }
  return bytes;
}

// Arrays of arrays of bytes are as deep as it gets.
bool IsTooDeep(std::string_view line) {
  constexpr int kDepthLimit = 4;
  int depth = 0;
  bool in_text = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_text = !in_text;
    } else if (!in_text && (c == '[' || c == '{')) {
      if (++depth > kDepthLimit) return true;
    } else if (!in_text && (c == ']' || c == '}')) {
      --depth;
    }
  }
  return false;
}

}  // namespace

std::string JournalEntry::Field(const std::string& name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

std::optional<int64_t> JournalEntry::time() const {
  return ParseInteger(Field("__REALTIME_TIMESTAMP"));
}

std::string ParseCursor(std::string_view text) {
  constexpr std::string_view kBegin = "-- cursor: ";
  std::string cursor;
  for (const std::string& line : Split(text, '\n')) {
    if (line.starts_with(kBegin)) {
      cursor = Trim(std::string_view(line).substr(kBegin.size()));
    }
  }
  return cursor;  // the last: an entry before it may look the same
}

Result<JournalEntry> ParseJournalEntry(std::string_view line) {
  if (line.size() > kLineLimit || IsTooDeep(line)) {
    return Error{"a journal entry that is too large"};
  }
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) {
    return Error{"a journal entry that is no JSON object: " +
                 Printable(line, 80)};
  }
  JournalEntry entry;
  for (const auto& [name, value] : json.items()) {
    auto text = ValueOf(value);
    if (!text) {
      return Error{"the journal field " + Printable(name) +
                   " is neither text nor bytes"};
    }
    entry.fields[name] = std::move(*text);
  }
  return entry;
}

Result<std::vector<JournalEntry>> ParseJournalEntries(std::string_view text) {
  std::vector<JournalEntry> entries;
  for (size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n')) {
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.empty()) continue;
    IEC_ASSIGN_OR_RETURN(JournalEntry entry, ParseJournalEntry(line));
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<JournalCursor> JournalCursor::Take() {
  Command show = Journalctl();
  show.argv.insert(show.argv.end(), {"--lines=1", "--show-cursor", "-o", "cat",
                                     "--output-fields=_BOOT_ID"});
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(show));
  if (!outcome.Succeeded()) {
    return Error{"taking a place in the journal: " + outcome.Describe()};
  }
  JournalCursor cursor;
  cursor.cursor_ = ParseCursor(outcome.out);
  return cursor;
}

Result<std::vector<JournalEntry>> JournalCursor::EntriesSince(
    const std::vector<std::string>& matches, std::string_view marker,
    const std::vector<std::string>& fields) const {
  Command show = Journalctl();
  show.argv.insert(show.argv.end(), {"-o", "json"});
  if (!fields.empty()) {
    show.argv.push_back("--output-fields=" + Join(fields, ","));
  }
  // Not --after-cursor: with matches that leave out the entry of the cursor it
  // passes over the first one after it (systemd 252).
  if (!cursor_.empty()) show.argv.push_back("--cursor=" + cursor_);
  show.argv.insert(show.argv.end(), matches.begin(), matches.end());
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(show));
  if (!outcome.Succeeded()) {
    return Error{"reading the journal: " + outcome.Describe()};
  }
  if (outcome.truncated) {
    return Error{fmt::format(
        "the journal grew by more than {} bytes: give matches", kOutputLimit)};
  }
  IEC_ASSIGN_OR_RETURN(std::vector<JournalEntry> entries,
                       ParseJournalEntries(outcome.out));
  std::erase_if(entries, [this, marker](const JournalEntry& entry) {
    return (!cursor_.empty() && entry.Field("__CURSOR") == cursor_) ||
           entry.message().find(marker) == std::string::npos;
  });
  return entries;
}

}  // namespace iec
