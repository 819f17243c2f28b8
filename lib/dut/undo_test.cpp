// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/undo.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "lib/base/text.h"
#include "lib/dut/change.h"
#include "lib/dut/file_state.h"
#include "lib/dut/undo_for_test.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

}  // namespace
}  // namespace iec
