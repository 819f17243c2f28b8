// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/walk.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>

#include "lib/base/file.h"

namespace iec {
namespace {

class WalkTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/var/tmp/iec-walk-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    directory_ = path;
  }
  void TearDown() override {
    ASSERT_TRUE(RemoveTreeSafely(directory_).ok());
    ASSERT_FALSE(Exists(directory_));
  }

  std::string At(const std::string& name) const {
    return directory_ + "/" + name;
  }
  void MakeDirectory(const std::string& name, mode_t mode = 0755) {
    ASSERT_EQ(mkdir(At(name).c_str(), 0700), 0);
    ASSERT_EQ(chmod(At(name).c_str(), mode), 0);
  }
  std::set<std::string> Seen() {
    std::set<std::string> seen;
    const auto counts = Walk(directory_, [&](const WalkObject& object) {
      EXPECT_TRUE(
          seen.insert(object.path.substr(directory_.size() + 1)).second);
      return WalkStep::kDescend;
    });
    EXPECT_TRUE(counts.ok());
    EXPECT_EQ(counts->unreadable, 0u) << counts->first_unreadable;
    EXPECT_EQ(counts->objects, seen.size());
    return seen;
  }

  std::string directory_;
};

TEST_F(WalkTest, ShowsEverythingOnceAndFollowsNoLink) {
  MakeDirectory("a");
  MakeDirectory("a/b");
  MakeDirectory("c");
  ASSERT_TRUE(CreateFile(At("a/b/file"), "", 0600).ok());
  ASSERT_EQ(symlink("..", At("a/b/up").c_str()), 0);
  ASSERT_EQ(symlink("/etc", At("c/etc").c_str()), 0);
  ASSERT_EQ(mkfifo(At("c/pipe").c_str(), 0600), 0);
  EXPECT_EQ(Seen(), (std::set<std::string>{"a", "a/b", "a/b/file", "a/b/up",
                                           "c", "c/etc", "c/pipe"}));
}

TEST_F(WalkTest, KnowsWhatOnlyTheOwnerCanReach) {
  MakeDirectory("open");
  MakeDirectory("open/shut", 0700);
  MakeDirectory("open/shut/open");
  ASSERT_TRUE(CreateFile(At("open/x"), "", 0600).ok());
  ASSERT_TRUE(CreateFile(At("open/shut/open/y"), "", 0666).ok());
  ASSERT_EQ(chmod(directory_.c_str(), 0755), 0);
  std::set<std::string> reachable;
  ASSERT_TRUE(Walk(directory_, [&](const WalkObject& object) {
                if (object.reachable) reachable.insert(object.name);
                return WalkStep::kDescend;
              }).ok());
  EXPECT_EQ(reachable, (std::set<std::string>{"open", "x", "shut"}));
}

TEST_F(WalkTest, NoTreeIsTooDeepNeitherToWalkNorToRemove) {
  constexpr int kDepth = 1500;  // far more than PATH_MAX and descriptors allow
  const std::string name(100, 'd');
  int fd = open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (int depth = 0; depth < kDepth; ++depth) {
    ASSERT_EQ(mkdirat(fd, name.c_str(), 0755), 0);
    // A sibling on each level, so that the way back up is needed.
    ASSERT_EQ(mkdirat(fd, "sibling", 0755), 0);
    const int next = openat(fd, name.c_str(), O_RDONLY | O_CLOEXEC);
    close(fd);
    ASSERT_GE(fd = next, 0);
  }
  close(fd);
  size_t objects = 0;
  const auto counts = Walk(directory_, [&](const WalkObject&) {
    ++objects;
    return WalkStep::kDescend;
  });
  EXPECT_EQ(objects, size_t{2 * kDepth});
  EXPECT_EQ(counts->unreadable, 0u) << counts->first_unreadable;
}

TEST_F(WalkTest, GoesOnWhenThingsVanish) {
  for (const char* name : {"a", "b", "c", "d"}) {
    MakeDirectory(name);
    ASSERT_TRUE(CreateFile(At(name) + "/file", "", 0600).ok());
  }
  size_t files = 0;
  const auto counts = Walk(directory_, [&](const WalkObject& object) {
    if (S_ISDIR(object.info.st_mode)) {
      EXPECT_TRUE(RemoveTreeAt(object.directory_fd, object.name).ok());
    } else {
      ++files;
    }
    return WalkStep::kDescend;
  });
  EXPECT_TRUE(counts.ok());
  EXPECT_EQ(counts->objects, 4u);
  EXPECT_EQ(files, 0u);
}

TEST_F(WalkTest, RemovesALinkAndNotWhatItPointsTo) {
  MakeDirectory("keep");
  ASSERT_TRUE(CreateFile(At("keep/file"), "", 0600).ok());
  MakeDirectory("tree");
  ASSERT_EQ(symlink("../keep", At("tree/link").c_str()), 0);
  ASSERT_EQ(symlink("keep", At("top").c_str()), 0);
  EXPECT_TRUE(RemoveTreeSafely(At("tree")).ok());
  EXPECT_TRUE(RemoveTreeSafely(At("top")).ok());
  EXPECT_TRUE(RemoveTreeSafely(At("never")).ok());
  EXPECT_EQ(Seen(), (std::set<std::string>{"keep", "keep/file"}));
}

TEST_F(WalkTest, RemovesATreeWhoseNamesAreThoseOfTheRemoval) {
  MakeDirectory("tree");
  for (const char* name : {"tree/.iec-removed-0", "tree/.iec-removed-1",
                           "tree/.iec-removed-0/.iec-removed-2",
                           "tree/.iec-removed-0/.iec-removed-2/x"}) {
    MakeDirectory(name);
  }
  EXPECT_TRUE(RemoveTreeSafely(At("tree")).ok());
  EXPECT_FALSE(Exists(At("tree")));
}

}  // namespace
}  // namespace iec
