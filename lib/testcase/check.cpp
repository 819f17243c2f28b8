// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/check.h"

#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/record/record.h"
#include "lib/testcase/gtest_adapter.h"
#include "lib/testcase/message.h"

namespace iec {
namespace {

// More of one text than this helps nobody on a serial console.
constexpr size_t kEvidenceLimit = 600;

std::string_view FileName(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

void SendCheck(Check::Kind kind, bool holds, std::string_view expected,
               std::string_view found, const std::source_location& where) {
  SendMessage(
      {Message::Type::kCheck,
       {std::string(Name(kind)), holds ? "1" : "0",
        Printable(expected, kEvidenceLimit), Printable(found, kEvidenceLimit),
        fmt::format("{}:{}", FileName(where.file_name()), where.line())}});
  if (!holds) FailGoogleTest(expected, where);
}

}  // namespace

bool Expect(bool holds, std::string_view expected, std::string_view found,
            std::source_location where) {
  SendCheck(Check::Kind::kExpectation, holds, expected, found, where);
  return holds;
}

bool Control(bool holds, std::string_view expected, std::string_view found,
             std::source_location where) {
  SendCheck(Check::Kind::kControl, holds, expected, found, where);
  return holds;
}

void Note(std::string_view text, std::source_location where) {
  SendCheck(Check::Kind::kNote, true, text, {}, where);
}

void Measure(std::string_view name, double value, std::string_view unit) {
  SendMessage(
      {Message::Type::kMeasurement,
       {std::string(name), fmt::format("{}", value), std::string(unit)}});
}

void NotApplicable(std::string_view reason) {
  SendMessage(
      {Message::Type::kNotApplicable, {Printable(reason, kEvidenceLimit)}});
}

void Obstacle(std::string_view reason) {
  SendMessage({Message::Type::kObstacle, {Printable(reason, kEvidenceLimit)}});
}

}  // namespace iec
