// SPDX-License-Identifier: Apache-2.0
#include "lib/record/problem_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace iec {

void ProblemList::Add(Kind kind, size_t line, std::string what) {
  OfKind& same = of_kind_[kind];
  same.last_line = line;
  if (++same.number <= kMaxProblemsOfAKind) {
    same.listed.push_back({line, std::move(what)});
  }
}

size_t ProblemList::Count(Kind kind) const {
  const auto found = of_kind_.find(kind);
  return found == of_kind_.end() ? 0 : found->second.number;
}

size_t ProblemList::FirstLine(Kind kind) const {
  const auto found = of_kind_.find(kind);
  return found == of_kind_.end() ? 0 : found->second.listed.front().line;
}

std::vector<Problem> ProblemList::Take() {
  std::vector<Problem> problems;
  for (auto& [kind, same] : of_kind_) {
    std::move(same.listed.begin(), same.listed.end(),
              std::back_inserter(problems));
    if (same.number <= kMaxProblemsOfAKind) continue;
    const size_t unlisted = same.number - kMaxProblemsOfAKind;
    problems.push_back(
        {same.last_line,
         fmt::format("{} more problem{} of a kind that is listed above, up to "
                     "here",
                     unlisted, unlisted == 1 ? "" : "s")});
  }
  of_kind_.clear();
  std::stable_sort(
      problems.begin(), problems.end(),
      [](const Problem& a, const Problem& b) { return a.line < b.line; });
  return problems;
}

}  // namespace iec
