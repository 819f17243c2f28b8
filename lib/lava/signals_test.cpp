// SPDX-License-Identifier: Apache-2.0
#include "lib/lava/signals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <limits>

#include "lib/base/file.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(SignalsOf, EncloseTheEvidenceOfOneTest) {
  const auto signals = SignalsOf("CR_1_11", "CR_1_11_locks", Verdict::kFail);
  ASSERT_TRUE(signals.ok()) << signals.error().message;
  EXPECT_THAT(signals->before,
              ElementsAre("<LAVA_SIGNAL_TESTSET START CR_1_11>",
                          "<LAVA_SIGNAL_STARTTC CR_1_11_locks>"));
  EXPECT_THAT(
      signals->after,
      ElementsAre(
          "<LAVA_SIGNAL_ENDTC CR_1_11_locks>",
          "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=CR_1_11_locks RESULT=fail>",
          "<LAVA_SIGNAL_TESTSET STOP>"));
}

TEST(SignalsOf, RefuseANameThatLavaWouldMangle) {
  for (const std::string bad :
       {"", "a b", "a-b", "a.b", "a=b", "a>b", "a\tb", "a\nb", "\x1b[0m",
        "x><LAVA_SIGNAL_TESTCASE", "\xc3\xa4"}) {
    const auto as_id = SignalsOf("CR_1_1", bad, Verdict::kPass);
    const auto as_set = SignalsOf(bad, "CR_1_1_x", Verdict::kPass);
    EXPECT_FALSE(as_id.ok()) << bad;
    EXPECT_FALSE(as_set.ok()) << bad;
    // The message itself is printed on the console that LAVA reads.
    EXPECT_THAT(as_id.error().message, testing::Not(HasSubstr("<LAVA")));
  }
}

TEST(LavaResult, NeverSaysUnknownAndNeverPassesWhatDidNot) {
  EXPECT_EQ(LavaResult(Verdict::kPass), "pass");
  EXPECT_EQ(LavaResult(Verdict::kNotApplicable), "skip");
  EXPECT_EQ(LavaResult(Verdict::kManual), "skip");
  EXPECT_EQ(LavaResult(Verdict::kNotCovered), "skip");
  EXPECT_EQ(LavaResult(Verdict::kFail), "fail");
  EXPECT_EQ(LavaResult(Verdict::kError), "fail");
  EXPECT_EQ(LavaResult(Verdict::kMissing), "fail");
  EXPECT_EQ(LavaResult(Verdict::kWaived), "fail");
}

TEST(UnderLava, KnowsTheTestShellByItsPath) {
  EXPECT_TRUE(UnderLava("/lava-12/0/../bin:/usr/bin:/bin"));
  EXPECT_TRUE(UnderLava("/usr/bin:/lava-4711/bin"));
  EXPECT_TRUE(UnderLava("/data/local/tmp/lava-3/0/../bin:/system/bin"));
  EXPECT_FALSE(UnderLava(""));
  EXPECT_FALSE(UnderLava("/usr/local/sbin:/usr/bin:/bin"));
  EXPECT_FALSE(UnderLava("/opt/lava/bin:/opt/lava-tools/bin"));
  EXPECT_FALSE(UnderLava("/lava-12/0"));
}

TEST(LavaSignals, WriteWholeLinesToADescriptor) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  LavaSignals signals(FdSink(writer.get()));
  EXPECT_TRUE(signals.StartSet("CR_1_1").ok());
  EXPECT_TRUE(signals.StartCase("CR_1_1_a").ok());
  EXPECT_TRUE(signals.EndCase("CR_1_1_a").ok());
  EXPECT_TRUE(signals.CaseResult("CR_1_1_a", Verdict::kPass).ok());
  EXPECT_FALSE(signals.CaseResult("CR_1_1 a", Verdict::kPass).ok());
  EXPECT_TRUE(signals.StopSet().ok());
  writer.Reset();
  const auto text = ReadAll(reader.get());
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(*text,
            "<LAVA_SIGNAL_TESTSET START CR_1_1>\n"
            "<LAVA_SIGNAL_STARTTC CR_1_1_a>\n"
            "<LAVA_SIGNAL_ENDTC CR_1_1_a>\n"
            "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=CR_1_1_a RESULT=pass>\n"
            "<LAVA_SIGNAL_TESTSET STOP>\n");
}

TEST(LavaSignals, ReportADescriptorThatCannotBeWritten) {
  LavaSignals signals(FdSink(-1));
  EXPECT_FALSE(signals.StartSet("CR_1_1").ok());
}

TEST(LavaSignals, KeepMeasurementsToCasesOfTheirOwn) {
  std::vector<std::string> lines;
  LavaSignals signals([&](std::string_view line) -> Status {
    lines.emplace_back(line);
    return {};
  });
  EXPECT_TRUE(signals.Measurement("run_seconds", 12.5, "seconds").ok());
  EXPECT_FALSE(signals.Measurement("run_seconds", 12.5, "s/min").ok());
  EXPECT_FALSE(
      signals
          .Measurement("x", std::numeric_limits<double>::infinity(), "seconds")
          .ok());
  EXPECT_THAT(lines,
              ElementsAre("<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=run_seconds "
                          "RESULT=pass MEASUREMENT=12.5 UNITS=seconds>"));
}

}  // namespace
}  // namespace iec
