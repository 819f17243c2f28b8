// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/undo.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <thread>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/change.h"
#include "lib/dut/file_state.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/process.h"
#include "lib/dut/undo_codec.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Another one in each process: the undo of a run ends that run's processes,
// and those of the same test elsewhere are not its own.
const std::string kRun = Hex(RandomBytes(8));

class UndoTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/var/tmp/iec-undo-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    directory_ = path;
    undo_ = directory_ + "/undo";
  }
  void TearDown() override {
    SetRunMarker("");
    ASSERT_TRUE(RemoveTreeSafely(directory_).ok());
  }

  std::string At(const std::string& name) const {
    return directory_ + "/" + name;
  }
  std::string PathOf(const std::string& test) const {
    return UndoJournal::PathFor(undo_, kRun, test);
  }
  std::vector<std::string> UndoFiles() const {
    std::vector<std::string> files;
    static_cast<void>(Walk(undo_, [&](const WalkObject& object) {
                        files.emplace_back(object.name);
                        return WalkStep::kPass;
                      }).ok());
    return files;
  }

  std::string directory_;
  std::string undo_;
};

TEST(UndoCodecTest, BringsBackEveryByte) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  const UndoEntry entry{"kind", {{"path", every}, {"empty", ""}, {"p", "%41"}}};
  const std::string line = EncodeUndoLine(entry);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto decoded =
      DecodeUndoLine(std::string_view(line).substr(0, line.size() - 1));
  ASSERT_TRUE(decoded.ok()) << decoded.error().message;
  EXPECT_EQ(decoded->kind, entry.kind);
  EXPECT_EQ(decoded->data, entry.data);
}

TEST(UndoCodecTest, RefusesEveryFlippedBit) {
  const std::string line = EncodeUndoLine({"kind", {{"path", "/x"}}});
  const std::string good = line.substr(0, line.size() - 1);
  ASSERT_TRUE(DecodeUndoLine(good).ok());
  for (size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      EXPECT_FALSE(DecodeUndoLine(bad).ok()) << bad;
    }
    EXPECT_FALSE(DecodeUndoLine(good.substr(0, i)).ok());
  }
}

TEST(UndoCodecTest, RefusesValidChecksumsOverSomethingElse) {
  for (const char* json :
       {"", "[]", "{}", "{\"kind\":1,\"data\":{}}",
        "{\"kind\":\"x\",\"data\":{\"a\":1}}", "{\"kind\":\"x\",\"data\":[]}",
        "{\"kind\":\"x\",\"data\":{\"a\":\"%g0\"}}",
        "{\"kind\":\"x\",\"data\":{\"a\":\"%a\"}}",
        "{\"kind\":\"x\",\"data\":{},\"more\":1}"}) {
    const std::string line = fmt::format("{:08x} {}", Crc32(json), json);
    EXPECT_FALSE(DecodeUndoLine(line).ok()) << line;
  }
}

TEST(UndoCodecTest, ATornEndIsNoEntryAndNoError) {
  const std::string one = EncodeUndoLine({"one", {}});
  const std::string two = EncodeUndoLine({"two", {}});
  for (size_t cut = 0; cut < two.size(); ++cut) {
    const UndoLines lines = DecodeUndoJournal(one + two.substr(0, cut));
    EXPECT_EQ(lines.entries.size(), 1u);
    EXPECT_THAT(lines.corrupt, IsEmpty());
  }
  const UndoLines middle = DecodeUndoJournal(one + "rubbish\n" + two);
  EXPECT_EQ(middle.entries.size(), 2u);
  EXPECT_THAT(middle.corrupt, ElementsAre("line 2: no checksum"));
}

TEST_F(UndoTest, WithoutAChangeThereIsNoFile) {
  { UndoJournal journal(undo_, kRun, "idle"); }
  EXPECT_FALSE(Exists(undo_));
  EXPECT_EQ(Replay(PathOf("idle")).undone, 0);
}

TEST_F(UndoTest, RefusesNamesThatLeadElsewhere) {
  for (const char* name : {"", "../x", "a.b", "a/b"}) {
    UndoJournal journal(undo_, kRun, name);
    EXPECT_FALSE(journal.Record({"process", {}}).ok()) << name;
  }
}

TEST_F(UndoTest, IsPrivate) {
  UndoJournal journal(undo_, kRun, "private");
  ASSERT_TRUE(MakeDirectory(journal, At("made")).ok());
  ASSERT_TRUE(CreateFile(At("there"), "x", 0644).ok());
  ASSERT_TRUE(KeepFile(journal, At("there")).ok());
  struct stat info {};
  ASSERT_EQ(stat(undo_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0700u);
  for (const std::string& file : UndoFiles()) {
    ASSERT_EQ(stat((undo_ + "/" + file).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, 0600u) << file;
  }
}

TEST_F(UndoTest, UndoesNewFilesAndDirectories) {
  {
    UndoJournal journal(undo_, kRun, "new");
    ASSERT_TRUE(MakeFile(journal, At("file"), "bytes", 0640).ok());
    ASSERT_TRUE(MakeDirectory(journal, At("tree")).ok());
    EXPECT_EQ(*ReadFile(At("file")), "bytes");
    ASSERT_TRUE(CreateFile(At("tree/inside"), "x", 0600).ok());
    ASSERT_EQ(symlink("/etc", At("tree/link").c_str()), 0);
    // Changed by the device later: still ours.
    ASSERT_TRUE(ReplaceBytes(At("tree/inside"), "y").ok());
  }
  const UndoReport report = Replay(PathOf("new"));
  EXPECT_THAT(report.failures, IsEmpty());
  EXPECT_EQ(report.undone, 4);  // each by its random and by its true name
  EXPECT_FALSE(Exists(At("file")));
  EXPECT_FALSE(Exists(At("tree")));
  EXPECT_TRUE(Exists("/etc/passwd"));
  EXPECT_THAT(UndoFiles(), IsEmpty());
}

TEST_F(UndoTest, NeverTouchesWhatWasThereBefore) {
  ASSERT_TRUE(CreateFile(At("mine"), "precious", 0600).ok());
  ASSERT_EQ(mkdir(At("tree").c_str(), 0700), 0);
  {
    UndoJournal journal(undo_, kRun, "there");
    EXPECT_FALSE(MakeFile(journal, At("mine"), "x", 0600).ok());
    EXPECT_FALSE(MakeDirectory(journal, At("tree")).ok());
  }
  static_cast<void>(Replay(PathOf("there")));
  EXPECT_EQ(*ReadFile(At("mine")), "precious");
  EXPECT_TRUE(Exists(At("tree")));
}

TEST_F(UndoTest, LeavesWhatTookThePlaceOfOurs) {
  {
    UndoJournal journal(undo_, kRun, "replaced");
    ASSERT_TRUE(MakeFile(journal, At("file"), "ours", 0600).ok());
  }
  ASSERT_TRUE(CreateFile(At("other"), "theirs", 0600).ok());
  ASSERT_EQ(rename(At("other").c_str(), At("file").c_str()), 0);
  EXPECT_THAT(Replay(PathOf("replaced")).failures,
              ElementsAre(HasSubstr("replaced by somebody else")));
  EXPECT_EQ(*ReadFile(At("file")), "theirs");
}

TEST_F(UndoTest, PutsAChangedFileBackWithAllItHad) {
  ASSERT_TRUE(CreateFile(At("file"), std::string("old\0bytes", 9), 0600).ok());
  ASSERT_EQ(chmod(At("file").c_str(), 0751), 0);
  const bool attributes =
      setxattr(At("file").c_str(), "user.note", "v\0w", 3, 0) == 0;
  const timespec times[2] = {{1, 0}, {1'000'000'000, 123'456'789}};
  ASSERT_EQ(utimensat(AT_FDCWD, At("file").c_str(), times, 0), 0);
  const auto before = ReadFileState(At("file"));
  ASSERT_EQ(before->attributes.size() > 0, attributes);
  {
    UndoJournal journal(undo_, kRun, "changed");
    ASSERT_TRUE(ChangeFile(journal, At("file"), "new").ok());
    EXPECT_EQ(*ReadFile(At("file")), "new");
    EXPECT_EQ(ReadFileState(At("file"))->mode, 0751u);
  }
  EXPECT_THAT(Replay(PathOf("changed")).failures, IsEmpty());
  EXPECT_EQ(*ReadFileState(At("file")), *before);
}

TEST_F(UndoTest, SaysThatSomebodyElsesChangeIsLost) {
  ASSERT_TRUE(CreateFile(At("file"), "old", 0600).ok());
  {
    UndoJournal journal(undo_, kRun, "both");
    ASSERT_TRUE(ChangeFile(journal, At("file"), "new").ok());
    ASSERT_TRUE(ReplaceBytes(At("file"), "theirs").ok());
  }
  EXPECT_THAT(Replay(PathOf("both")).failures,
              ElementsAre(HasSubstr("changed by somebody else")));
  EXPECT_EQ(*ReadFile(At("file")), "old");
  EXPECT_THAT(UndoFiles(), IsEmpty());
}

TEST_F(UndoTest, AnUndoThatWasCutShortIsNotSomebodyElse) {
  ASSERT_TRUE(CreateFile(At("file"), "0", 0600).ok());
  for (const char* left : {"0", "1", "2"}) {
    {
      UndoJournal journal(undo_, kRun, "cut");
      ASSERT_TRUE(ChangeFile(journal, At("file"), "1").ok());
      ASSERT_TRUE(ChangeFile(journal, At("file"), "2").ok());
      ASSERT_TRUE(ReplaceBytes(At("file"), left).ok());
    }
    EXPECT_THAT(Replay(PathOf("cut")).failures, IsEmpty()) << left;
    EXPECT_EQ(*ReadFile(At("file")), "0");
  }
}

TEST_F(UndoTest, FollowsALinkToTheFileAndKeepsTheLink) {
  ASSERT_TRUE(CreateFile(At("real"), "old", 0600).ok());
  ASSERT_EQ(symlink("real", At("link").c_str()), 0);
  {
    UndoJournal journal(undo_, kRun, "link");
    ASSERT_TRUE(ChangeFile(journal, At("link"), "new").ok());
    EXPECT_EQ(*ReadFile(At("real")), "new");
  }
  EXPECT_THAT(Replay(PathOf("link")).failures, IsEmpty());
  EXPECT_EQ(*ReadFile(At("real")), "old");
  struct stat info {};
  ASSERT_EQ(lstat(At("link").c_str(), &info), 0);
  EXPECT_TRUE(S_ISLNK(info.st_mode));
}

TEST_F(UndoTest, UndoesNewestFirst) {
  ASSERT_TRUE(CreateFile(At("file"), "0", 0600).ok());
  {
    UndoJournal journal(undo_, kRun, "order");
    for (const char* bytes : {"1", "2", "3"}) {
      ASSERT_TRUE(ChangeFile(journal, At("file"), bytes).ok());
    }
  }
  EXPECT_THAT(Replay(PathOf("order")).failures, IsEmpty());
  EXPECT_EQ(*ReadFile(At("file")), "0");
}

TEST_F(UndoTest, NamesACorruptLineUndoesTheRestAndKeepsTheJournal) {
  {
    UndoJournal journal(undo_, kRun, "corrupt");
    ASSERT_TRUE(MakeFile(journal, At("one"), "1", 0600).ok());
    ASSERT_TRUE(MakeFile(journal, At("two"), "2", 0600).ok());
  }
  std::string text = *ReadFile(PathOf("corrupt"));
  const auto lines = Split(text, '\n');
  text[lines[0].size() + lines[1].size() + 20] ^= 1;  // in the third line
  ASSERT_TRUE(WriteFileAtomically(PathOf("corrupt"), text, 0600).ok());
  for (int attempt = 0; attempt < 2; ++attempt) {
    const UndoReport report = Replay(PathOf("corrupt"));
    EXPECT_EQ(report.undone, 3);
    EXPECT_THAT(report.failures,
                ElementsAre(HasSubstr("line 3: wrong checksum")));
    EXPECT_TRUE(Exists(PathOf("corrupt")));
    EXPECT_FALSE(Exists(At("two")));
  }
}

TEST_F(UndoTest, SaysWhichCopyIsDamaged) {
  ASSERT_TRUE(CreateFile(At("file"), "old", 0600).ok());
  {
    UndoJournal journal(undo_, kRun, "damaged");
    ASSERT_TRUE(ChangeFile(journal, At("file"), "new").ok());
  }
  const std::string copy = undo_ + "/" + kRun + ".damaged.saved-1";
  ASSERT_TRUE(WriteFileAtomically(copy, "odd", 0600).ok());
  EXPECT_THAT(Replay(PathOf("damaged")).failures,
              ElementsAre(HasSubstr("saved copy of " + At("file"))));
  EXPECT_EQ(*ReadFile(At("file")), "new");
  EXPECT_TRUE(Exists(PathOf("damaged")));
}

TEST_F(UndoTest, DoesNotGuessAtAnUnknownKind) {
  {
    UndoJournal journal(undo_, kRun, "unknown");
    ASSERT_TRUE(journal.Record({"firmware", {}}).ok());
  }
  EXPECT_THAT(Replay(PathOf("unknown")).failures,
              ElementsAre(HasSubstr("no way to undo 'firmware'")));
  EXPECT_TRUE(Exists(PathOf("unknown")));
}

TEST_F(UndoTest, EndsTheProcessesOfTheTest) {
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

TEST_F(UndoTest, EndsAForkThatHoldsTheJournal) {
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

TEST_F(UndoTest, LeavesAReaderOfTheJournalAlone) {
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

TEST_F(UndoTest, LeavesTheJournalsOfALivingRunAlone) {
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

TEST_F(UndoTest, ARunThatWasKilledIsDead) {
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
