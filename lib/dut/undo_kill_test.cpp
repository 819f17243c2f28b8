// SPDX-License-Identifier: Apache-2.0
// Processes and runs that are there, or were killed, when changes are undone.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <thread>

#include "lib/base/file.h"
#include "lib/dut/change.h"
#include "lib/dut/file_state.h"
#include "lib/dut/process.h"
#include "lib/dut/undo_for_test.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

using testing::IsEmpty;

class UndoKillTest : public UndoTest {};

TEST_F(UndoKillTest, EndsTheProcessesOfTheTest) {
  pid_t watched = 0;
  {
    UndoJournal journal(undo_, kRun, "process");
    auto process = BackgroundProcess::Start({{"sleep", "600"}});
    ASSERT_TRUE(process.ok()) << process.error().message;
    watched = fork();
    if (watched == 0) {
      for (;;) pause();  // it has the journal's file open
    }
    ASSERT_TRUE(WatchProcess(journal, process->pid()).ok());
    SetRunMarker(RunMarkerFor(kRun, "process"));
    auto marked = BackgroundProcess::Start({{"sleep", "600"}});
    ASSERT_TRUE(marked.ok());
    SetRunMarker(RunMarkerFor(kRun, "process2"));
    auto other = BackgroundProcess::Start({{"sleep", "600"}});
    ASSERT_TRUE(other.ok());
    ASSERT_TRUE(
        journal.Record({"directory_created", {{"path", At("no")}}}).ok());
    journal = UndoJournal(undo_, kRun, "let-go");
    EXPECT_THAT(Replay(PathOf("process")).failures, IsEmpty());
    EXPECT_FALSE(process->Running());
    EXPECT_FALSE(marked->Running());
    EXPECT_TRUE(other->Running());
  }
  kill(watched, SIGKILL);
  waitpid(watched, nullptr, 0);
}

TEST_F(UndoKillTest, EndsAForkThatHoldsTheJournal) {
  pid_t holder = 0;
  {
    UndoJournal journal(undo_, kRun, "held");
    ASSERT_TRUE(MakeFile(journal, At("file"), "x", 0600).ok());
    holder = fork();
    if (holder == 0) {
      for (;;) pause();
    }
  }
  EXPECT_THAT(Replay(PathOf("held")).failures, IsEmpty());
  int status = 0;
  ASSERT_EQ(waitpid(holder, &status, WNOHANG), holder);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(Exists(At("file")));
}

TEST_F(UndoKillTest, LeavesAReaderOfTheJournalAlone) {
  {
    UndoJournal journal(undo_, kRun, "read");
    ASSERT_TRUE(MakeFile(journal, At("file"), "x", 0600).ok());
  }
  // A test beside it looks whose users there are.
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t reader = fork();
  if (reader == 0) {
    const int file = open(PathOf("read").c_str(), O_RDONLY | O_CLOEXEC);
    static_cast<void>(write(ready[1], &file, sizeof file));
    for (;;) pause();
  }
  int file = -1;
  ASSERT_EQ(read(ready[0], &file, sizeof file),
            static_cast<ssize_t>(sizeof file));
  EXPECT_GE(file, 0);
  for (const int fd : ready) close(fd);
  EXPECT_THAT(Replay(PathOf("read")).failures, IsEmpty());
  EXPECT_EQ(waitpid(reader, nullptr, WNOHANG), 0);
  kill(reader, SIGKILL);
  waitpid(reader, nullptr, 0);
}

TEST_F(UndoKillTest, LeavesTheJournalsOfALivingRunAlone) {
  for (const char* run : {"aaaa", "bbbb"}) {
    UndoJournal journal(undo_, run, "test");
    ASSERT_TRUE(MakeFile(journal, At(run), "x", 0600).ok());
  }
  {
    const auto lock = RunLock::Take(undo_, "aaaa");
    ASSERT_TRUE(lock.ok()) << lock.error().message;
    EXPECT_FALSE(RunLock::Take(undo_, "aaaa").ok());
    EXPECT_THAT(ReplayAll(undo_).failures, IsEmpty());
    EXPECT_TRUE(Exists(At("aaaa")));
    EXPECT_FALSE(Exists(At("bbbb")));
  }
  EXPECT_THAT(ReplayAll(undo_).failures, IsEmpty());
  EXPECT_FALSE(Exists(At("aaaa")));
  EXPECT_THAT(UndoFiles(), IsEmpty());
}

TEST_F(UndoKillTest, ARunThatWasKilledIsDead) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t runner = fork();
  if (runner == 0) {
    const auto lock = RunLock::Take(undo_, kRun);
    // A fork inherits the lock and outlives the runner.
    const pid_t leftover = fork();
    if (leftover == 0) {
      for (;;) pause();
    }
    UndoJournal journal(undo_, kRun, "killed");
    const bool made = MakeFile(journal, At("file"), "x", 0600).ok();
    const pid_t told = made && lock.ok() ? leftover : 0;
    static_cast<void>(write(ready[1], &told, sizeof told));
    for (;;) pause();
  }
  pid_t leftover = 0;
  ASSERT_EQ(read(ready[0], &leftover, sizeof leftover),
            static_cast<ssize_t>(sizeof leftover));
  close(ready[0]);
  close(ready[1]);
  ASSERT_GT(leftover, 0);
  EXPECT_EQ(ReplayAll(undo_).undone, 0);
  EXPECT_TRUE(Exists(At("file")));
  kill(runner, SIGKILL);
  waitpid(runner, nullptr, 0);
  EXPECT_THAT(ReplayAll(undo_).failures, IsEmpty());
  EXPECT_FALSE(Exists(At("file")));
  EXPECT_THAT(UndoFiles(), IsEmpty());
  kill(leftover, SIGKILL);
}

// Killed at any moment, of the changes or of the undoing.
class KilledUndoTest : public UndoTest,
                       public testing::WithParamInterface<unsigned> {};

TEST_P(KilledUndoTest, LeavesTheFilesAsTheyWere) {
  std::mt19937 random(GetParam());
  std::uniform_int_distribution<int> microseconds(0, 60'000);
  ASSERT_EQ(mkdir(At("device").c_str(), 0755), 0);
  for (const char* name : {"a", "b", "c"}) {
    ASSERT_TRUE(CreateFile(At("device/") + name, name, 0640).ok());
  }
  const auto snapshot = [this] {
    std::map<std::string, FileState> files;
    static_cast<void>(Walk(At("device"), [&](const WalkObject& object) {
                        files[object.path] = S_ISREG(object.info.st_mode)
                                                 ? *ReadFileState(object.path)
                                                 : FileState();
                        return WalkStep::kDescend;
                      }).ok());
    return files;
  };
  const auto before = snapshot();
  const auto killed = [&](const std::function<void()>& body) {
    const pid_t pid = fork();
    if (pid == 0) {
      body();
      _exit(0);
    }
    std::this_thread::sleep_for(
        std::chrono::microseconds(microseconds(random)));
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
  };
  killed([this] {
    UndoJournal journal(undo_, kRun, "any");
    for (int i = 0; i < 1000; ++i) {
      const std::string name = At("device/new") + std::to_string(i);
      static_cast<void>(ChangeFile(journal, At("device/a"), name).ok());
      static_cast<void>(MakeFile(journal, name, name, 0600).ok());
      static_cast<void>(MakeDirectory(journal, name + ".d").ok());
      static_cast<void>(CreateFile(name + ".d/x", "x", 0600).ok());
      static_cast<void>(ChangeFile(journal, At("device/b"), name).ok());
    }
  });
  killed([this] { ReplayAll(undo_); });
  EXPECT_THAT(ReplayAll(undo_).failures, IsEmpty());
  EXPECT_EQ(snapshot(), before);
  EXPECT_THAT(UndoFiles(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Moments, KilledUndoTest, testing::Range(0u, 24u));

}  // namespace
}  // namespace iec
