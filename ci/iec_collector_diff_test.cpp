// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "ci/iec_collector_run_test.h"

namespace iec {
namespace {

using testing::HasSubstr;

TEST_F(Collector, DiffEndsWithOneForNewFailuresOnly) {
  const std::string pass = Write("pass", Record(Verdict::kPass));
  const std::string fail = Write("fail", Record(Verdict::kFail));
  EXPECT_EQ(Run({"diff", pass, fail, "--baseline"}).status, 1);
  EXPECT_EQ(Run({"diff", fail, fail, "--baseline"}).status, 0);
  EXPECT_EQ(Run({"diff", fail, fail}).status, 1);
  const Outcome mended = Run({"diff", fail, pass});
  EXPECT_EQ(mended.status, 0);
  EXPECT_THAT(mended.out, HasSubstr("fail -> pass"));
  EXPECT_EQ(
      Run({"diff", pass, Write("e", Record(Verdict::kError)), "--baseline"})
          .status,
      2);
}

TEST_F(Collector, DiffWritesEachFormat) {
  const std::string pass = Write("pass", Record(Verdict::kPass));
  const Outcome outcome = Run({"diff", pass, pass, "--output",
                               "json:" + Path("j"), "--output", "table"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("Nothing changed."));
  EXPECT_THAT(*ReadFile(Path("j")), HasSubstr("iec-diff/1"));
}

TEST_F(Collector, DiffRefusesWhatItCannotCompare) {
  const std::string pass = Write("pass", Record(Verdict::kPass));
  EXPECT_EQ(Run({"diff", pass}).status, 64);
  EXPECT_EQ(Run({"diff", pass, pass, "--output", "junit:-"}).status, 64);
  const Outcome unreadable = Run({"diff", Path("none"), pass});
  EXPECT_EQ(unreadable.status, 2);
  EXPECT_THAT(unreadable.err, HasSubstr("none"));
}

}  // namespace
}  // namespace iec
