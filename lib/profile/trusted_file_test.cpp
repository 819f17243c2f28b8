// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/trusted_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "lib/base/file.h"

namespace iec {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class TrustedFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "iec-trusted-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
    path_ = directory_ + "/profile.yaml";
    ASSERT_TRUE(CreateFile(path_, "content", 0644).ok());
    ASSERT_EQ(chmod(path_.c_str(), 0644), 0);
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(directory_).ok()); }

  std::string Outcome(size_t limit = 100) const {
    const auto read = ReadTrustedFile(path_, limit);
    return read.ok() ? *read : "error: " + read.error().message;
  }

  std::string directory_;
  std::string path_;
};

TEST_F(TrustedFile, OurOwnIsRead) { EXPECT_EQ(Outcome(), "content"); }

TEST_F(TrustedFile, OneThatOthersMayWriteIsRefused) {
  ASSERT_EQ(chmod(path_.c_str(), 0664), 0);
  EXPECT_THAT(Outcome(), HasSubstr("has mode 0664"));
  ASSERT_EQ(chmod(path_.c_str(), 0646), 0);
  EXPECT_THAT(Outcome(), HasSubstr("has mode 0646"));
}

TEST_F(TrustedFile, OneOfAnotherUserIsRefused) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  ASSERT_EQ(chown(path_.c_str(), 65534, 65534), 0);
  EXPECT_THAT(Outcome(), HasSubstr("belongs to uid 65534"));
}

TEST_F(TrustedFile, WhatIsNoFileIsRefusedAtOnce) {
  ASSERT_EQ(unlink(path_.c_str()), 0);
  EXPECT_THAT(Outcome(), EndsWith("No such file or directory"));
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(Outcome(), EndsWith("is no regular file"));
}

TEST_F(TrustedFile, OneBeyondTheLimitIsRefused) {
  EXPECT_EQ(Outcome(7), "content");
  EXPECT_THAT(Outcome(6), HasSubstr("error: reading " + path_));
}

}  // namespace
}  // namespace iec
