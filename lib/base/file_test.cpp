// SPDX-License-Identifier: Apache-2.0
#include "lib/base/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace iec {
namespace {

TEST(ReadLink, IsWhatStandsInTheLink) {
  const std::string link = testing::TempDir() + "/read_link";
  unlink(link.c_str());
  ASSERT_EQ(symlink("../nowhere at all", link.c_str()), 0);
  EXPECT_EQ(LinkTarget(link), "../nowhere at all");
  ASSERT_EQ(unlink(link.c_str()), 0);
  EXPECT_EQ(LinkTarget(link), "");
  EXPECT_THAT(ReadLink(link).error().message, testing::HasSubstr(link));
}

}  // namespace
}  // namespace iec
