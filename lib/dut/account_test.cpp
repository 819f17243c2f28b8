// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/account.h"

#include <fmt/format.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include "lib/dut/account_for_test.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/user_traces.h"

namespace iec {
namespace {

using testing::IsEmpty;

TEST_F(AccountTest, AgesItsOwnPasswordOnly) {
  {
    UndoJournal journal(Undo(), kRun, "ages");
    Accounts accounts(profile_, journal);
    auto both = accounts.CreateSeveral(2);
    ASSERT_TRUE(both.ok()) << both.error().message;
    const Account& account = both->front();
    const auto last_change = [](const Account& of) {
      const auto db = PasswdDb::Load();
      const auto* entry = db.ok() ? db->FindShadow(of.name) : nullptr;
      return entry == nullptr ? -1 : entry->last_change.value_or(-1);
    };
    const int64_t other = last_change(both->back());
    ASSERT_TRUE(SetPasswordAge(account, 0).ok());
    const int64_t today = last_change(account);
    ASSERT_TRUE(SetPasswordAge(account, 366).ok());
    EXPECT_EQ(last_change(account), today - 366);
    ASSERT_TRUE(DemandPasswordChange(account).ok());
    EXPECT_EQ(last_change(account), 0);
    EXPECT_EQ(last_change(both->back()), other);
  }
  EXPECT_THAT(ReplayAll(Undo()).failures, IsEmpty());
  ExpectNothingLeft();
}

TEST_F(AccountTest, IsCompleteAndGoneAfterTheUndo) {
  std::string journal_path;
  {
    UndoJournal journal(Undo(), kRun, "complete");
    journal_path = journal.path();
    Accounts accounts(profile_, journal);
    auto account = accounts.CreateTemporary();
    ASSERT_TRUE(account.ok()) << account.error().message;
    EXPECT_TRUE(IsTemporaryName(account->name)) << account->name;
    EXPECT_EQ(account->password.size(), kPasswordLength);
    EXPECT_EQ(account->factor, nullptr);
    const auto db = PasswdDb::Load();
    const User* user = db->FindUser(account->name);
    ASSERT_NE(user, nullptr);
    EXPECT_EQ(user->uid, account->uid);
    EXPECT_EQ(user->home, account->home);
    EXPECT_TRUE(Exists(account->home));
    const ShadowEntry* shadow = db->FindShadow(account->name);
    ASSERT_NE(shadow, nullptr);
    EXPECT_EQ(shadow->hash.substr(0, 1), "$");
    const int64_t today = NowMilliseconds() / 86'400'000;
    EXPECT_NEAR(static_cast<double>(*shadow->last_change),
                static_cast<double>(today - 30), 1);
  }
  const UndoReport report = Replay(journal_path);
  EXPECT_EQ(report.undone, 1);
  EXPECT_THAT(report.failures, IsEmpty());
  EXPECT_FALSE(Exists(journal_path));
  ExpectNothingLeft();
}

TEST_F(AccountTest, IsInTheGroupsWithoutWhichNobodyLogsIn) {
  const std::string group = "users";  // of every machine
  {
    UndoJournal journal(Undo(), kRun, "groups");
    profile_.parameters["accounts.groups"] = std::vector<std::string>{group};
    const auto account =
        Accounts(profile_, journal).CreateTemporary({.groups = {group}});
    ASSERT_TRUE(account.ok()) << account.error().message;
    const auto db = PasswdDb::Load();
    ASSERT_TRUE(db.ok());
    EXPECT_THAT(db->FindGroup(group)->members,
                testing::Contains(account->name));
  }
  EXPECT_THAT(ReplayAll(Undo()).failures, IsEmpty());
  ExpectNothingLeft();
}

TEST_F(AccountTest, ASecondUndoFindsNothingToDo) {
  std::string journal_path;
  {
    UndoJournal journal(Undo(), kRun, "twice");
    journal_path = journal.path();
    ASSERT_TRUE(Accounts(profile_, journal).CreateSeveral(2).ok());
  }
  // As after a power cut between the last undo and the journal's removal.
  std::map<std::string, std::string> files;
  for (const std::string& name : FilesIn(Undo())) {
    const auto bytes = ReadFile(Undo() + "/" + name);
    ASSERT_TRUE(bytes.ok()) << bytes.error().message;
    files[Undo() + "/" + name] = *bytes;
  }
  EXPECT_THAT(Replay(journal_path).failures, IsEmpty());
  ExpectNothingLeft();
  for (const auto& [path, bytes] : files) {
    ASSERT_TRUE(CreateFile(path, bytes, 0600).ok());
  }
  EXPECT_THAT(Replay(journal_path).failures, IsEmpty());
  ExpectNothingLeft();
}

TEST_F(AccountTest, TakesTheUsersThingsAway) {
  std::string journal_path;
  int shared_memory = -1;
  std::vector<std::string> left;
  pid_t process = -1;
  {
    UndoJournal journal(Undo(), kRun, "things");
    journal_path = journal.path();
    const auto account = Accounts(profile_, journal).CreateTemporary();
    ASSERT_TRUE(account.ok()) << account.error().message;
    const std::string& name = account->name;
    left = {"/var/tmp/" + name, "/tmp/" + name, "/dev/shm/" + name};
    const uid_t uid = account->uid;
    const gid_t gid = account->gid;
    const std::string home = account->home;
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    process = Fork([&] {
      if (setgid(gid) != 0 || setuid(uid) != 0) _exit(1);
      for (const std::string& path : left) {
        mkdir(path.c_str(), 0700);
        static_cast<void>(CreateFile(path + "/file", "x", 0600).ok());
      }
      // A hostile home: a link to what is not the user's, a deep tree.
      static_cast<void>(symlink("/etc", (home + "/link").c_str()) == 0);
      if (chdir(home.c_str()) != 0) _exit(1);
      for (int depth = 0; depth < 300; ++depth) {
        mkdir("deep", 0700);
        if (chdir("deep") != 0) _exit(1);
      }
      shared_memory = shmget(IPC_PRIVATE, 4096, 0600);
      static_cast<void>(write(ready[1], &shared_memory, sizeof shared_memory));
      for (;;) pause();
    });
    ASSERT_EQ(read(ready[0], &shared_memory, sizeof shared_memory),
              static_cast<ssize_t>(sizeof shared_memory));
    close(ready[0]);
    close(ready[1]);
    for (const std::string& path : left) ASSERT_TRUE(Exists(path)) << path;
    shmid_ds info{};
    ASSERT_EQ(shmctl(shared_memory, IPC_STAT, &info), 0);
    ASSERT_TRUE(CreateFile("/var/mail/" + name, "mail", 0600).ok());
  }
  EXPECT_THAT(Replay(journal_path).failures, IsEmpty());
  int status = 0;
  EXPECT_EQ(waitpid(process, &status, WNOHANG), process);
  EXPECT_TRUE(WIFSIGNALED(status));
  for (const std::string& path : left) EXPECT_FALSE(Exists(path)) << path;
  shmid_ds info{};
  EXPECT_NE(shmctl(shared_memory, IPC_STAT, &info), 0);
  ExpectNothingLeft();
}

TEST_F(AccountTest, KeepsWhatSomebodyElseChangedMeanwhile) {
  std::string journal_path;
  const auto other = ReadFileState("/etc/subuid");
  const auto backup = ReadFileState("/etc/subuid-");
  {
    UndoJournal journal(Undo(), kRun, "meanwhile");
    journal_path = journal.path();
    ASSERT_TRUE(Accounts(profile_, journal).CreateTemporary().ok());
    const auto now = ReadFile("/etc/subuid");
    ASSERT_TRUE(ReplaceBytes("/etc/subuid", *now + "games:1:1\n").ok());
  }
  EXPECT_THAT(Replay(journal_path).failures,
              testing::ElementsAre(testing::HasSubstr(
                  "/etc/subuid was changed by somebody else")));
  EXPECT_FALSE(Exists(journal_path));  // another attempt would not help
  EXPECT_EQ(ReadFileState("/etc/subuid")->bytes, other->bytes + "games:1:1\n");
  ASSERT_TRUE(RestoreFile("/etc/subuid", *other).ok());
  ASSERT_TRUE(RestoreFile("/etc/subuid-", *backup).ok());
  ExpectNothingLeft();
}

TEST_F(AccountTest, EnrolsThroughTheHook) {
  profile_.capabilities.insert(Capability::kSecondFactor);
  std::string journal_path;
  {
    UndoJournal journal(Undo(), kRun, "hook");
    journal_path = journal.path();
    Accounts accounts(profile_, journal);
    EXPECT_THAT(accounts.CreateTemporary().error().message,
                testing::HasSubstr("hooks.enrol_second_factor"));
    profile_.hooks.enrol_second_factor = {
        "/bin/sh", "-c", "id -u \"$1\" >/dev/null && echo code 12345678",
        "hook", "{user}"};
    auto account = accounts.CreateTemporary();
    ASSERT_TRUE(account.ok()) << account.error().message;
    ASSERT_NE(account->factor, nullptr);
    EXPECT_EQ(*account->factor->NextCode(), "12345678");
    AccountOptions without;
    without.second_factor = false;
    EXPECT_EQ(accounts.CreateTemporary(without)->factor, nullptr);
  }
  EXPECT_EQ(Replay(journal_path).undone, 3);
  ExpectNothingLeft();
}

TEST(RandomPasswordTest, HoldsEveryClassAndNoSequence) {
  for (size_t length = 4; length < 64; ++length) {
    const std::string password = RandomPassword(length);
    ASSERT_EQ(password.size(), length);
    int lower = 0, upper = 0, digit = 0, other = 0;
    for (const char c : password) {
      ++(c >= 'a' && c <= 'z'   ? lower
         : c >= 'A' && c <= 'Z' ? upper
         : c >= '0' && c <= '9' ? digit
                                : other);
      EXPECT_EQ(std::string_view(" :\\'\"$`!#<").find(c),
                std::string_view::npos)
          << c;
    }
    EXPECT_TRUE(lower && upper && digit && other) << password;
  }
  EXPECT_NE(RandomPassword(), RandomPassword());
}

}  // namespace
}  // namespace iec
