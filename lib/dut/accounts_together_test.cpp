// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "lib/dut/account_for_test.h"
#include "lib/dut/passwd_db.h"

namespace iec {
namespace {

using testing::IsEmpty;

// A test of several that run side by side.
class Neighbour {
 public:
  Neighbour(const Profile& profile, const std::string& undo,
            const std::string& run, const std::string& test)
      : journal_(std::make_unique<UndoJournal>(undo, run, test)),
        path_(journal_->path()),
        accounts_(profile, *journal_) {}

  Accounts& accounts() { return accounts_; }
  UndoJournal& journal() { return *journal_; }
  UndoReport End() {
    journal_.reset();  // as the end of its process lets go of it
    return Replay(path_);
  }

 private:
  std::unique_ptr<UndoJournal> journal_;
  std::string path_;
  Accounts accounts_;
};

class SeveralTestsTest : public AccountTest {
 protected:
  Neighbour Make(const std::string& test) {
    return Neighbour(profile_, Undo(), kRun, test);
  }

  static bool HasAll(const Account& account) {
    const auto db = PasswdDb::Load();
    if (!db.ok()) return false;
    const ShadowEntry* shadow = db->FindShadow(account.name);
    return db->FindUser(account.name) != nullptr &&
           db->FindGroup(account.name) != nullptr && shadow != nullptr &&
           shadow->hash.starts_with('$') && Exists(account.home);
  }

  static bool HasNothing(const Account& account) {
    for (const AccountFile& file : AccountFiles()) {
      for (const std::string& path : {file.path, file.backup}) {
        const auto state = ReadFileState(path);
        if (!state.ok() || state->bytes.find(account.name) != std::string::npos)
          return false;
      }
    }
    return !Exists(account.home);
  }
};

TEST_F(SeveralTestsTest, EachTakesItsOwnUsersOnlyWhicheverEndsFirst) {
  for (const bool in_order : {true, false}) {
    auto a = Make("a");
    auto b = Make("b");
    auto of_a = a.accounts().CreateTemporary();
    ASSERT_TRUE(of_a.ok()) << of_a.error().message;
    auto of_b = b.accounts().CreateSeveral(2);
    ASSERT_TRUE(of_b.ok()) << of_b.error().message;
    auto late = a.accounts().CreateTemporary();
    ASSERT_TRUE(late.ok()) << late.error().message;
    EXPECT_THAT((in_order ? a : b).End().failures, IsEmpty());
    for (const Account* account : {&*of_a, &*late}) {
      EXPECT_TRUE(in_order ? HasNothing(*account) : HasAll(*account));
    }
    for (const Account& account : *of_b) {
      EXPECT_TRUE(in_order ? HasAll(account) : HasNothing(account));
    }
    EXPECT_THAT((in_order ? b : a).End().failures, IsEmpty());
    ExpectNothingLeft();
    ExpectNoJournals();
  }
}

TEST_F(SeveralTestsTest, AllAddAndRemoveUsersAtTheSameTime) {
  constexpr int kTests = 3;
  std::vector<pid_t> tests;
  for (int i = 0; i < kTests; ++i) {
    tests.push_back(Fork([&] {
      const std::string test = fmt::format("at_once_{}", i);
      bool sound = true;
      for (int round = 0; round < 3; ++round) {
        auto neighbour = Make(test);
        auto accounts = neighbour.accounts().CreateSeveral(2);
        sound = sound && accounts.ok() && HasAll((*accounts)[0]) &&
                HasAll((*accounts)[1]);
        sound = sound && neighbour.End().failures.empty();
        sound = sound && HasNothing((*accounts)[0]);
      }
      _exit(sound ? 0 : 1);
    }));
  }
  for (const pid_t pid : tests) {
    int status = 0;
    waitpid(pid, &status, 0);
    EXPECT_EQ(status, 0);
  }
  ExpectNothingLeft();
  ExpectNoJournals();
}

TEST_F(SeveralTestsTest, ATestThatIsKilledLeavesTheOthersAlone) {
  auto lives = Make("lives");
  auto account = lives.accounts().CreateTemporary();
  ASSERT_TRUE(account.ok()) << account.error().message;
  for (int i = 0; i < 4; ++i) {
    const pid_t killed = Fork([&] {
      SetRunMarker(RunMarkerFor(kRun, "killed"));
      auto neighbour = Make("killed");
      static_cast<void>(neighbour.accounts().CreateSeveral(2).ok());
      pause();
    });
    KillAfter(killed, std::chrono::milliseconds(30 + 60 * i));
    const auto path = UndoJournal::PathFor(Undo(), kRun, "killed");
    EXPECT_THAT(Replay(path).failures, IsEmpty());
    EXPECT_TRUE(HasAll(*account));
  }
  EXPECT_THAT(lives.End().failures, IsEmpty());
  ExpectNothingLeft();
  ExpectNoJournals();
}

TEST_F(SeveralTestsTest, AUserIdIsNotGivenAwayBeforeItsUndoIsComplete) {
  uid_t former = 0;
  auto a = Make("a");
  auto b = Make("b");
  {
    auto gone = Make("gone");
    auto account = gone.accounts().CreateTemporary();
    ASSERT_TRUE(account.ok()) << account.error().message;
    former = account->uid;
    ASSERT_THAT(gone.End().failures, IsEmpty());
    // What a journal looks like whose undo was cut short after the tables.
    ASSERT_TRUE(a.journal()
                    .Record({"temporary_user",
                             {{"name", account->name},
                              {"uid", fmt::format("{}", former)},
                              {"home", account->home}}})
                    .ok());
  }
  // A copy of the account files has to be there with it.
  ASSERT_FALSE(b.accounts().CreateTemporary().ok());
  ASSERT_THAT(a.End().failures, IsEmpty());
  auto c = Make("c");
  ASSERT_TRUE(c.accounts().CreateTemporary().ok());
  ASSERT_TRUE(c.journal()
                  .Record({"temporary_user",
                           {{"name", "iectaaaabbbb"},
                            {"uid", fmt::format("{}", former + 1)},
                            {"home", "/home/iectaaaabbbb"}}})
                  .ok());
  auto account = b.accounts().CreateTemporary();
  ASSERT_TRUE(account.ok()) << account.error().message;
  EXPECT_NE(account->uid, former + 1);
  EXPECT_THAT(c.End().failures, IsEmpty());
  EXPECT_THAT(b.End().failures, IsEmpty());
  ExpectNothingLeft();
  ExpectNoJournals();
}

TEST_F(SeveralTestsTest, AForeignChangeIsKeptAndReportedOnce) {
  const auto subuid = ReadFileState("/etc/subuid");
  const auto backup = ReadFileState("/etc/subuid-");
  auto a = Make("a");
  auto b = Make("b");
  ASSERT_TRUE(a.accounts().CreateTemporary().ok());
  ASSERT_TRUE(b.accounts().CreateTemporary().ok());
  const auto now = ReadFile("/etc/subuid");
  ASSERT_TRUE(ReplaceBytes("/etc/subuid", *now + "games:1:1\n").ok());
  EXPECT_THAT(a.End().failures, IsEmpty());
  EXPECT_THAT(b.End().failures,
              testing::ElementsAre(testing::HasSubstr(
                  "/etc/subuid was changed by somebody else")));
  EXPECT_EQ(ReadFileState("/etc/subuid")->bytes, subuid->bytes + "games:1:1\n");
  // From now on it counts as the device's own.
  const Snapshot changed = TakeSnapshot();
  auto c = Make("c");
  ASSERT_TRUE(c.accounts().CreateTemporary().ok());
  EXPECT_THAT(c.End().failures, IsEmpty());
  EXPECT_EQ(DifferenceOf(changed, TakeSnapshot()), "");
  ASSERT_TRUE(RestoreFile("/etc/subuid", *subuid).ok());
  ASSERT_TRUE(RestoreFile("/etc/subuid-", *backup).ok());
  ExpectNothingLeft();
}

TEST_F(SeveralTestsTest, AJournalThatCannotBeUndoneKeepsNoFileFromIt) {
  auto stays = Make("stays");
  ASSERT_TRUE(stays.journal().Record({"of_the_future", {}}).ok());
  ASSERT_TRUE(stays.accounts().CreateTemporary().ok());
  auto other = Make("other");
  ASSERT_TRUE(other.accounts().CreateTemporary().ok());
  EXPECT_EQ(stays.End().failures.size(), 1u);
  EXPECT_THAT(other.End().failures, IsEmpty());
  ExpectNothingLeft();
  auto later = Make("later");
  ASSERT_TRUE(later.accounts().CreateTemporary().ok());
  EXPECT_THAT(later.End().failures, IsEmpty());
  ExpectNothingLeft();
}

TEST_F(SeveralTestsTest, WithoutTheCopyTheUsersGoAllTheSame) {
  auto a = Make("a");
  const auto account = a.accounts().CreateTemporary();
  ASSERT_TRUE(account.ok()) << account.error().message;
  for (const std::string& file : FilesIn(Undo())) {
    if (!IsOfAccountBaseline(file)) continue;
    ASSERT_EQ(unlink((Undo() + "/" + file).c_str()), 0);
  }
  EXPECT_FALSE(Make("b").accounts().CreateTemporary().ok())
      << "its undo would bring the user of a back";
  EXPECT_THAT(a.End().failures,
              testing::ElementsAre(testing::HasSubstr("copy of the account")));
  EXPECT_TRUE(HasNothing(*account));
  ExpectNoJournals();
  for (const auto& [path, state] : before_.tables) {
    ASSERT_TRUE(RestoreFile(path, state).ok());
  }
  for (const std::string& path : AccountRubbish()) {
    if (!testing::Value(before_.names, testing::Contains(path))) {
      unlink(path.c_str());
    }
  }
  ExpectNothingLeft();
}

TEST_F(SeveralTestsTest, ACopyThatNoJournalNeedsGoes) {
  {
    const auto turn = AccountTurn::Take(Undo());
    ASSERT_TRUE(turn.ok()) << turn.error().message;
    ASSERT_TRUE(EnsureAccountBaseline(Undo(), "").ok());
  }
  EXPECT_FALSE(FilesIn(Undo()).empty());
  EXPECT_THAT(ReplayAll(Undo()).failures, IsEmpty());
  ExpectNoJournals();
  ExpectNothingLeft();
}

}  // namespace
}  // namespace iec
