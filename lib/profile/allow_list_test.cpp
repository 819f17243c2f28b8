// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/allow_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using ::testing::HasSubstr;

TEST(AllowedSetuid, IsReadIntoItsParts) {
  const auto su = ParseAllowedSetuid("4755 root:root /usr/bin/su");
  ASSERT_TRUE(su.ok()) << su.error().message;
  EXPECT_EQ(su->mode, 04755u);
  EXPECT_EQ(su->owner, "root");
  EXPECT_EQ(su->group, "root");
  EXPECT_EQ(su->path, "/usr/bin/su");

  const auto odd = ParseAllowedSetuid("2711 0:_ssh /opt/a b");
  ASSERT_TRUE(odd.ok()) << odd.error().message;
  EXPECT_EQ(odd->owner, "0");
  EXPECT_EQ(odd->group, "_ssh");
  EXPECT_EQ(odd->path, "/opt/a b");
}

TEST(AllowedSetuid, RefusesOtherForms) {
  for (const char* item :
       {"", "/usr/bin/su", "4755 /usr/bin/su", "755 root:root /usr/bin/su",
        "4759 root:root /a", "04755 root:root /a", "4755 root /a",
        "4755 :root /a", "4755 root: /a", "4755 ro;ot:root /a",
        "4755  root:root /a", "4755 root:root a", "4755 root:root",
        "4755 root:root ", "4755 root:root /a/../b"}) {
    EXPECT_FALSE(ParseAllowedSetuid(item).ok()) << item;
  }
  const auto plain = ParseAllowedSetuid("0755 root:root /usr/bin/su");
  ASSERT_FALSE(plain.ok());
  EXPECT_THAT(plain.error().message, HasSubstr("set-user-ID bit (4000)"));
}

TEST(AllowedCapabilities, IsReadIntoItsParts) {
  const auto ping = ParseAllowedCapabilities("/usr/bin/ping cap_net_raw=ep");
  ASSERT_TRUE(ping.ok()) << ping.error().message;
  EXPECT_EQ(ping->path, "/usr/bin/ping");
  EXPECT_EQ(ping->capabilities, "cap_net_raw=ep");

  const auto two = ParseAllowedCapabilities(
      "/opt/my tool cap_net_admin,cap_net_raw=p cap_chown+ei");
  ASSERT_TRUE(two.ok()) << two.error().message;
  EXPECT_EQ(two->path, "/opt/my tool");
  EXPECT_EQ(two->capabilities, "cap_net_admin,cap_net_raw=p cap_chown+ei");

  const auto all = ParseAllowedCapabilities("/opt/tool =ep");
  ASSERT_TRUE(all.ok()) << all.error().message;
  EXPECT_EQ(all->capabilities, "=ep");
}

TEST(AllowedCapabilities, RefusesOtherForms) {
  for (const char* item :
       {"", "/usr/bin/ping", "/usr/bin/ping=cap_net_raw",
        "/usr/bin/ping cap_net_raw", "ping cap_net_raw=ep",
        "/usr/bin/ping cap_net_raw=ep;", "/a/ cap_net_raw=ep"}) {
    EXPECT_FALSE(ParseAllowedCapabilities(item).ok()) << item;
  }
}

TEST(AllowedPath, IsAbsoluteAndInItsShortestForm) {
  for (const char* path : {"/a", "/a/b.c", "/a b/...", "/.x"}) {
    EXPECT_TRUE(CheckAllowedPath(path).ok()) << path;
  }
  for (const char* path :
       {"", "a", "/", "//", "/a/", "/a//b", "/./a", "/a/..", "/a/."}) {
    EXPECT_FALSE(CheckAllowedPath(path).ok()) << path;
  }
}

}  // namespace
}  // namespace iec
