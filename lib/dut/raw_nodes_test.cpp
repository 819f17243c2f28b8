// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/raw_nodes.h"

#include <gtest/gtest.h>
#include <sys/sysmacros.h>

namespace iec {
namespace {

TEST(RawNodes, AreToldByKind) {
  EXPECT_TRUE(IsRaw(makedev(1, 1), "mem"));
  EXPECT_FALSE(IsRaw(makedev(1, 11), "mem"));  // kmsg
  EXPECT_TRUE(IsRaw(makedev(90, 0), "mtd"));
  EXPECT_TRUE(IsRaw(makedev(90, 0), ""));
  EXPECT_FALSE(IsRaw(makedev(136, 3), ""));
  EXPECT_FALSE(IsRaw(makedev(4, 64), "tty"));
  EXPECT_FALSE(IsRaw(makedev(188, 0), "tty"));
  EXPECT_FALSE(IsRaw(makedev(116, 2), "sound"));
  EXPECT_FALSE(IsRaw(makedev(13, 0), "input"));
  EXPECT_TRUE(IsRaw(makedev(13, 64), "input"));
  EXPECT_TRUE(IsRaw(makedev(10, 144), "misc"));   // nvram
  EXPECT_FALSE(IsRaw(makedev(10, 235), "misc"));  // autofs
  EXPECT_FALSE(IsRaw(0, ""));
}

TEST(RawNodes, DrivesForMediaAreOthers) {
  struct stat info {};
  info.st_mode = S_IFBLK | 0660;
  info.st_rdev = makedev(11, 0);
  EXPECT_TRUE(IsForMedia(info));
  info.st_rdev = makedev(254, 0);
  EXPECT_FALSE(IsForMedia(info));
  EXPECT_TRUE(FindRawNodes().ok());
}

}  // namespace
}  // namespace iec
