// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/brought_code.h"

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

namespace iec {
namespace {

TEST(LoaderOf, TheOneOfAProgram) {
  const auto program = ReadFile("/bin/true");
  ASSERT_TRUE(program.ok());
  const std::string loader = LoaderOf(*program);
  EXPECT_TRUE(loader.starts_with('/') && Exists(loader)) << loader;
  // Wherever it is cut off, nothing is read behind its end.
  for (size_t size = 0; size < 1024; ++size) {
    LoaderOf(std::string(*program, 0, size));
  }
}

TEST(LoaderOf, NoneOfAScript) {
  EXPECT_EQ(LoaderOf(""), "");
  EXPECT_EQ(LoaderOf("#!/bin/sh\n"), "");
  EXPECT_EQ(LoaderOf("\177ELF"), "");
}

TEST(IdentityIn, RealIdsAndGroups) {
  const auto identity = IdentityIn(
      "Name:\tx\nUid:\t101\t0\t0\t0\nGid:\t65534\t0\t0\t0\n"
      "Groups:\t4 27 \nNoNewPrivs:\t0\n");
  ASSERT_TRUE(identity.has_value());
  EXPECT_EQ(identity->uid, 101u);
  EXPECT_EQ(identity->gid, 65534u);
  EXPECT_EQ(identity->groups, (std::vector<gid_t>{4, 27}));
  EXPECT_FALSE(IdentityIn("Name:\tx\nUid:\t101\t0\t0\t0\n").has_value());
}

// On file systems of its own, as the rest of the machine may be mounted in any
// way.
class BroughtCodeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "only root becomes somebody else";
    char pattern[] = "/tmp/iec-brought-XXXXXX";
    ASSERT_NE(mkdtemp(pattern), nullptr);
    place_ = pattern;
    if (mount("iec", place_.c_str(), "tmpfs", MS_NOSUID, "mode=1777") != 0) {
      GTEST_SKIP() << "nothing can be mounted here";
    }
    mounted_ = true;
  }
  void TearDown() override {
    if (mounted_) {
      EXPECT_EQ(umount2(place_.c_str(), MNT_DETACH), 0);
    }
    if (!place_.empty()) {
      EXPECT_EQ(rmdir(place_.c_str()), 0);
    }
    EXPECT_TRUE(RemoveTree(undo_).ok());
  }

  // What comes of it in that place, whatever else there is on this machine.
  BroughtCode::Outcome Here(const BroughtCode& code,
                            const std::vector<std::string>& exempt) {
    Bringer bringer;
    bringer.name = "nobody";
    bringer.identity = Nobody();
    const auto outcome = code.TryAs(bringer, exempt);
    BroughtCode::Outcome here;
    if (!outcome.ok()) {
      ADD_FAILURE() << outcome.error().message;
      return here;
    }
    for (const std::string& text : outcome->places) {
      if (text == place_) here.places.push_back(text);
    }
    for (const std::string& text : outcome->ran) {
      if (text.starts_with(place_ + ':')) here.ran.push_back(text);
    }
    return here;
  }

  std::string place_;
  std::string undo_ = "/tmp/iec-brought-undo-" + std::to_string(getpid());
  bool mounted_ = false;
};

// One walk over the machine serves all of it.
TEST_F(BroughtCodeTest, RunsInEachFormWhereTheMountLetsIt) {
  UndoJournal journal(undo_, "run", "test");
  const auto code = BroughtCode::Prepare(journal);
  ASSERT_TRUE(code.ok()) << code.error().message;
  const auto outcome = Here(*code, {});
  EXPECT_EQ(outcome.places, (std::vector<std::string>{place_}));
  EXPECT_EQ(outcome.ran,
            (std::vector<std::string>{place_ + ": as a program",
                                      place_ + ": by the dynamic loader",
                                      place_ + ": as a script"}));
  EXPECT_TRUE(Here(*code, {place_}).places.empty());
  EXPECT_TRUE(Here(*code, {"/"}).places.empty());

  ASSERT_EQ(mount("iec", place_.c_str(), "tmpfs",
                  MS_NOSUID | MS_NOEXEC | MS_REMOUNT, nullptr),
            0);
  const auto forbidden = Here(*code, {});
  EXPECT_EQ(forbidden.places, (std::vector<std::string>{place_}));
  EXPECT_TRUE(forbidden.ran.empty());
}

TEST_F(BroughtCodeTest, TheUndoRemovesWhatWasPut) {
  const std::string left = place_ + "/iec-left";
  ASSERT_TRUE(CreateFile(left, "x", 0700).ok());
  ASSERT_EQ(mkdir(undo_.c_str(), 0700), 0);
  const UndoContext context{undo_ + "/"};
  const std::string places = place_ + '\0' + "/nowhere";
  ASSERT_TRUE(CreateFile(undo_ + "/saved-1", places, 0600).ok());
  const UndoEntry entry{std::string(kBroughtCodeKind),
                        {{"name", "iec-left"}, {"places", "saved-1"}}};
  EXPECT_TRUE(UndoCodeBrought(entry, context).failures.empty());
  EXPECT_FALSE(Exists(left));
  EXPECT_TRUE(UndoCodeBrought(entry, context).failures.empty());
}

}  // namespace
}  // namespace iec
