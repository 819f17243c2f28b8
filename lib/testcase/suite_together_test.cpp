// SPDX-License-Identifier: Apache-2.0
// Which test cases run at the same time, and that they leave each other alone.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <map>
#include <string>

#include "lib/base/file.h"
#include "lib/dut/account_files.h"
#include "lib/dut/file_state.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/process.h"
#include "lib/testcase/check.h"
#include "lib/testcase/suite_for_test.h"

namespace iec {
namespace {

void Passes(Dut&) { Expect(true, "the sun rises", "it did"); }

// Two tests that can only end when both run at the same time.
int rendezvous[2];
void Sends(Dut&) {
  Expect(write(rendezvous[1], "x", 1) == 1, "sent", "not sent");
}
void Receives(Dut&) {
  char byte = 0;
  Expect(read(rendezvous[0], &byte, 1) == 1, "received", "not received");
}

// Two tests with temporary users: one is killed as soon as both have theirs,
// and undone while the other one goes on with its own.
void KilledWithAUser(Dut& dut) {
  IEC_OBTAIN(const auto account,
             dut.accounts().CreateTemporary({.second_factor = false}));
  char name[64] = {};
  account.name.copy(name, sizeof name - 1);
  Expect(write(rendezvous[1], name, sizeof name) > 0, "sent", "not sent");
  raise(SIGKILL);
}
void OutlivesAnothersUser(Dut& dut) {
  IEC_OBTAIN(const auto account,
             dut.accounts().CreateTemporary({.second_factor = false}));
  char name[64] = {};
  Expect(read(rendezvous[0], name, sizeof name) > 0, "heard", "nothing");
  bool gone = false;
  for (int i = 0; i < 600 && !gone; ++i) {
    usleep(50'000);
    IEC_OBTAIN(const auto db, PasswdDb::Load());
    gone = db.FindUser(name) == nullptr;
  }
  Expect(gone, "the other's user has gone", name);
  IEC_OBTAIN(const auto db, PasswdDb::Load());
  const ShadowEntry* shadow = db.FindShadow(account.name);
  Expect(db.FindUser(account.name) != nullptr && shadow != nullptr &&
             shadow->hash.starts_with('$') && Exists(account.home),
         "the own one is there", "it is not");
}

class SuiteTogetherTest : public SuiteTest {};

TEST_F(SuiteTogetherTest, TestsThatShareAResourceNeverOverlap) {
  std::vector<TestCase> tests;
  for (const char* name : {"a", "b", "c", "d"}) {
    tests.push_back(Make(name, Passes));
    tests.back().uses = {Resource::kAccounts};
  }
  Run(tests, 4);
  EXPECT_EQ(events_, "+-+-+-+-") << "each start after the record before it";
}

TEST_F(SuiteTogetherTest, TestsThatShareNothingOverlap) {
  ASSERT_EQ(pipe(rendezvous), 0);
  Run({Make("a", Sends), Make("b", Receives)}, 2);
  for (const int fd : rendezvous) close(fd);
  EXPECT_TRUE(events_.starts_with("++")) << events_;
  EXPECT_EQ(records_.at("CR_1_1_b").verdict, Verdict::kPass);
}

TEST_F(SuiteTogetherTest,
       TestsWithUsersOverlapAndOneThatIsKilledLeavesTheOtherAlone) {
  if (geteuid() != 0 || !FindProgram("useradd").ok() ||
      !FindProgram("chpasswd").ok()) {
    GTEST_SKIP() << "no accounts can be created here";
  }
  std::map<std::string, FileState> before;
  for (const AccountFile& file : AccountFiles()) {
    for (const std::string& path : {file.path, file.backup}) {
      before[path] = *ReadFileState(path);
    }
  }
  ASSERT_EQ(pipe(rendezvous), 0);
  auto killed = Make("killed", KilledWithAUser);
  auto outlives = Make("outlives", OutlivesAnothersUser);
  killed.shares = outlives.shares = {Resource::kAccounts};
  killed.timeout = outlives.timeout = std::chrono::seconds(60);
  auto alone = Make("then_alone", Passes);
  alone.uses = {Resource::kAccounts};
  Run({killed, outlives, alone}, 3);
  for (const int fd : rendezvous) close(fd);
  EXPECT_TRUE(events_.starts_with("++--+")) << events_;
  EXPECT_EQ(records_.at("CR_1_1_killed").verdict, Verdict::kError);
  const TestRecord& outlived = records_.at("CR_1_1_outlives");
  EXPECT_EQ(outlived.verdict, Verdict::kPass) << outlived.reason;
  for (const auto& [id, record] : records_) {
    EXPECT_TRUE(record.undo_failures.empty()) << record.undo_failures[0];
  }
  for (const auto& [path, state] : before) {
    EXPECT_TRUE(*ReadFileState(path) == state) << path;
  }
}

TEST_F(SuiteTogetherTest, AnExclusiveTestRunsAlone) {
  auto alone = Make("b", Passes);
  alone.uses = {Resource::kEverything};
  Run({Make("a", Passes), alone, Make("c", Passes)}, 3);
  // Of a and c each may run beside the other, neither beside b.
  EXPECT_TRUE(events_ == "++--+-" || events_ == "+-+-+-") << events_;
  EXPECT_EQ(records_.at("CR_1_1_b").verdict, Verdict::kPass);
}

}  // namespace
}  // namespace iec
