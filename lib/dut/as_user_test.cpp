// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/as_user.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "lib/base/file.h"

namespace iec {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

class AsUserTest : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
    char path[] = "/tmp/iec-as-user-XXXXXX";
    directory_ = mkdtemp(path);
    chmod(path, 0755);
  }
  void TearDown() override {
    if (!directory_.empty()) (void)RemoveTree(directory_);
  }
  std::string Make(const std::string& name, mode_t mode, gid_t group = 0) {
    const std::string path = directory_ + "/" + name;
    EXPECT_TRUE(CreateFile(path, "x", mode).ok());
    EXPECT_EQ(chown(path.c_str(), 0, group), 0);
    return path;
  }

  std::string directory_;
};

TEST_F(AsUserTest, IsTheUserAndNobodyElse) {
  const auto text = AsUser(
      Nobody(),
      [] {
        gid_t groups[8];
        return std::to_string(getuid()) + ' ' + std::to_string(getegid()) +
               ' ' + std::to_string(getgroups(8, groups)) + ' ' +
               (seteuid(0) == 0 ? "root again" : "for good");
      },
      milliseconds(10'000));
  ASSERT_TRUE(text.ok()) << text.error().message;
  EXPECT_EQ(*text, "65534 65534 0 for good");
}

TEST_F(AsUserTest, ReadsWhatItsRightsLetIt) {
  const std::string open = Make("open", 0644);
  const std::string closed = Make("closed", 0600);
  const std::string of_group = Make("group", 0640, 1234);
  const std::vector<std::string> all = {open, closed, of_group,
                                        directory_ + "/absent"};
  const auto nobody = ReadableBy(Nobody(), all);
  ASSERT_TRUE(nobody.ok()) << nobody.error().message;
  EXPECT_THAT(*nobody, ElementsAre(open));
  const auto member = ReadableBy({1000, 1000, {1234}}, all);
  ASSERT_TRUE(member.ok()) << member.error().message;
  EXPECT_THAT(*member, ElementsAre(open, of_group));
  const auto none = ReadableBy(Nobody(), {});
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none->empty());
}

TEST_F(AsUserTest, ChangesWhatItMayWriteOrReplace) {
  const std::string open = Make("open", 0666);
  const std::string closed = Make("closed", 0644);
  const std::string of_group = Make("group", 0664, 1234);
  const std::string drop = directory_ + "/drop";
  const std::string shared = directory_ + "/shared";
  ASSERT_EQ(mkdir(drop.c_str(), 0755), 0);
  ASSERT_EQ(mkdir(shared.c_str(), 0755), 0);
  ASSERT_EQ(chmod(drop.c_str(), 0777), 0);
  ASSERT_EQ(chmod(shared.c_str(), 01777), 0);
  ASSERT_EQ(chmod(open.c_str(), 0666), 0);
  ASSERT_EQ(chmod(of_group.c_str(), 0664), 0);
  const std::string replaceable = Make("drop/file", 0644);
  const std::string kept = Make("shared/file", 0644);
  const std::string link = directory_ + "/link";
  ASSERT_EQ(symlink(replaceable.c_str(), link.c_str()), 0);
  const std::string absent = shared + "/absent";
  const auto nobody = ChangeableBy(
      Nobody(), {open, closed, of_group, replaceable, kept, link, absent});
  ASSERT_TRUE(nobody.ok()) << nobody.error().message;
  EXPECT_THAT(*nobody, ElementsAre(open, replaceable, link, absent));
  const auto member = ChangeableBy({1000, 1000, {1234}}, {closed, of_group});
  ASSERT_TRUE(member.ok()) << member.error().message;
  EXPECT_THAT(*member, ElementsAre(of_group));
}

TEST_F(AsUserTest, EndsWhatTakesTooLong) {
  const auto text = AsUser(
      Nobody(),
      [] {
        std::this_thread::sleep_for(std::chrono::seconds(60));
        return std::string("late");
      },
      milliseconds(50));
  ASSERT_FALSE(text.ok());
  EXPECT_NE(text.error().message.find("in time"), std::string::npos);
}

TEST_F(AsUserTest, TellsOfACrash) {
  const auto text = AsUser(
      Nobody(), []() -> std::string { _exit(3); }, milliseconds(10'000));
  ASSERT_FALSE(text.ok());
  EXPECT_NE(text.error().message.find("exit status 3"), std::string::npos);
}

TEST(IdentityOfUser, HasAllGroups) {
  const PasswdDb accounts = PasswdDb::Parse(
      "a:x:1000:1000::/:/bin/sh\n", "a:x:1000:\nb:x:7:c,a\nd:x:8:aa\n", "");
  const Identity identity = IdentityOf(*accounts.FindUser("a"), accounts);
  EXPECT_EQ(identity.uid, 1000U);
  EXPECT_EQ(identity.gid, 1000U);
  EXPECT_THAT(identity.groups, ElementsAre(7));
}

}  // namespace
}  // namespace iec
