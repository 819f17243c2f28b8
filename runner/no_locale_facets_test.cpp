// SPDX-License-Identifier: Apache-2.0
// Linked against the C++ library's archive, as iec-runner is.
#include <gtest/gtest.h>

#include <iomanip>
#include <locale>
#include <sstream>
#include <string>

namespace {

TEST(NoLocaleFacetsTest, WritesAndReadsNumbers) {
  std::ostringstream out;
  out << 3.25 << ' ' << -42 << ' ' << std::hex << 255U << ' ' << std::boolalpha
      << true;
  EXPECT_EQ(out.str(), "3.25 -42 ff true");
  EXPECT_TRUE(out.good());

  std::istringstream in("17 2.5 word");
  int whole = 0;
  double broken = 0;
  std::string word;
  in >> whole >> broken >> word;
  EXPECT_EQ(whole, 17);
  EXPECT_EQ(broken, 2.5);
  EXPECT_EQ(word, "word");
}

TEST(NoLocaleFacetsTest, HasTheNarrowOnes) {
  const std::locale locale;
  EXPECT_TRUE(std::has_facet<std::ctype<char>>(locale));
  EXPECT_TRUE(std::has_facet<std::num_put<char>>(locale));
  EXPECT_TRUE(std::has_facet<std::num_get<char>>(locale));
  EXPECT_TRUE(std::has_facet<std::numpunct<char>>(locale));
}

TEST(NoLocaleFacetsTest, SaysThatTheOthersAreNotThere) {
  const std::locale locale;
  EXPECT_FALSE(std::has_facet<std::time_put<char>>(locale));
  EXPECT_FALSE(std::has_facet<std::num_put<wchar_t>>(locale));
  EXPECT_THROW(std::use_facet<std::collate<char>>(locale), std::bad_cast);
  std::wostringstream out;
  out << 7;
  EXPECT_TRUE(out.bad());
}

TEST(NoLocaleFacetsTest, ALocaleCanBeMadeAndDropped) {
  const std::locale copy(std::locale(), new std::ctype<char>);
  EXPECT_TRUE(std::has_facet<std::ctype<char>>(copy));
}

}  // namespace
