// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/undo_codec.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lib/base/digest.h"
#include "lib/base/text.h"

namespace iec {
namespace {

using Json = nlohmann::json;

constexpr size_t kCrcDigits = 8;

// Paths are bytes; JSON takes UTF-8 only.
std::string Escape(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || byte < 0x20 || c == '%') {
      text += fmt::format("%{:02x}", byte);
    } else {
      text += c;
    }
  }
  return text;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<std::string> Unescape(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      bytes += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return bytes;
}

Result<UndoEntry> FromJson(const Json& json) {
  const Error malformed{"not an entry of an undo journal"};
  if (!json.is_object()) return malformed;
  const auto kind = json.find("kind");
  const auto data = json.find("data");
  if (json.size() != 2 || kind == json.end() || !kind->is_string() ||
      data == json.end() || !data->is_object()) {
    return malformed;
  }
  UndoEntry entry{kind->get<std::string>(), {}};
  for (const auto& [key, value] : data->items()) {
    if (!value.is_string()) return malformed;
    const auto bytes = Unescape(value.get_ref<const std::string&>());
    if (!bytes) return malformed;
    entry.data[key] = *bytes;
  }
  return entry;
}

}  // namespace

std::string EncodeUndoLine(const UndoEntry& entry) {
  Json data = Json::object();
  for (const auto& [key, value] : entry.data) data[key] = Escape(value);
  const Json json{{"kind", entry.kind}, {"data", std::move(data)}};
  const std::string text =
      json.dump(-1, ' ', true, Json::error_handler_t::replace);
  return fmt::format("{:08x} {}\n", Crc32(text), text);
}

Result<UndoEntry> DecodeUndoLine(std::string_view line) {
  if (line.size() <= kCrcDigits || line[kCrcDigits] != ' ') {
    return Error{"no checksum"};
  }
  const std::string_view text = line.substr(kCrcDigits + 1);
  if (fmt::format("{:08x}", Crc32(text)) != line.substr(0, kCrcDigits)) {
    return Error{"wrong checksum"};
  }
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return Error{"no JSON"};
  return FromJson(json);
}

UndoLines DecodeUndoJournal(std::string_view text) {
  UndoLines lines;
  const std::vector<std::string> all = Split(text, '\n');
  // Split() gives one part more than there are line ends: the torn one.
  for (size_t i = 0; i + 1 < all.size(); ++i) {
    auto entry = DecodeUndoLine(all[i]);
    if (entry.ok()) {
      lines.entries.push_back(std::move(entry).value());
    } else {
      lines.corrupt.push_back(
          fmt::format("line {}: {}", i + 1, entry.error().message));
    }
  }
  return lines;
}

}  // namespace iec
