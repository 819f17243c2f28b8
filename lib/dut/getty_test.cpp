// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/getty.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::ElementsAre;

TEST(Getty, ReadsUnits) {
  const auto gettys = ParseGettyUnits(
      "# /lib/systemd/system/console-getty.service\n"
      "[Service]\n# ExecStart=/no\n"
      "ExecStart=-/sbin/agetty -o '-p -- \\\\u' --noclear - "
      "115200,38400 $TERM\n"
      "\n"
      "# /lib/systemd/system/getty@.service\n"
      "[Service]\nExecStart=-/sbin/agetty --noclear %I $TERM\n"
      "# /etc/systemd/system/getty@.service.d/quiet.conf\n"
      "[Service]\nExecStart=\nExecStart=-/sbin/agetty --noissue \\\n %I\n"
      "# /lib/systemd/system/autovt@.service\n"
      "[Service]\nExecStart=/usr/local/sbin/console 1\n");
  ASSERT_EQ(gettys.size(), 3U);
  EXPECT_EQ(gettys[0].name, "console-getty.service");
  EXPECT_THAT(gettys[0].argv,
              ElementsAre("/sbin/agetty", "-o", "-p -- \\u", "--noclear", "-",
                          "115200,38400", "$TERM"));
  EXPECT_EQ(gettys[1].name, "getty@.service");
  EXPECT_THAT(gettys[1].argv, ElementsAre("/sbin/agetty", "--noissue", "%I"));
  EXPECT_THAT(gettys[2].argv, ElementsAre("/usr/local/sbin/console", "1"));
}

TEST(Getty, AUnitWithoutACommandIsNone) {
  EXPECT_TRUE(ParseGettyUnits("").empty());
  EXPECT_TRUE(ParseGettyUnits("# /lib/a.service\nExecStart=\n").empty());
  EXPECT_TRUE(ParseGettyUnits("# /lib/a.service\nExecStart='\n").empty());
}

TEST(Getty, AsksOnStandardInput) {
  EXPECT_THAT(OnStandardInput({"/sbin/agetty", "-o", "-p -- \\u", "-8", "ttyS0",
                               "115200,9600", "vt100"}),
              ElementsAre("/sbin/agetty", "-o", "-p -- \\u", "-8", "-",
                          "115200,9600", "linux"));
  EXPECT_THAT(OnStandardInput({"agetty", "-f", "/etc/issue", "%I", "$TERM"}),
              ElementsAre("agetty", "-f", "/etc/issue", "-", "linux"));
  EXPECT_THAT(OnStandardInput({"getty", "115200", "null"}),
              ElementsAre("getty", "115200", "-"));
}

TEST(Getty, ThereIsAlwaysOne) { EXPECT_FALSE(Gettys().empty()); }

}  // namespace
}  // namespace iec
