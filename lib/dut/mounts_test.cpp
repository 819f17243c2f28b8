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

TEST(Mounts, FindsWhereCodeOfAStickWouldRun) {
  const auto found = LaterMountsWithCode(
      "# LABEL=C /c vfat noauto,exec 0 0\n"
      "LABEL=A /media/a vfat noauto,x-systemd.automount,exec 0 0\n"
      "LABEL=B\t/media/b udf,iso9660 user,noauto 0 0\n"
      "LABEL=D /media/d auto user,noauto,exec 0 0\n"
      "LABEL=E /media/e exfat noauto,noexec\n"
      "UUID=F /boot/efi vfat umask=0077 0 1\n"
      "UUID=G /efi vfat x-systemd.automount,umask=0077 0 1\n"
      "/dev/sda1 /mnt/backup ext4 noauto 0 0\nnone\n");
  EXPECT_EQ(found, (std::vector<std::string>{"/media/a", "/media/d"}));
}

}  // namespace
}  // namespace iec
