// SPDX-License-Identifier: Apache-2.0
#include "lib/record/verdict.h"

#include <array>

namespace iec {
namespace {

struct Word {
  Verdict verdict;
  std::string_view name;
};

constexpr std::array kWords = {
    Word{Verdict::kPass, "pass"},
    Word{Verdict::kFail, "fail"},
    Word{Verdict::kNotApplicable, "not_applicable"},
    Word{Verdict::kError, "error"},
    Word{Verdict::kMissing, "missing"},
    Word{Verdict::kWaived, "waived"},
    Word{Verdict::kManual, "manual"},
    Word{Verdict::kNotCovered, "not_covered"},
};

}  // namespace

std::string_view Name(Verdict verdict) {
  for (const Word& word : kWords) {
    if (word.verdict == verdict) return word.name;
  }
  return "error";
}

std::optional<Verdict> ParseVerdict(std::string_view name) {
  for (const Word& word : kWords) {
    if (word.name == name) return word.verdict;
  }
  return std::nullopt;
}

}  // namespace iec
