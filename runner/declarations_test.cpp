// SPDX-License-Identifier: Apache-2.0
// What every declared test case must keep to.
#include <gtest/gtest.h>

#include <set>

#include "lib/testcase/test_case.h"

namespace iec {
namespace {

TEST(DeclarationsTest, AreSound) {
  const Status status = ValidateDeclarations(AllTestCases());
  EXPECT_TRUE(status.ok()) << status.error().message;
  EXPECT_FALSE(AllTestCases().empty());
}

TEST(DeclarationsTest, NameEachTestOfThePlanOnce) {
  std::set<std::string_view> plans;
  for (const TestCase& test : AllTestCases()) {
    EXPECT_TRUE(plans.insert(test.plan).second) << test.Id();
  }
}

}  // namespace
}  // namespace iec
