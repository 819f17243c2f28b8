// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/result_field.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "lib/base/text.h"
#include "lib/collect/lava_time.h"

namespace iec {
namespace {

size_t LineNumber(std::string_view text) {
  const auto number = ParseInteger(text);
  return number && *number > 0 ? static_cast<size_t>(*number) : 0;
}

double Seconds(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value > 0 ? value : 0;
}

struct Field {
  std::string_view key;
  void (*take)(std::string_view value, LavaCase& lava);
};

// The names of REST v0.2 come after those of the other exports.
constexpr std::array kCaseFields = {
    Field{"id", [](std::string_view v, LavaCase& c) { c.id = v; }},
    Field{"job", [](std::string_view v, LavaCase& c) { c.job = v; }},
    Field{"name",
          [](std::string_view v, LavaCase& c) {
            if (!v.empty()) c.name = v;
          }},
    Field{"suite",
          [](std::string_view v, LavaCase& c) {
            if (!v.empty()) c.suite = v;
          }},
    Field{"result",
          [](std::string_view v, LavaCase& c) {
            if (!v.empty()) c.result = v;
          }},
    Field{"logged",
          [](std::string_view v, LavaCase& c) { c.logged = ParseLavaTime(v); }},
    Field{"measurement",
          [](std::string_view v, LavaCase& c) {
            c.measured = !v.empty() && v != "None";
          }},
    Field{"log_start_line", [](std::string_view v,
                               LavaCase& c) { c.lines.first = LineNumber(v); }},
    Field{"log_end_line", [](std::string_view v,
                             LavaCase& c) { c.lines.last = LineNumber(v); }},
    Field{"start_log_line", [](std::string_view v,
                               LavaCase& c) { c.lines.first = LineNumber(v); }},
    Field{"end_log_line", [](std::string_view v,
                             LavaCase& c) { c.lines.last = LineNumber(v); }},
};

constexpr std::array kMetadataFields = {
    Field{"set", [](std::string_view v, LavaCase& c) { c.set = v; }},
    Field{"definition",
          [](std::string_view v, LavaCase& c) {
            if (c.suite.empty()) c.suite = v;
          }},
    Field{"case",
          [](std::string_view v, LavaCase& c) {
            if (c.name.empty()) c.name = v;
          }},
    Field{"result",
          [](std::string_view v, LavaCase& c) {
            if (c.result.empty()) c.result = v;
          }},
    Field{"duration",
          [](std::string_view v, LavaCase& c) { c.seconds = Seconds(v); }},
    Field{"error_type",
          [](std::string_view v, LavaCase& c) { c.error_type = v; }},
    Field{"error_msg",
          [](std::string_view v, LavaCase& c) { c.error_message = v; }},
    Field{"reason", [](std::string_view v, LavaCase& c) { c.reason = v; }},
    Field{"extra",
          [](std::string_view v, LavaCase& c) {
            if (v.starts_with('/') && c.reason.empty()) {
              c.reason = kReasonElsewhere;
            }
          }},
};

template <size_t size>
bool Take(const std::array<Field, size>& fields, size_t first_bit,
          std::string_view key, std::string_view value, LavaCase& lava,
          SeenKeys& seen) {
  for (size_t i = 0; i < size; ++i) {
    if (fields[i].key != key) continue;
    const SeenKeys bit = SeenKeys{1} << (first_bit + i);
    if ((seen & bit) != 0) return false;
    seen |= bit;
    fields[i].take(value, lava);
    return true;
  }
  return true;
}

static_assert(kCaseFields.size() + kMetadataFields.size() <= 32);

}  // namespace

bool TakeField(std::string_view key, std::string_view value, bool metadata,
               LavaCase& lava, SeenKeys& seen) {
  return metadata
             ? Take(kMetadataFields, kCaseFields.size(), key, value, lava, seen)
             : Take(kCaseFields, 0, key, value, lava, seen);
}

Status CheckCase(const LavaCase& lava) {
  if (lava.name.size() > kMaxNameBytes || lava.suite.size() > kMaxNameBytes ||
      lava.set.size() > kMaxNameBytes) {
    return Error{fmt::format("a name of more than {} bytes: '{}'",
                             kMaxNameBytes, Printable(lava.name, 60))};
  }
  if (lava.result.empty()) {
    return Error{fmt::format("no result of '{}'", Printable(lava.name, 60))};
  }
  for (const std::string_view word : {"pass", "fail", "skip", "unknown"}) {
    if (lava.result == word) return {};
  }
  return Error{
      fmt::format("'{}' is no result of LAVA (pass, fail, skip or "
                  "unknown)",
                  Printable(lava.result, 40))};
}

}  // namespace iec
