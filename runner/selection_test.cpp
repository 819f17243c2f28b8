// SPDX-License-Identifier: Apache-2.0
#include "runner/selection.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

using Words = std::vector<std::string>;

TEST(JoinWordsTest, PutsTogetherWhatTheShellTookApart) {
  EXPECT_EQ(JoinWords({"CR", "1.11"}), Words{"CR 1.11"});
  EXPECT_EQ(JoinWords({"CR", "1.1", "RE(1)", "fr2"}),
            (Words{"CR 1.1 RE(1)", "fr2"}));
  EXPECT_EQ(JoinWords({"cr", "1.1", "re", "1"}), Words{"cr 1.1 re 1"});
  EXPECT_EQ(JoinWords({"cr1.11", "EDR", "2.4"}), (Words{"cr1.11", "EDR 2.4"}));
  EXPECT_EQ(JoinWords({}), Words{});
  EXPECT_EQ(JoinWords({"CR"}), Words{"CR"});
}

TEST(SelectTest, TakesEverySpelling) {
  for (const char* word : {"CR 2.8", "cr2.8", "CR_2_8", "CR2.8.t1",
                           "CR_2_8_each_category_leaves_a_record"}) {
    const auto tests = Select(word);
    ASSERT_TRUE(tests.ok()) << tests.error().message;
    ASSERT_FALSE(tests->empty()) << word;
    EXPECT_EQ(tests->front()->Id(), "CR_2_8_each_category_leaves_a_record")
        << word;
  }
}

TEST(SelectTest, ARequirementDoesNotNameItsEnhancements) {
  const auto tests = Select("CR 2.1");
  ASSERT_TRUE(tests.ok());
  for (const TestCase* test : *tests) EXPECT_EQ(test->requirement, "CR_2_1");
}

TEST(SelectTest, AFoundationalRequirementNamesAllBelowIt) {
  const auto tests = Select("FR2");
  ASSERT_TRUE(tests.ok());
  ASSERT_FALSE(tests->empty());
  for (const TestCase* test : *tests) {
    EXPECT_EQ(test->requirement_data()->fr, 2) << test->Id();
  }
}

TEST(SelectTest, AMisspeltNameGetsASuggestion) {
  const auto tests = Select("CR 1.1l");
  ASSERT_FALSE(tests.ok());
  EXPECT_EQ(tests.error().message,
            "nothing is called 'CR 1.1l': did you mean 'CR 1.1'?");
}

TEST(SelectAllTest, NothingNamedIsEverything) {
  EXPECT_EQ(SelectAll({})->size(), AllTestCases().size());
}

TEST(SelectAllTest, NamesATestOnceInTheOrderOfTheCatalogue) {
  const auto tests = SelectAll({"CR 1.11", "fr1", "CR 1.11"});
  ASSERT_TRUE(tests.ok());
  const Requirement* last = nullptr;
  for (const TestCase* test : *tests) {
    EXPECT_GE(test->requirement_data(), last);
    last = test->requirement_data();
  }
  EXPECT_EQ(tests->size(), Select("fr1")->size());
}

}  // namespace
}  // namespace iec
