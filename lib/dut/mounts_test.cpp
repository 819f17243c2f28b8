// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/mounts.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace iec {
namespace {

TEST(MountPointsIn, NamesEachPlaceWithItsBlanks) {
  EXPECT_EQ(
      MountPointsIn("22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
                    "30 22 0:5 / /srv/a\\040b rw - tmpfs tmpfs rw\n"
                    "31 30 0:6 / /srv/c\\134 rw - tmpfs tmpfs rw\n"),
      (std::vector<std::string>{"/", "/srv/a b", "/srv/c\\"}));
}

TEST(MountPointsIn, WhatIsNoLineIsLeftOut) {
  EXPECT_TRUE(MountPointsIn("").empty());
  EXPECT_TRUE(MountPointsIn("22 1 254:0 /\n\n").empty());
  EXPECT_EQ(MountPointsIn("1 2 3 4 /x\\04"),
            (std::vector<std::string>{"/x\\04"}));
}

TEST(MountPoints, HereIsARoot) {
  const auto points = MountPoints();
  EXPECT_NE(std::find(points.begin(), points.end(), "/"), points.end());
}

}  // namespace
}  // namespace iec
