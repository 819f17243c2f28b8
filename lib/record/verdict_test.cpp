// SPDX-License-Identifier: Apache-2.0
#include "lib/record/verdict.h"

#include <gtest/gtest.h>

#include <set>

namespace iec {
namespace {

TEST(Verdict, EachWordNamesOneVerdict) {
  std::set<std::string_view> names;
  for (const auto verdict :
       {Verdict::kPass, Verdict::kFail, Verdict::kNotApplicable,
        Verdict::kError, Verdict::kMissing, Verdict::kWaived, Verdict::kManual,
        Verdict::kNotCovered}) {
    EXPECT_EQ(ParseVerdict(Name(verdict)), verdict);
    names.insert(Name(verdict));
  }
  EXPECT_EQ(names.size(), 8u);
}

TEST(Verdict, NoOtherWordIsOne) {
  for (const auto word : {"", "PASS", "passed", "unknown", "pass ", "skip"}) {
    EXPECT_FALSE(ParseVerdict(word)) << word;
  }
}

}  // namespace
}  // namespace iec
