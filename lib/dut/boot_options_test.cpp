// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/boot_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(BootOptions, FindsShells) {
  EXPECT_THAT(OpenBootOptions("quiet init=/bin/sh ro"),
              ElementsAre("init=/bin/sh"));
  EXPECT_THAT(OpenBootOptions("GRUB_CMDLINE_LINUX=\"systemd.debug-shell\"\n"),
              ElementsAre("systemd.debug-shell"));
  EXPECT_THAT(OpenBootOptions("a rd.break systemd.debug_shell=1 "
                              "SYSTEMD_SULOGIN_FORCE=1"),
              ElementsAre("rd.break", "systemd.debug_shell=1",
                          "SYSTEMD_SULOGIN_FORCE=1"));
  EXPECT_THAT(OpenBootOptions("linux /vmlinuz "
                              "systemd.setenv=SYSTEMD_SULOGIN_FORCE=1"),
              ElementsAre("systemd.setenv=SYSTEMD_SULOGIN_FORCE=1"));
}

TEST(BootOptions, LeavesOthers) {
  EXPECT_THAT(OpenBootOptions("root=/dev/sda1 init=/sbin/init single\n"
                              "init=/usr/lib/systemd/systemd\n"
                              "# init=/bin/sh\nsystemd.debug_shell=0\n"
                              "linux /boot/vmlinuz ro recovery"),
              IsEmpty());
}

}  // namespace
}  // namespace iec
