// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "lib/dut/account_for_test.h"

namespace iec {
namespace {

using testing::IsEmpty;

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

}  // namespace
}  // namespace iec
