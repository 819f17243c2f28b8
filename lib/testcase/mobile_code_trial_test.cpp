// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/mobile_code_trial.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

TEST(BrokenItems, EachDiffersInOnePlace) {
  const MobileCodeItem item{"/x/a.mc", "0123456789abcdef", "signature"};
  const auto broken = BrokenItems(item);
  ASSERT_EQ(broken.size(), 7u);
  EXPECT_EQ(broken.front().second.bytes, item.bytes + '\n');
  for (const auto& [what, other] : broken) {
    EXPECT_EQ(other.path, item.path);
    EXPECT_NE(other.bytes == item.bytes, other.signature == item.signature)
        << what;
  }
}

TEST(BrokenItems, OfOneByteAndWithoutASignature) {
  const auto broken = BrokenItems({"/x/a", "x", std::nullopt});
  ASSERT_EQ(broken.size(), 6u);
  for (const auto& [what, other] : broken) {
    EXPECT_NE(other.bytes, "x") << what;
    EXPECT_FALSE(other.signature.has_value());
  }
}

}  // namespace
}  // namespace iec
