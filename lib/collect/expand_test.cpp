// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/expand.h"

#include <gmock/gmock.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Expand : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = "/tmp/iec-expand-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(directory_).ok()); }

  std::string Path(const std::string& name) const {
    return directory_ + "/" + name;
  }
  void Directory(const std::string& name) const {
    ASSERT_EQ(mkdir(Path(name).c_str(), 0700), 0) << name;
  }
  void File(const std::string& name) const {
    ASSERT_TRUE(CreateFile(Path(name), "x", 0600).ok()) << name;
  }

  std::string directory_;
};

TEST_F(Expand, AFileAndStandardInputStayWhatTheyAre) {
  EXPECT_THAT(*ExpandInput("-"), ElementsAre("-"));
  EXPECT_THAT(*ExpandInput(Path("none")), ElementsAre(Path("none")));
  File("a");
  EXPECT_THAT(*ExpandInput(Path("a")), ElementsAre(Path("a")));
}

TEST_F(Expand, ADirectoryIsWhatIsInItAndBelow) {
  EXPECT_FALSE(ExpandInput(directory_).ok()) << "it is empty";
  Directory("jobs");
  EXPECT_FALSE(ExpandInput(directory_).ok()) << "it is empty still";
  Directory("jobs/4711");
  File("z");
  File("jobs/4711/output.yaml");
  File("jobs/.hidden");
  EXPECT_THAT(*ExpandInput(directory_),
              ElementsAre(Path("jobs/.hidden"), Path("jobs/4711/output.yaml"),
                          Path("z")));
  EXPECT_THAT(*ExpandInput(Path("jobs/4711/")),
              ElementsAre(Path("jobs/4711/output.yaml")));
}

TEST_F(Expand, FollowsLinksToFilesOnly) {
  Directory("d");
  File("d/a");
  ASSERT_EQ(symlink("a", Path("d/link").c_str()), 0);
  ASSERT_EQ(symlink("..", Path("d/up").c_str()), 0);
  ASSERT_EQ(mkfifo(Path("d/pipe").c_str(), 0600), 0);
  EXPECT_THAT(*ExpandInput(Path("d")),
              ElementsAre(Path("d/a"), Path("d/link")));
  // The one that is named is followed.
  EXPECT_THAT(*ExpandInput(Path("d/up/d")),
              ElementsAre(Path("d/up/d/a"), Path("d/up/d/link")));
}

TEST_F(Expand, NamesWhatItCannotLookAt) {
  Directory("d");
  ASSERT_EQ(symlink("none", Path("d/broken").c_str()), 0);
  EXPECT_THAT(*ExpandInput(Path("d")), ElementsAre(Path("d/broken")));
  if (geteuid() == 0) {
    // Not for root, who may enter it; nor may the child come back as root.
    Directory("d/closed");
    File("d/closed/a");
    ASSERT_EQ(chmod(Path("d/closed").c_str(), 0644), 0);
    ASSERT_EQ(chmod(Path("d").c_str(), 0755), 0);
    ASSERT_EQ(chmod(directory_.c_str(), 0755), 0);
    EXPECT_EXIT(
        {
          constexpr uid_t kNobody = 65534;
          const bool dropped = setgroups(0, nullptr) == 0 &&
                               setgid(kNobody) == 0 && setuid(kNobody) == 0;
          const auto files = ExpandInput(Path("d"));
          const bool named = files.ok() && files->size() == 2 &&
                             files->back() == Path("d/closed/a");
          _exit(dropped && named ? 0 : 1);
        },
        testing::ExitedWithCode(0), "");
  }
}

TEST_F(Expand, WhatIsBeyondTheLimitsIsAnError) {
  std::string deep = "0";
  Directory(deep);
  for (size_t i = 0; i < kMaxInputDepth; ++i) Directory(deep += "/d");
  File(deep + "/a");
  EXPECT_THAT(*ExpandInput(Path("0")), ElementsAre(Path(deep + "/a")));
  Directory(deep += "/d");
  const auto too_deep = ExpandInput(Path("0"));
  ASSERT_FALSE(too_deep.ok());
  EXPECT_THAT(too_deep.error().message, HasSubstr("directories deep"));
  Directory("many");
  for (const char* name : {"many/a", "many/b", "many/c"}) File(name);
  EXPECT_TRUE(ExpandInput(Path("many"), 3).ok());
  const auto too_many = ExpandInput(Path("many"), 2);
  ASSERT_FALSE(too_many.ok());
  EXPECT_THAT(too_many.error().message, HasSubstr("more than 2 files"));
}

}  // namespace
}  // namespace iec
