// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/kept_trail.h"

#include <dirent.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "lib/base/digest.h"
#include "lib/dut/audit_store.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

std::string Record(int number) {
  return fmt::format("type=USER msg=audit({}.000:{}): x=1\n", 1'000 + number,
                     number);
}

std::string Records(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) text += Record(i);
  return text;
}

class KeptTrailTest : public testing::Test {
 protected:
  KeptTrailTest() {
    root_ = fmt::format("{}/kept-trail-{}", testing::TempDir(),
                        Hex(RandomBytes(8)));
    mkdir(root_.c_str(), 0700);
    log_ = root_ + "/audit.log";
    Write(log_, Records(60, 69));
    Write(log_ + ".1", Records(40, 59));
    Write(log_ + ".2", Records(1, 39));
  }
  ~KeptTrailTest() override { EXPECT_TRUE(RemoveTreeSafely(root_).ok()); }

  // The directory of the second names.
  std::string KeptIn() const {
    std::string found;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(root_.c_str()),
                                                     &closedir);
    while (const dirent* entry = readdir(stream.get())) {
      if (std::string_view(entry->d_name).starts_with(".iec-")) {
        found = root_ + "/" + entry->d_name;
      }
    }
    return found;
  }

  static void Write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(WriteFileAtomically(path, text, 0600).ok());
  }

  // As a daemon of three files does it.
  void Rotate(const std::string& fresh) {
    rename((log_ + ".1").c_str(), (log_ + ".2").c_str());
    rename(log_.c_str(), (log_ + ".1").c_str());
    Write(log_, fresh);
  }

  std::string WholeTrail() {
    std::string text;
    for (const std::string& file : TrailFiles(log_)) {
      text.insert(0, ReadFile(file).value());
    }
    return text;
  }

  std::string root_;
  std::string log_;
};

TEST_F(KeptTrailTest, ComesBackWholeAfterManyRotations) {
  for (int rotations = 0; rotations <= 6; ++rotations) {
    UndoJournal journal(root_ + "/undo", "run",
                        fmt::format("test{}", rotations));
    mkdir((root_ + "/undo").c_str(), 0700);
    const std::string before = WholeTrail();
    {
      auto kept = KeptTrail::Keep(journal, log_);
      ASSERT_TRUE(kept.ok()) << kept.error().message;
      for (int i = 0; i < rotations; ++i) Rotate("");
      EXPECT_EQ(kept->GivenUp().value(),
                static_cast<size_t>(std::min(rotations, 3)));
    }
    const Status done = PutTrailBack(KeptIn(), log_);
    EXPECT_TRUE(done.ok());
    EXPECT_EQ(KeptIn(), "");
    EXPECT_EQ(WholeTrail(), before) << rotations;
    EXPECT_LE(TrailFiles(log_).size(), 3U);
  }
}

TEST_F(KeptTrailTest, KeepsWhatWasRecordedMeanwhile) {
  UndoJournal journal(root_ + "/undo", "run", "test");
  mkdir((root_ + "/undo").c_str(), 0700);
  ASSERT_TRUE(KeptTrail::Keep(journal, log_).ok());
  for (int i = 70; i < 78; i += 2) Rotate(Records(i, i + 1));
  EXPECT_TRUE(PutTrailBack(KeptIn(), log_).ok());
  // Those of 70 to 71 went while nobody held them.
  EXPECT_EQ(WholeTrail(), Records(1, 69) + Records(72, 77));
  EXPECT_EQ(TrailFiles(log_).size(), 3U);
}

TEST_F(KeptTrailTest, GoesOnWhereItWasCutShort) {
  const std::string place = root_ + "/kept";
  mkdir(place.c_str(), 0700);
  const std::string before = WholeTrail();
  int number = 0;
  for (const std::string& file : TrailFiles(log_)) {
    link(file.c_str(), fmt::format("{}/kept-{}", place, number++).c_str());
  }
  for (int i = 0; i < 4; ++i) Rotate("");
  // Within an appending.
  const std::string older = place + "/kept-1";
  Write(place + "/joining",
        fmt::format("{}\n{}\n{}\n", older, Records(40, 59).size(),
                    place + "/kept-0"));
  std::FILE* file = std::fopen(older.c_str(), "a");
  ASSERT_NE(file, nullptr);
  std::fputs("type=USER msg=au", file);
  std::fclose(file);
  EXPECT_TRUE(PutTrailBack(place, log_).ok());
  EXPECT_EQ(WholeTrail(), before);
  EXPECT_FALSE(Exists(place));
  EXPECT_TRUE(PutTrailBack(place, log_).ok());
}

}  // namespace
}  // namespace iec
