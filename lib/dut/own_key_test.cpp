// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/own_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Files(const std::vector<SshdSetting>& settings) {
  return KeyFilesIn(settings, "iectaaaaaaaa", "/home/iectaaaaaaaa");
}

SshdSetting Keys(const std::string& value, const std::string& match = "") {
  return {"authorizedkeysfile", value, match};
}

TEST(KeyFiles, AreInTheHomeWhereNothingIsSaid) {
  EXPECT_THAT(Files({}),
              ElementsAre("/home/iectaaaaaaaa/.ssh/authorized_keys"));
  EXPECT_THAT(
      Files({Keys(".keys  %h/more")}),
      ElementsAre("/home/iectaaaaaaaa/.keys", "/home/iectaaaaaaaa/more"));
}

TEST(KeyFiles, AreWhereEachServerLooks) {
  EXPECT_THAT(Files({Keys("/etc/ssh/keys/%u")}),
              ElementsAre("/etc/ssh/keys/iectaaaaaaaa"));
  EXPECT_THAT(Files({Keys("/keys/%u/ssh", "User a")}),
              ElementsAre("/keys/iectaaaaaaaa/ssh",
                          "/home/iectaaaaaaaa/.ssh/authorized_keys"));
}

TEST(KeyFiles, AreOfOneUser) {
  EXPECT_THAT(Files({Keys("none")}), ElementsAre());
  EXPECT_THAT(Files({Keys("/etc/ssh/everybody /%k/%u /50%%/%u")}),
              ElementsAre("/50%/iectaaaaaaaa"));
}

}  // namespace
}  // namespace iec
