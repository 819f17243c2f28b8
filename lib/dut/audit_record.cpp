// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "lib/base/text.h"
#include "lib/dut/audit_cursor.h"

namespace iec {
namespace {

constexpr size_t kLineLimit = 16384;  // the kernel's records end near 8970
constexpr size_t kFieldLimit = 512;
constexpr char kEnriched = '\x1d';  // auditd's own readings follow it

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '[' ||
         c == ']' || c == '.' || c == '/';
}

template <typename Number>
std::optional<Number> TakeNumber(std::string_view& text, char end) {
  Number number = 0;
  const auto [stop, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  const auto length = static_cast<size_t>(stop - text.data());
  if (error != std::errc() || length >= text.size() || *stop != end) {
    return std::nullopt;
  }
  text.remove_prefix(length + 1);
  return number;
}

// The value at the start of `text`, which loses it.
std::string_view TakeValue(std::string_view& text) {
  const char quote = text.empty() ? '\0' : text[0];
  if (quote == '"' || quote == '\'') {
    const size_t end = text.find(quote, 1);
    if (end != std::string_view::npos) {
      const std::string_view value = text.substr(1, end - 1);
      text.remove_prefix(end + 1);
      return value;
    }
  }
  const size_t end = std::min(text.find_first_of(" \x1d"), text.size());
  const std::string_view value = text.substr(0, end);
  text.remove_prefix(end);
  return value;
}

Status TakeFields(std::string_view text, bool nested, AuditRecord& record) {
  while (!text.empty()) {
    if (text[0] == ' ' || text[0] == ',' || text[0] == kEnriched) {
      text.remove_prefix(1);
      continue;
    }
    size_t length = 0;
    while (length < text.size() && IsNameChar(text[length])) ++length;
    if (length == 0 || length >= text.size() || text[length] != '=') {
      // Words without a value ("avc: denied { read }") say nothing that can
      // be asked for by name.
      text.remove_prefix(std::min(text.find_first_of(" \x1d"), text.size()));
      continue;
    }
    const std::string name(text.substr(0, length));
    text.remove_prefix(length + 1);
    const bool quoted = text.starts_with('\'');
    const std::string_view value = TakeValue(text);
    if (record.fields.size() >= kFieldLimit) return Error{"too many fields"};
    if (!nested && quoted && name == "msg") {
      IEC_RETURN_IF_ERROR(TakeFields(value, true, record));
    } else {
      record.fields.emplace(name, value);
    }
  }
  return {};
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string AuditRecord::Field(const std::string& name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

std::string DecodeAuditValue(const std::string& value) {
  if (value.empty() || value.size() % 2 != 0) return value;
  std::string bytes;
  for (size_t i = 0; i < value.size(); i += 2) {
    const int high = HexDigit(value[i]);
    const int low = HexDigit(value[i + 1]);
    if (high < 0 || low < 0) return value;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

Result<AuditRecord> ParseAuditRecord(std::string_view line) {
  const auto refuse = [line](std::string_view why) {
    return Error{
        fmt::format("no audit record ({}): {}", why, Printable(line, 80))};
  };
  if (line.size() > kLineLimit) return refuse("too long");
  // "node=NAME " stands first where trails of several machines are merged.
  if (line.starts_with("node=")) {
    line.remove_prefix(std::min(line.find(' '), line.size() - 1) + 1);
  }
  AuditRecord record;
  if (!line.starts_with("type=")) return refuse("no type");
  line.remove_prefix(5);
  const size_t end_of_type = line.find(' ');
  if (end_of_type == std::string_view::npos || end_of_type == 0) {
    return refuse("no type");
  }
  record.type = line.substr(0, end_of_type);
  line.remove_prefix(end_of_type + 1);
  constexpr std::string_view kStamp = "msg=audit(";
  if (!line.starts_with(kStamp)) return refuse("no time");
  line.remove_prefix(kStamp.size());
  const auto seconds = TakeNumber<int64_t>(line, '.');
  const auto milliseconds = seconds ? TakeNumber<int>(line, ':') : std::nullopt;
  const auto serial =
      milliseconds ? TakeNumber<uint64_t>(line, ')') : std::nullopt;
  if (!serial || *milliseconds < 0 || *milliseconds > 999 ||
      !line.starts_with(':')) {
    return refuse("no time");
  }
  record.seconds = *seconds;
  record.milliseconds = *milliseconds;
  record.serial = *serial;
  if (auto status = TakeFields(line.substr(1), false, record); !status.ok()) {
    return refuse(status.error().message);
  }
  return record;
}

}  // namespace iec
