// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/root_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(RootCode, IsWhatACommandRuns) {
  EXPECT_THAT(ProgramsIn({"/usr/bin/chronyd", "-f", "/etc/chrony.conf"}),
              ElementsAre("/usr/bin/chronyd"));
  EXPECT_THAT(ProgramsIn({"/bin/sh", "/var/lib/x/rotate", "/tmp/y"}),
              ElementsAre("/bin/sh", "/var/lib/x/rotate"));
  EXPECT_THAT(ProgramsIn({"/usr/bin/env", "A=b", "nice", "-n", "5",
                          "python3.11", "-u", "/opt/x.py"}),
              ElementsAre("/opt/x.py", "/usr/bin/env"));
  EXPECT_THAT(ProgramsIn({"run-parts", "/var/jobs"}),
              ElementsAre("/var/jobs/*"));
  EXPECT_THAT(ProgramsIn({"python3", "-c", "import os"}), IsEmpty());
  EXPECT_THAT(ProgramsIn({}), IsEmpty());
}

TEST(RootCode, IsWhatATextOfAShellRuns) {
  const auto in = [](const char* text) {
    return ProgramsIn({"sh", "-c", text});
  };
  EXPECT_THAT(in("for job in /var/jobs/*.sh; do sh $job; done"),
              ElementsAre("/var/jobs/*.sh"));
  EXPECT_THAT(in("for f in /tmp/*; do rm -f $$f; done; echo 1 >/tmp/x"),
              IsEmpty());
  EXPECT_THAT(in("[ -x /tmp/a ] && exec /tmp/a -b || . /tmp/c"),
              UnorderedElementsAre("/tmp/a", "/tmp/c"));
  EXPECT_THAT(in("D=/var/x; \"${D}/run\" /tmp/y"), ElementsAre("/var/x/run"));
  EXPECT_THAT(in("bash -ec '/tmp/z; true'"), ElementsAre("/tmp/z"));
  EXPECT_THAT(in("rm -rf /tmp/x; mkdir -p /var/lib/y"), IsEmpty());
}

TEST(RootCode, IsWhatAUnitNames) {
  EXPECT_THAT(CodeOfUnit("[Service]\nExecStartPre=-@/a/b self /tmp/x\n"
                         "ExecStart=/bin/sh %T/y\nEnvironmentFile=-/tmp/e\n"),
              UnorderedElementsAre("/a/b", "/bin/sh", "/tmp/y", "/tmp/e"));
  EXPECT_THAT(CodeOfUnit("User=web\nExecStart=/a\nExecStartPre=+/b\n"
                         "EnvironmentFile=/tmp/e\n"),
              ElementsAre("/b"));
  EXPECT_THAT(CodeOfUnit("DynamicUser=yes\nExecStart=/a\n"), IsEmpty());
  EXPECT_THAT(CodeOfUnit(""), IsEmpty());
}

TEST(RootCode, MayBeWhereSomebodyElseWrites) {
  std::vector<RootCode> code = {{"/bin/sh", "a"}, {"/tmp/iec-none/*", "b"}};
  code.push_back({"/tmp/*.sh", "c"});
  const auto changed = ChangedByOthers(code, PasswdDb::Parse("", "", ""));
  if (!changed.ok()) GTEST_SKIP() << changed.error().message;
  ASSERT_FALSE(changed->empty());
  for (const RootCode& item : *changed) {
    EXPECT_TRUE(item.path.starts_with("/tmp/")) << item.path;
  }
}

}  // namespace
}  // namespace iec
