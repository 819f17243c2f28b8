// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/writable_places.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

namespace iec {
namespace {

class WritablePlacesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "only root makes what is another's";
    char pattern[] = "/tmp/iec-places-XXXXXX";
    ASSERT_NE(mkdtemp(pattern), nullptr);
    root_ = pattern;
  }
  void TearDown() override {
    if (!root_.empty()) {
      EXPECT_TRUE(RemoveTree(root_).ok());
    }
  }

  std::string Make(const std::string& name, mode_t mode, uid_t uid = 0,
                   gid_t gid = 0) {
    const std::string path = root_ + "/" + name;
    EXPECT_EQ(mkdir(path.c_str(), 0700), 0);
    EXPECT_EQ(chown(path.c_str(), uid, gid), 0);
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }

  std::string root_;
};

TEST_F(WritablePlacesTest, ByOwnerGroupAndMode) {
  const std::string everybody = Make("a", 01777);
  const std::string group = Make("b", 0770, 0, 65534);
  const std::string owner = Make("c", 0700, 65534);
  Make("d", 0755);
  Make("e", 0770);         // of root and its own group
  Make("f", 0550, 65534);  // who could give it back to himself, and has not
  Make("g", 0755, 0, 65534);
  ASSERT_TRUE(CreateFile(root_ + "/h", "a file", 0666).ok());
  const auto places = WritablePlaces(root_);
  ASSERT_TRUE(places.ok()) << places.error().message;
  EXPECT_EQ(*places, (std::vector<std::string>{everybody, group, owner}));
}

TEST_F(WritablePlacesTest, NoSuchRoot) {
  EXPECT_FALSE(WritablePlaces(root_ + "/none").ok());
}

}  // namespace
}  // namespace iec
