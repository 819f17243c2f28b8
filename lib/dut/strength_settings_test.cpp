// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/strength_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "lib/base/file.h"

namespace iec {
namespace {

TEST(ApplyPwquality, LaterLinesCount) {
  StrengthSettings settings;
  ApplyPwquality("minlen = 12\n# minlen = 3\n minclass=3\ndifok = 4\n",
                 settings);
  ApplyPwquality("minlen=14\nretry=3\nenforcing = 0", settings);
  EXPECT_EQ(settings.min_length, 14);
  EXPECT_EQ(settings.min_classes, 3);
  EXPECT_EQ(settings.min_changed, 4);
  EXPECT_FALSE(settings.enforced);
  EXPECT_FALSE(settings.credits);
  ApplyPwquality("dcredit = 1", settings);
  EXPECT_TRUE(settings.credits);
}

TEST(ApplyPwquality, NegativeCreditsDemandClasses) {
  StrengthSettings settings;
  ApplyPwquality(
      "minclass = 1\ndcredit = -1\nucredit=-1\nlcredit=-1\n"
      "ocredit=-1",
      settings);
  EXPECT_EQ(ClassesOf(settings), 4);
  ApplyPwquality("ocredit=0\nlcredit=0\nucredit=0\ndcredit=0", settings);
  EXPECT_EQ(ClassesOf(settings), 1);
}

TEST(ApplyPasswdqc, TheShortestThatIsAllowedCounts) {
  StrengthSettings settings;
  ApplyPasswdqc("min=disabled,disabled,disabled,12,10\nsimilar=deny", settings);
  EXPECT_EQ(settings.min_length, 10);
  EXPECT_EQ(settings.min_classes, 3);
}

TEST(PamStack, IncludesInPlace) {
  char path[] = "/tmp/iec-pam-XXXXXX";
  const std::string directory = mkdtemp(path);
  ASSERT_TRUE(CreateFile(directory + "/passwd",
                         "@include common\n-auth optional pam_x.so\n"
                         "password include more\n",
                         0644)
                  .ok());
  ASSERT_TRUE(CreateFile(directory + "/common",
                         "password [success=1 default=ignore] "
                         "/lib/security/pam_a.so b=c \\\n d # e\n",
                         0644)
                  .ok());
  ASSERT_TRUE(CreateFile(directory + "/more",
                         "password required pam_z.so\n@include more\n", 0644)
                  .ok());
  const auto rules = PamStack("passwd", "password", directory);
  ASSERT_GE(rules.size(), 2u);
  EXPECT_EQ(rules[0].control, "[success=1 default=ignore]");
  EXPECT_EQ(rules[0].module, "pam_a.so");
  EXPECT_THAT(rules[0].arguments, testing::ElementsAre("b=c", "d"));
  EXPECT_EQ(rules[0].file, directory + "/common");
  EXPECT_EQ(rules[1].module, "pam_z.so");
  EXPECT_TRUE(PamStack("absent", "password", directory).empty());
  (void)RemoveTree(directory);
}

}  // namespace
}  // namespace iec
