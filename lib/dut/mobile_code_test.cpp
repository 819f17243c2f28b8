// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/mobile_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

namespace iec {
namespace {

using testing::UnorderedElementsAre;

TEST(IsMobileCodeRuntime, ByNameWithAVersionOrNone) {
  EXPECT_TRUE(IsMobileCodeRuntime("java"));
  EXPECT_TRUE(IsMobileCodeRuntime("node18"));
  EXPECT_TRUE(IsMobileCodeRuntime("wasmtime-2.0"));
  EXPECT_TRUE(IsMobileCodeRuntime("wasm3"));
  EXPECT_FALSE(IsMobileCodeRuntime("python3"));
  EXPECT_FALSE(IsMobileCodeRuntime("gsettings"));
  EXPECT_FALSE(IsMobileCodeRuntime("7"));
  EXPECT_FALSE(IsMobileCodeRuntime(""));
}

TEST(MobileCodeRuntimes, OnTheDiskAndInTheKernelsRegister) {
  char path[] = "/tmp/iec-runtimes-XXXXXX";
  const std::string root = mkdtemp(path);
  const auto put = [&root](const std::string& file, const std::string& text,
                           mode_t mode) {
    for (size_t at = 1; (at = file.find('/', at)) != std::string::npos; ++at) {
      mkdir((root + file.substr(0, at)).c_str(), 0755);
    }
    EXPECT_TRUE(CreateFile(root + file, text, mode).ok());
  };
  put("/usr/bin/sh", "", 0755);
  put("/usr/bin/gs", "", 0644);  // nobody can run it
  put("/opt/jdk-17/bin/java", "", 0755);
  put("/usr/lib/a/b/c/d/e/java", "", 0755);  // too deep
  put("/proc/sys/fs/binfmt_misc/jar", "enabled\ninterpreter /x/java\n", 0644);
  put("/proc/sys/fs/binfmt_misc/old", "disabled\ninterpreter /x/java\n", 0644);
  put("/proc/sys/fs/binfmt_misc/py", "enabled\ninterpreter /x/python3\n", 0644);
  ASSERT_EQ(symlink("nowhere", (root + "/usr/bin/node").c_str()), 0);
  EXPECT_THAT(MobileCodeRuntimes(root),
              UnorderedElementsAre("binfmt_misc: /x/java",
                                   root + "/opt/jdk-17/bin/java"));
  EXPECT_TRUE(RemoveTree(root).ok());
}

}  // namespace
}  // namespace iec
