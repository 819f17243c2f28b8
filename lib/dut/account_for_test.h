// SPDX-License-Identifier: Apache-2.0
// Temporary accounts on this machine, and how it was before; for the tests of
// this folder.
#ifndef IEC_LIB_DUT_ACCOUNT_FOR_TEST_H_
#define IEC_LIB_DUT_ACCOUNT_FOR_TEST_H_

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/account.h"
#include "lib/dut/account_baseline.h"
#include "lib/dut/account_files.h"
#include "lib/dut/account_turn.h"
#include "lib/dut/file_state.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/paths.h"
#include "lib/dut/process.h"
#include "lib/dut/walk.h"

namespace iec {

// Everything that an account changes: the tables with all their metadata,
// and what lies in the directories where accounts leave things.
struct Snapshot {
  std::map<std::string, FileState> tables;
  std::vector<std::string> names;

  bool operator==(const Snapshot&) const = default;
};

inline Snapshot TakeSnapshot() {
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

inline std::string DifferenceOf(const Snapshot& before, const Snapshot& after) {
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
  void ExpectNoJournals() { EXPECT_THAT(FilesIn(Undo()), testing::IsEmpty()); }

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

inline void KillAfter(pid_t pid, std::chrono::microseconds delay) {
  std::this_thread::sleep_for(delay);
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
}

}  // namespace iec

#endif  // IEC_LIB_DUT_ACCOUNT_FOR_TEST_H_
