// SPDX-License-Identifier: Apache-2.0
// Lists problems and keeps a log full of them from filling the memory.
#ifndef IEC_LIB_RECORD_PROBLEM_LIST_H_
#define IEC_LIB_RECORD_PROBLEM_LIST_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lib/record/run_record.h"

namespace iec {

// Problems of one kind that are listed one by one; the others are counted.
inline constexpr size_t kMaxProblemsOfAKind = 10;

class ProblemList {
 public:
  enum class Kind {
    kTorn,
    kCheck,
    kOnlyCrc,
    kSignedWithoutKey,
    kNoPlan,
    kTooMany,
    kMixed,
    kGap,
    kDoubled,
    kShape,
    kUnplanned,
    kAfterSummary,
  };

  void Add(Kind kind, size_t line, std::string what);
  size_t Count(Kind kind) const;      // also those that are not listed
  size_t FirstLine(Kind kind) const;  // 0: there is none
  void Drop(Kind kind) { of_kind_.erase(kind); }
  std::vector<Problem> Take();  // sorted by line

 private:
  struct OfKind {
    std::vector<Problem> listed;
    size_t number = 0;
    size_t last_line = 0;
  };
  std::map<Kind, OfKind> of_kind_;
};

}  // namespace iec

#endif  // IEC_LIB_RECORD_PROBLEM_LIST_H_
