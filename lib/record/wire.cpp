// SPDX-License-Identifier: Apache-2.0
#include "lib/record/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/record/record_json.h"

namespace iec {
namespace {

constexpr size_t kRunDigits = 16;
constexpr size_t kCrcDigits = 8;
constexpr size_t kHmacDigits = 64;
constexpr std::array<std::string_view, 4> kTypes = {"plan", "test", "more",
                                                    "summary"};

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

// Up to the next space, which is taken too.
std::string_view TakeWord(std::string_view& rest) {
  const size_t space = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, space);
  rest.remove_prefix(std::min(space + 1, rest.size()));
  return word;
}

}  // namespace

std::string NewRunId() { return Hex(RandomBytes(kRunDigits / 2)); }

std::string WireCheck(std::string_view key, std::string_view type,
                      std::string_view run, uint64_t seq,
                      std::string_view json) {
  const std::string bytes = fmt::format("{} {} {} {}", type, run, seq, json);
  if (key.empty()) return fmt::format("{:08x}", Crc32(bytes));
  return HmacSha256Hex(key, bytes);
}

RecordEncoder::RecordEncoder(std::string run, std::string key)
    : run_(std::move(run)), key_(std::move(key)) {}

std::vector<std::string> RecordEncoder::Encode(const PlanRecord& plan) {
  return Lines("plan", ToJson(plan));
}

std::vector<std::string> RecordEncoder::Encode(const TestRecord& test) {
  return Lines("test", ToJson(test));
}

std::vector<std::string> RecordEncoder::Encode(const SummaryRecord& summary) {
  return Lines("summary", ToJson(summary));
}

std::vector<std::string> RecordEncoder::Lines(std::string_view type,
                                              std::string_view json) {
  std::vector<std::string> lines;
  for (;;) {
    // The longest type decides, so that the room is the same for each slice.
    const size_t frame = fmt::formatted_size(
        "{}summary {} {} {} ", kMagic, run_, next_seq_,
        std::string_view("0000000000000000000000000000000000000000000000000000"
                         "000000000000")
            .substr(0, key_.empty() ? kCrcDigits : kHmacDigits));
    size_t cut = kMaxLineBytes - frame;
    if (json.size() <= cut) break;
    // A console may drop a space at either end of a line. There are no two
    // side by side, so that this ends.
    while (json[cut - 1] == ' ' || json[cut] == ' ') --cut;
    lines.push_back(Line("more", json.substr(0, cut)));
    json.remove_prefix(cut);
  }
  lines.push_back(Line(type, json));
  return lines;
}

std::string RecordEncoder::Line(std::string_view type, std::string_view slice) {
  const uint64_t seq = next_seq_++;
  return fmt::format("{}{} {} {} {} {}", kMagic, type, run_, seq,
                     WireCheck(key_, type, run_, seq, slice), slice);
}

Result<WireLine> ParseWireLine(std::string_view text) {
  if (!text.starts_with(kMagic)) return Error{"no record begins here"};
  text.remove_prefix(kMagic.size());
  WireLine line;
  line.type = TakeWord(text);
  if (std::find(kTypes.begin(), kTypes.end(), line.type) == kTypes.end()) {
    return Error{"its type is unknown"};
  }
  line.run = TakeWord(text);
  if (line.run.size() != kRunDigits || !IsHex(line.run)) {
    return Error{"its run id is damaged"};
  }
  const std::string_view seq = TakeWord(text);
  const auto number = ParseInteger(seq);
  if (!number || *number < 1 || seq.front() == '0') {
    return Error{"its sequence number is damaged"};
  }
  line.seq = static_cast<uint64_t>(*number);
  line.check = TakeWord(text);
  if ((line.check.size() != kCrcDigits && line.check.size() != kHmacDigits) ||
      !IsHex(line.check)) {
    return Error{"its check is damaged"};
  }
  line.json = text;
  return line;
}

}  // namespace iec
