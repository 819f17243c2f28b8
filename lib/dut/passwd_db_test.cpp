// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/passwd_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/dut/account_files.h"
#include "lib/dut/user_traces.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

using testing::ElementsAre;

constexpr char kPasswd[] =
    "root:x:0:0:root:/root:/bin/bash\n"
    "# a comment\n"
    "ann:x:1000:1000:Ann,,,:/home/ann:/bin/sh\n"
    "short:x:1\n"
    "wrong:x:-1:0::/:/bin/sh\n"
    "none:x:4294967295:0::/:/bin/sh\n"
    "+@staff::::::\n"
    "twin:x:1000:1000::/home/twin:/bin/sh";

constexpr char kGroup[] = "root:x:0:\nstaff:x:50:ann,twin,\nodd:x:z:\n";

constexpr char kShadow[] =
    "root:*:19000:0:99999:7:::\n"
    "ann:$6$x$y:19500:1:90:7:14:20000:\n"
    "bad:!:x:0:99999:7:::\n";

TEST(PasswdDbTest, ReadsWhatIsWellFormedAndNamesTheRest) {
  const PasswdDb db = PasswdDb::Parse(kPasswd, kGroup, kShadow);
  EXPECT_EQ(db.AllUsers().size(), 3u);
  EXPECT_THAT(db.malformed(), ElementsAre("passwd:4", "passwd:5", "passwd:6",
                                          "group:3", "shadow:3"));
  const User* ann = db.FindUser("ann");
  ASSERT_NE(ann, nullptr);
  EXPECT_EQ(ann->uid, 1000u);
  EXPECT_EQ(ann->home, "/home/ann");
  EXPECT_EQ(db.FindUid(1000), ann);  // the first, as the C library has it
  EXPECT_EQ(db.FindUser("short"), nullptr);
  EXPECT_THAT(db.FindGroup("staff")->members, ElementsAre("ann", "twin"));
  EXPECT_EQ(db.FindGid(50)->name, "staff");
  const ShadowEntry* shadow = db.FindShadow("ann");
  ASSERT_NE(shadow, nullptr);
  EXPECT_EQ(shadow->last_change, 19500);
  EXPECT_EQ(shadow->expires, 20000);
  EXPECT_FALSE(db.FindShadow("root")->inactive.has_value());
}

TEST(PasswdDbTest, ReadsThisMachine) {
  const auto db = PasswdDb::Load();
  ASSERT_TRUE(db.ok()) << db.error().message;
  ASSERT_NE(db->FindUser("root"), nullptr);
  EXPECT_EQ(db->FindUid(0)->name, "root");
  EXPECT_FALSE(PasswdDb::Load("/nonexistent").ok());
}

std::string Without(std::string_view text, std::string_view account,
                    bool is_group_file) {
  return WithoutAccounts(text, is_group_file, [account](std::string_view name) {
    return name == account;
  });
}

TEST(AccountFilesTest, TakesOutOneAccountAndNothingElse) {
  EXPECT_EQ(Without("a:1\nbob:2\nbobby:3\n", "bob", false), "a:1\nbobby:3\n");
  EXPECT_EQ(Without("bob:2", "bob", false), "");
  EXPECT_EQ(Without("a:bob\nnot an entry\n", "bob", false),
            "a:bob\nnot an entry\n");
  EXPECT_EQ(Without("adm:x:4:ann,bob,carl\nbob:x:9:\nx:x:1:bob\n", "bob", true),
            "adm:x:4:ann,carl\nx:x:1:\n");
  EXPECT_EQ(Without("adm:*:bob:ann,bob\n", "bob", true), "adm:*::ann\n");
  // Without the account every byte stays, also of odd lines.
  const std::string odd = "a:b:::c,,d,\n\n#bob:\n:bob:\nno end";
  EXPECT_EQ(Without(odd, "eve", true), odd);
}

TEST(AccountFilesTest, KnowsTemporaryAccounts) {
  EXPECT_TRUE(IsTemporaryName("iectabcd0189"));
  for (const char* name :
       {"iect", "iectabcd018", "iectabcd01899", "root", "iectABCD0189"}) {
    EXPECT_FALSE(IsTemporaryName(name)) << name;
  }
  EXPECT_EQ(WithoutTemporaryAccounts("a:\niectabcd0189:\n", false), "a:\n");
  EXPECT_EQ(WithoutTemporaryAccounts("a:x:1:b,iectabcd0189\n", true),
            "a:x:1:b\n");
}

class EtcTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/var/tmp/iec-etc-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    etc_ = path;
  }
  void TearDown() override { ASSERT_TRUE(RemoveTreeSafely(etc_).ok()); }
  void Write(const std::string& name, const std::string& bytes) {
    ASSERT_TRUE(CreateFile(etc_ + "/" + name, bytes, 0600).ok());
  }
  std::string etc_;
};

TEST_F(EtcTest, FindsTheRubbishOfToolsCutShort) {
  for (const char* name :
       {"passwd", "passwd-", "passwd.lock", "shadow+", "gshadow.4711",
        "nshadow", "passwd.bak", "passwords", "subuid.lock", ".pwd.lock"}) {
    Write(name, "");
  }
  EXPECT_THAT(AccountRubbish(etc_),
              ElementsAre(etc_ + "/.pwd.lock", etc_ + "/gshadow.4711",
                          etc_ + "/nshadow", etc_ + "/passwd.lock",
                          etc_ + "/shadow+", etc_ + "/subuid.lock"));
}

TEST_F(EtcTest, TheLockRemovesThoseOfTheDead) {
  const pid_t dead = fork();
  if (dead == 0) _exit(0);
  ASSERT_EQ(waitpid(dead, nullptr, 0), dead);
  Write("passwd.lock", std::to_string(dead) + std::string(1, '\0'));
  {
    const auto lock = AccountLock::Take(etc_);
    ASSERT_TRUE(lock.ok()) << lock.error().message;
    EXPECT_FALSE(Exists(etc_ + "/passwd.lock"));
  }
  EXPECT_TRUE(AccountLock::Take(etc_).ok());
}

TEST_F(EtcTest, ReadsSettings) {
  Write("login.defs", "# UID_MIN 5\nUID_MIN\t\t 1000\nUID_MINIMUM 7\n");
  Write("useradd", "HOME=/data/home # moved\n#HOME=/x\nSHELL =/bin/sh\n");
  EXPECT_EQ(SettingOf(etc_ + "/login.defs", "UID_MIN"), "1000");
  EXPECT_EQ(SettingOf(etc_ + "/login.defs", "UID_MAX"), "");
  EXPECT_EQ(SettingOf(etc_ + "/useradd", "HOME"), "/data/home");
  EXPECT_EQ(SettingOf(etc_ + "/useradd", "SHELL"), "/bin/sh");
  EXPECT_EQ(SettingOf(etc_ + "/none", "HOME"), "");
}

TEST_F(EtcTest, PutsTheLastLoginBack) {
  const std::string path = etc_ + "/lastlog";
  // Absent before: a login made the file.
  LastLogin before = ReadLastLogin(3, path);
  EXPECT_FALSE(before.file_exists);
  const size_t size = 292;
  Write("lastlog", std::string(3 * size, '\0') + std::string(size, 'L'));
  EXPECT_TRUE(RestoreLastLogin(3, before.record, path).ok());
  EXPECT_TRUE(ShortenLastLogin(before, path).ok());
  EXPECT_FALSE(Exists(path));
  // There and shorter: it grew.
  Write("lastlog", std::string(size, 'r'));
  before = ReadLastLogin(3, path);
  EXPECT_EQ(before.record, "");
  ASSERT_TRUE(WriteFileAtomically(path,
                                  std::string(size, 'r') +
                                      std::string(2 * size, '\0') +
                                      std::string(size, 'L'),
                                  0600)
                  .ok());
  EXPECT_TRUE(RestoreLastLogin(3, before.record, path).ok());
  EXPECT_TRUE(ShortenLastLogin(before, path).ok());
  EXPECT_EQ(*ReadFile(path), std::string(size, 'r'));
  // With a record of somebody else behind ours: only ours goes.
  ASSERT_TRUE(
      WriteFileAtomically(
          path, std::string(4 * size, 'L') + std::string(size, 'n'), 0600)
          .ok());
  EXPECT_TRUE(RestoreLastLogin(3, before.record, path).ok());
  EXPECT_TRUE(ShortenLastLogin(before, path).ok());
  EXPECT_EQ(*ReadFile(path), std::string(3 * size, 'L') +
                                 std::string(size, '\0') +
                                 std::string(size, 'n'));
}

}  // namespace
}  // namespace iec
