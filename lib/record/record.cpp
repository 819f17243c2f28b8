// SPDX-License-Identifier: Apache-2.0
#include "lib/record/record.h"

namespace iec {

std::string_view Name(Check::Kind kind) {
  switch (kind) {
    case Check::Kind::kExpectation:
      return "expectation";
    case Check::Kind::kControl:
      return "control";
    case Check::Kind::kNote:
      return "note";
  }
  return "";
}

std::optional<Check::Kind> ParseCheckKind(std::string_view name) {
  for (const auto kind :
       {Check::Kind::kExpectation, Check::Kind::kControl, Check::Kind::kNote}) {
    if (Name(kind) == name) return kind;
  }
  return std::nullopt;
}

}  // namespace iec
