// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/pam_stack.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "lib/base/file.h"

namespace iec {
namespace {

class PamStackTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = testing::TempDir() + "/pam_stack";
    directory_ = root_ + "/etc/pam.d";
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(directory_);
    std::filesystem::create_directories(root_ + "/usr/lib/pam.d");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) const {
    ASSERT_TRUE(CreateFile(root_ + '/' + name, text, 0644).ok());
  }
  std::string Modules(const std::string& service) const {
    std::string modules;
    for (const PamRule& rule : PamStack(service, "auth", directory_)) {
      modules += rule.module + ' ';
    }
    return modules;
  }

  std::string root_;
  std::string directory_;
};

TEST_F(PamStackTest, WhatTheAdministratorHasNoFileOfIsTheVendors) {
  Write("usr/lib/pam.d/login", "auth include shared\nauth required a.so\n");
  Write("usr/lib/pam.d/shared", "auth required b.so\n");
  EXPECT_EQ(Modules("login"), "b.so a.so ");
  Write("etc/pam.d/shared", "auth required c.so\n");
  EXPECT_EQ(Modules("login"), "c.so a.so ");
  Write("etc/pam.d/login", "auth required d.so\n");
  EXPECT_EQ(Modules("login"), "d.so ");
}

TEST_F(PamStackTest, AServiceThatIsNotThereHasNoFile) {
  EXPECT_EQ(PamFile("login", directory_), "");
  EXPECT_EQ(Modules("login"), "");
  Write("usr/lib/pam.d/login", "");
  EXPECT_EQ(PamFile("login", directory_), root_ + "/usr/lib/pam.d/login");
}

TEST_F(PamStackTest, BlanksInBracketsAndBrokenLinesAreOneRule) {
  Write("etc/pam.d/login",
        "auth [success=1 default=ignore] pam_x.so a \\\n  b # c\n");
  const auto rules = PamStack("login", "auth", directory_);
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].Text(), "[success=1 default=ignore] pam_x.so a b");
}

}  // namespace
}  // namespace iec
