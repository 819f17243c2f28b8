// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/own_service.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

TEST(IsOwnService, TellsItFromOthers) {
  EXPECT_TRUE(IsOwnService("iec-0123456789abcdef0123456789abcdef.service"));
  EXPECT_FALSE(IsOwnService("iec-harness.service"));
  EXPECT_FALSE(IsOwnService("iec-0123456789abcdef0123456789abcdeg.service"));
  EXPECT_FALSE(IsOwnService("iec-0123456789abcdef0123456789abcdef.socket"));
  EXPECT_FALSE(IsOwnService(""));
}

}  // namespace
}  // namespace iec
