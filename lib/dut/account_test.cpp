// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/account.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <random>
#include <thread>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/account_baseline.h"
#include "lib/dut/account_files.h"
#include "lib/dut/file_state.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/paths.h"
#include "lib/dut/process.h"
#include "lib/dut/user_traces.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

using testing::IsEmpty;

// Everything that an account changes: the tables with all their metadata,
// and what lies in the directories where accounts leave things.
struct Snapshot {
  std::map<std::string, FileState> tables;
  std::vector<std::string> names;

  bool operator==(const Snapshot&) const = default;
};

Snapshot TakeSnapshot() {
  Snapshot snapshot;
  for (const AccountFile& file : AccountFiles()) {
    for (const std::string& path : {file.path, file.backup}) {
      auto state = ReadFileState(path);
      EXPECT_TRUE(state.ok()) << state.error().message;
      if (state.ok()) snapshot.tables[path] = std::move(state).value();
    }
  }
  snapshot.names = AccountRubbish();
  for (const char* directory : {"/home", "/var/mail", "/run/faillock"}) {
    static_cast<void>(Walk(directory, [&](const WalkObject& object) {
                        snapshot.names.push_back(object.path);
                        return WalkStep::kPass;
                      }).ok());
  }
  return snapshot;
}

std::string DifferenceOf(const Snapshot& before, const Snapshot& after) {
  std::vector<std::string> changed;
  for (const auto& [path, state] : before.tables) {
    if (after.tables.at(path) != state) changed.push_back(path);
  }
  if (before.names != after.names) {
    changed.push_back(fmt::format("names: {} before, {} after",
                                  Join(before.names, " "),
                                  Join(after.names, " ")));
  }
  return Join(changed, ", ");
}

class AccountTest : public testing::Test {
 protected:
  // Another one in each process: the undo ends the processes of its run.
  inline static const std::string kRun = Hex(RandomBytes(8));

  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "only root can create accounts";
    if (!FindProgram("useradd").ok() || !FindProgram("chpasswd").ok()) {
      GTEST_SKIP() << "this machine has no useradd or no chpasswd";
    }
    char path[] = "/var/tmp/iec-account-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    directory_ = path;
    auto parameters = LoadParameters();
    ASSERT_TRUE(parameters.ok()) << parameters.error().message;
    profile_.known_parameters = std::move(parameters).value();
    before_ = TakeSnapshot();
  }

  void TearDown() override {
    SetRunMarker("");
    if (directory_.empty()) return;
    ASSERT_TRUE(RemoveTreeSafely(directory_).ok());
  }

  std::string Undo() const { return directory_ + "/undo"; }

  void ExpectNothingLeft() {
    EXPECT_EQ(DifferenceOf(before_, TakeSnapshot()), "");
  }
  void ExpectNoJournals() { EXPECT_THAT(FilesIn(Undo()), IsEmpty()); }

  // In a process of its own, as a test body is; its time limit is the death
  // that the test has in mind for it.
  template <typename Body>
  pid_t Fork(Body body) {
    const pid_t pid = fork();
    if (pid != 0) return pid;
    body();
    _exit(0);
  }

  std::string directory_;
  Profile profile_;
  Snapshot before_;
};

void KillAfter(pid_t pid, std::chrono::microseconds delay) {
  std::this_thread::sleep_for(delay);
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
}

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

// The proof that matters: killed at any moment of its creation, an account
// leaves nothing behind once the journals have been replayed.
class KilledAccountTest : public AccountTest,
                          public testing::WithParamInterface<int> {
 protected:
  void SetUp() override {
    AccountTest::SetUp();
    if (IsSkipped() || whole_.count() != 0) return;
    const auto begin = std::chrono::steady_clock::now();
    std::string journal_path;
    {
      UndoJournal journal(Undo(), kRun, "measured");
      journal_path = journal.path();
      ASSERT_TRUE(Accounts(profile_, journal).CreateSeveral(2).ok());
    }
    whole_ = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin);
    ASSERT_THAT(Replay(journal_path).failures, IsEmpty());
  }

  // How long the creation takes on this machine: the moments lie within.
  static std::chrono::microseconds whole_;
};

std::chrono::microseconds KilledAccountTest::whole_{0};

TEST_P(KilledAccountTest, LeavesNothingBehind) {
  std::mt19937 random(static_cast<unsigned>(GetParam()));
  std::uniform_int_distribution<int64_t> moment(0, whole_.count());
  const bool power_cut = GetParam() % 2 == 1;
  const std::vector<std::string> tests = {"killed", "beside"};
  std::vector<pid_t> children;
  for (const std::string& test : tests) {
    children.push_back(Fork([&] {
      SetRunMarker(RunMarkerFor(kRun, test));
      UndoJournal journal(Undo(), kRun, test);
      static_cast<void>(Accounts(profile_, journal).CreateSeveral(2).ok());
      pause();
    }));
  }
  for (const pid_t child : children) {
    KillAfter(child, std::chrono::microseconds(moment(random)));
  }
  if (power_cut) {
    // Then useradd does not get to its end either.
    for (const std::string& test : tests) {
      const std::string marker = "IEC_RUN=" + RunMarkerFor(kRun, test);
      ASSERT_TRUE(
          EndProcesses([&](pid_t pid) { return HasInEnvironment(pid, marker); },
                       std::chrono::milliseconds(0))
              .ok());
    }
  }
  // The undoing may be cut short as well.
  const pid_t undoer = Fork([&] { ReplayAll(Undo()); });
  KillAfter(undoer, std::chrono::microseconds(moment(random)));
  EXPECT_THAT(ReplayAll(Undo()).failures, IsEmpty());
  ExpectNothingLeft();
  ExpectNoJournals();
}

INSTANTIATE_TEST_SUITE_P(Moments, KilledAccountTest, testing::Range(0, 12));

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
