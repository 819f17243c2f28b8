// SPDX-License-Identifier: Apache-2.0
// Names that tools of the device give to users, and whose users these are when
// they are taken away.
#include "lib/dut/account_names.h"

#include <memory>

#include "lib/base/file.h"
#include "lib/dut/account_for_test.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/undo_handlers.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(WhoseUserId, OnlyTheJournalsOwnUsersAreNobodyElse) {
  const auto db = PasswdDb::Parse(
      "root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/:/bin/sh\n"
      "iectaaaaaaaa:x:1001:1001::/:/bin/sh\n"
      "iectbbbbbbbb:x:1002:1002::/:/bin/sh\n",
      "", "");
  const std::set<std::string> own = {"iectaaaaaaaa"};
  EXPECT_TRUE(IsSomebodyElses(1000, db, own));
  EXPECT_FALSE(IsSomebodyElses(1001, db, own));
  // One of another test, or a person who happens to be called so.
  EXPECT_TRUE(IsSomebodyElses(1002, db, own));
  EXPECT_FALSE(IsSomebodyElses(1003, db, own));
  EXPECT_TRUE(IsSomebodyElses(1001, db, {}));
}

TEST(WhoseUserId, ASecondUserOfTheIdIsSomebodyElse) {
  const auto db = PasswdDb::Parse(
      "iectaaaaaaaa:x:1001:1001::/:/bin/sh\nann:x:1001:1001::/:/bin/sh\n", "",
      "");
  EXPECT_TRUE(IsSomebodyElses(1001, db, {"iectaaaaaaaa"}));
}

TEST(UndoOfAName, RefusesWhatIsNoTemporaryUsers) {
  const UndoContext context{"/nowhere/"};
  for (const UndoEntry& entry : {
           UndoEntry{"temporary_user", {{"name", "ann"}, {"home", "/x/ann"}}},
           UndoEntry{"temporary_user",
                     {{"name", "iectaaaaaaaa"}, {"home", "/home/ann"}}},
           UndoEntry{"temporary_user", {{"name", "iectaaaaaaaa"}}},
           UndoEntry{"temporary_user",
                     {{"name", "iectaaaaaaaa"},
                      {"home", "/home/iectaaaaaaaa"},
                      {"uid", "0"}}},
           UndoEntry{"temporary_user",
                     {{"name", "iectaaaaaaaa"},
                      {"home", "/home/iectaaaaaaaa"},
                      {"uid", ""}}},
       }) {
    EXPECT_THAT(UndoAccount(entry, context).failures, SizeIs(1));
  }
}

// Everything else here adds users.
class NamesTest : public AccountTest {
 protected:
  void SetUp() override {
    for (const char* tool : {"usermod", "userdel"}) {
      if (!FindProgram(tool).ok()) GTEST_SKIP() << "no " << tool << " here";
    }
    AccountTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    journal_ = std::make_unique<UndoJournal>(Undo(), kRun, "t");
    path_ = journal_->path();
    accounts_ = std::make_unique<Accounts>(profile_, *journal_);
  }

  static void MustRun(const std::vector<std::string>& argv) {
    const auto outcome = iec::Run({argv});
    ASSERT_TRUE(outcome.ok()) << outcome.error().message;
    ASSERT_TRUE(outcome->Succeeded()) << outcome->Describe();
  }

  UndoReport End() {
    journal_.reset();  // as the end of its process lets go of it
    return Replay(path_);
  }

  std::string path_;
  std::unique_ptr<UndoJournal> journal_;
  std::unique_ptr<Accounts> accounts_;
};

TEST_F(NamesTest, ARenamedUserGoesWithItsProcesses) {
  auto account = accounts_->CreateTemporary();
  ASSERT_TRUE(account.ok()) << account.error().message;
  const auto name = ReserveName(*journal_, *account);
  ASSERT_TRUE(name.ok()) << name.error().message;
  MustRun({"usermod", "--login", *name, account->name});
  const std::string file = directory_ + "-of-" + *name;
  ASSERT_TRUE(CreateFile(file, "", 0600).ok());
  ASSERT_EQ(chown(file.c_str(), account->uid, account->gid), 0);
  const pid_t process = fork();
  if (process == 0) {
    // Whoever has the journal open is one of the test's own.
    close_range(3, ~0U, 0);
    if (setuid(account->uid) == 0) pause();
    _exit(1);
  }
  EXPECT_THAT(End().failures, IsEmpty());
  int status = 0;
  ASSERT_EQ(waitpid(process, &status, 0), process);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(Exists(file));
  ExpectNothingLeft();
}

TEST_F(NamesTest, ANewUserMayBeGivenTheIdOfOneWhoIsGone) {
  auto account = accounts_->CreateTemporary();
  ASSERT_TRUE(account.ok()) << account.error().message;
  const auto name = ReserveNewName(*journal_);
  ASSERT_TRUE(name.ok()) << name.error().message;
  MustRun({"userdel", "--remove", account->name});
  MustRun({"useradd", "--no-log-init", "--uid", fmt::format("{}", account->uid),
           *name});
  EXPECT_THAT(End().failures, IsEmpty());
  ExpectNothingLeft();
  EXPECT_THAT(Replay(path_).failures, IsEmpty());
}

// The number is another's who left something: that stays.
TEST_F(NamesTest, ANumberThatAToolChoseIsNotOurs) {
  const auto name = ReserveNewName(*journal_);
  ASSERT_TRUE(name.ok()) << name.error().message;
  constexpr uid_t kFormer = 54'321;
  const std::string file = directory_ + "-of-a-former-user";
  ASSERT_TRUE(CreateFile(file, "", 0600).ok());
  ASSERT_EQ(chown(file.c_str(), kFormer, kFormer), 0);
  MustRun(
      {"useradd", "--no-log-init", "--uid", fmt::format("{}", kFormer), *name});
  EXPECT_THAT(End().failures, IsEmpty());
  EXPECT_TRUE(Exists(file));
  EXPECT_EQ(unlink(file.c_str()), 0);
  ExpectNothingLeft();
}

// An administrator is quicker than the undo.
TEST_F(NamesTest, SomebodyElseWhoWasGivenTheIdKeepsEverything) {
  auto account = accounts_->CreateTemporary();
  ASSERT_TRUE(account.ok()) << account.error().message;
  const std::string uid = fmt::format("{}", account->uid);
  const std::string person = "iecp" + RandomFrom("abcdefgh", 8);
  MustRun({"userdel", "--remove", account->name});
  MustRun({"useradd", "--no-log-init", "--uid", uid, person});
  const std::string file = directory_ + "-of-" + person;
  ASSERT_TRUE(CreateFile(file, "", 0600).ok());
  ASSERT_EQ(chown(file.c_str(), account->uid, account->gid), 0);
  const pid_t process = fork();
  if (process == 0) {
    // Whoever has the journal open is one of the test's own.
    close_range(3, ~0U, 0);
    if (setuid(account->uid) == 0) pause();
    _exit(1);
  }
  EXPECT_THAT(End().failures,
              testing::Contains(HasSubstr("given to somebody else")));
  EXPECT_TRUE(Exists(file));
  EXPECT_EQ(waitpid(process, nullptr, WNOHANG), 0);
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
  const auto db = PasswdDb::Load();
  ASSERT_TRUE(db.ok());
  EXPECT_NE(db->FindUser(person), nullptr);
  unlink(file.c_str());
  MustRun({"userdel", person});
}

// At each moment of what the test cases do, and of the undo itself.
class KilledNamesTest : public NamesTest,
                        public testing::WithParamInterface<int> {};

TEST_P(KilledNamesTest, LeavesNothingBehind) {
  journal_.reset();
  const pid_t test = fork();
  if (test == 0) {
    SetRunMarker(RunMarkerFor(kRun, "t"));
    UndoJournal journal(Undo(), kRun, "t");
    Accounts accounts(profile_, journal);
    auto several = accounts.CreateSeveral(2);
    if (!several.ok()) _exit(1);
    const auto renamed = ReserveName(journal, (*several)[0]);
    const auto added = ReserveNewName(journal);
    if (!renamed.ok() || !added.ok()) _exit(1);
    for (const std::vector<std::string>& argv :
         {std::vector<std::string>{"usermod", "--login", *renamed,
                                   (*several)[0].name},
          {"userdel", "--remove", (*several)[1].name},
          {"useradd", "--no-log-init", *added}}) {
      if (!iec::Run({argv}).ok()) _exit(1);
    }
    pause();
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(60 * GetParam()));
  kill(test, SIGKILL);
  waitpid(test, nullptr, 0);
  const pid_t undo = fork();
  if (undo == 0) {
    (void)Replay(path_);
    _exit(0);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(37 * (GetParam() % 7)));
  kill(undo, SIGKILL);
  waitpid(undo, nullptr, 0);
  EXPECT_THAT(Replay(path_).failures, IsEmpty());
  ExpectNothingLeft();
  EXPECT_FALSE(Exists(path_));
  EXPECT_THAT(Replay(path_).failures, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Moments, KilledNamesTest, testing::Range(0, 14));

}  // namespace
}  // namespace iec
