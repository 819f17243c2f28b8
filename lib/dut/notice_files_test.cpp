// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/notice_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(IssueFilesOf, AreNamedByEitherOption) {
  EXPECT_THAT(IssueFilesOf({"agetty", "-f", "/a", "-"}), ElementsAre("/a"));
  EXPECT_THAT(IssueFilesOf({"agetty", "-f/a", "-"}), ElementsAre("/a"));
  EXPECT_THAT(IssueFilesOf({"agetty", "--issue-file=/a:/b", "-"}),
              ElementsAre("/a", "/b"));
  EXPECT_THAT(IssueFilesOf({"agetty", "--issue-file", "/a"}),
              ElementsAre("/a"));
  EXPECT_THAT(IssueFilesOf({"agetty", "--noclear", "-", "linux"}), IsEmpty());
  EXPECT_THAT(IssueFilesOf({"agetty", "-f"}), IsEmpty());
}

TEST(NoticeFilesOfPam, AreThoseOfModulesThatShowThem) {
  EXPECT_THAT(
      NoticeFilesOfPam("auth optional pam_echo.so file=/etc/notice\n"
                       "#auth optional pam_echo.so file=/etc/old\n"
                       "auth required pam_issue.so issue=/etc/issue.pam\n"
                       "auth required pam_listfile.so file=/etc/users\n"),
      ElementsAre("/etc/notice", "/etc/issue.pam"));
}

}  // namespace
}  // namespace iec
