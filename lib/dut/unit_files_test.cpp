// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/unit_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(UnitFiles, ReadsValues) {
  constexpr std::string_view kText =
      "# StandardInput=socket\n"
      "[Service]\nStandardInput = tty\nExecStart=/bin/a \\\n  b\n"
      "ExecStartPre=/bin/c\nExecStart=\nExecStart=-/bin/d\n";
  EXPECT_THAT(UnitValues(kText, "StandardInput"), ElementsAre("tty"));
  EXPECT_THAT(UnitValues(kText, "ExecStart"), ElementsAre("-/bin/d"));
  EXPECT_THAT(UnitValues("ExecStart=/bin/a \\\n b", "ExecStart"),
              ElementsAre("/bin/a   b"));
  EXPECT_THAT(UnitValues(kText, "Exec"), IsEmpty());
  EXPECT_THAT(UnitValues("", "ExecStart"), IsEmpty());
}

TEST(UnitFiles, TakesCommandLinesApart) {
  EXPECT_THAT(CommandWords("-/bin/a 'b c' \"d\" e\\ f"),
              ElementsAre("/bin/a", "b c", "d", "e f"));
  EXPECT_THAT(CommandWords(""), IsEmpty());
}

TEST(UnitFiles, TellsWhatAUnitStarts) {
  EXPECT_THAT(UnitsNamedBy("a.target",
                           "[Unit]\nRequires=b.service c.target\n"
                           "After=d.service\n"),
              ElementsAre("b.service", "c.target"));
  EXPECT_THAT(UnitsNamedBy("n.timer", "[Timer]\nUnit=debug-shell.service\n"),
              ElementsAre("debug-shell.service", "n.service", "n@.service"));
  EXPECT_THAT(UnitsNamedBy("a.service", "[Service]\nUser=b\n"), IsEmpty());
}

TEST(UnitFiles, FindsWhatUdevRuns) {
  EXPECT_THAT(
      UdevCommandsIn("# RUN+=\"/no\"\n"
                     "SUBSYSTEM==\"tty\", RUN+=\"/bin/a -b %k\"\n"
                     "RUN{program}+=\"/bin/c\", RUN{builtin}+=\"kmod load\"\n"
                     "PROGRAM==\"/bin/sh -c 'd'\", IMPORT{program}=\"e\"\n"
                     "RUN+=\"/open\nRUN"),
      ElementsAre("/bin/a -b %k", "/bin/c", "/bin/sh -c 'd'", "e"));
}

TEST(UnitFiles, AUnitThatIsNotThereHasNoText) {
  EXPECT_EQ(UnitText("no-such-unit-of-iec.service"), "");
  EXPECT_THAT(WantedUnits({"no-such-unit-of-iec.service"}), IsEmpty());
}

}  // namespace
}  // namespace iec
