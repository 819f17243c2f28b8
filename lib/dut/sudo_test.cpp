// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sudo.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

TEST(Sudo, KnowsItsWords) {
  EXPECT_EQ(SudoAnswerIn("a is not in the sudoers file.", false),
            SudoAnswer::kTaken);
  EXPECT_EQ(SudoAnswerIn("Sorry, user a is not allowed to execute '/bin/true' "
                         "as root on b.",
                         false),
            SudoAnswer::kTaken);
  EXPECT_EQ(SudoAnswerIn("", true), SudoAnswer::kTaken);
  EXPECT_EQ(SudoAnswerIn("Sorry, try again.\nVerification code: ", false),
            SudoAnswer::kRefused);
  EXPECT_EQ(SudoAnswerIn("sudo: 1 incorrect password attempt", false),
            SudoAnswer::kRefused);
  EXPECT_EQ(SudoAnswerIn("[sudo] password for a: ", false),
            SudoAnswer::kUnclear);
}

}  // namespace
}  // namespace iec
