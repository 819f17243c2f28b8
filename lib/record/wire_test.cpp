// SPDX-License-Identifier: Apache-2.0
#include "lib/record/wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/record/sample_test.h"

namespace iec {
namespace {

TEST(RecordEncoder, NumbersTheLinesOfARunWithoutGaps) {
  uint64_t seq = 0;
  for (const std::string& text : SampleLines()) {
    const auto line = ParseWireLine(text);
    ASSERT_TRUE(line.ok()) << text;
    EXPECT_EQ(line->seq, ++seq);
    EXPECT_EQ(line->run, kSampleRun);
  }
  EXPECT_GE(seq, 6u);  // the plan needs more than one line
}

// The format is a contract with logs that are already kept: these bytes must
// not change.
TEST(RecordEncoder, WritesTheGoldenRecord) {
  const std::string path =
      std::string(IEC_SOURCE_DIR) + "/lib/record/golden/run.txt";
  const std::string text = Join(SampleLines(), "\n") + "\n";
  if (std::getenv("IEC_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(WriteFileAtomically(path, text, 0644).ok());
  }
  const auto golden = ReadFile(path);
  ASSERT_TRUE(golden.ok()) << golden.error().message;
  EXPECT_EQ(text, *golden);
}

// An independent reckoning of the check: CRC-32 and HMAC-SHA-256 as other
// programs (zlib, openssl) give them for these bytes.
TEST(WireCheck, IsTheOneThatOtherProgramsCompute) {
  EXPECT_EQ(WireCheck("", "more", "00112233445566ff", 7, "abc"), "f83fe4af");
  EXPECT_EQ(WireCheck("key", "more", "00112233445566ff", 7, "abc"),
            "deee6bbf3b1eec0117c6156078a782b6"
            "1e117a8cbc7b26083b5b4a702ede4a10");
}

class LongRecord : public testing::TestWithParam<const char*> {};

TEST_P(LongRecord, IsSlicedSoThatEachLineSurvivesAConsole) {
  for (const std::string& filler :
       {std::string("x"), std::string(" "), std::string("\n"),
        std::string("IEC1 "), std::string("<"), std::string("a b  ")}) {
    RecordEncoder encoder(kSampleRun, GetParam());
    TestRecord test = SampleTest({"CR_1_1_a", "CR_1_1", ""}, Verdict::kPass);
    while (test.reason.size() < 5000) test.reason += filler;
    const auto lines = encoder.Encode(test);
    EXPECT_GT(lines.size(), 5u);
    for (const std::string& line : lines) {
      EXPECT_LE(line.size(), kMaxLineBytes);
      EXPECT_EQ(line, Trim(line));
      EXPECT_EQ(line.rfind("IEC1"), 0u) << line;
      const auto parsed = ParseWireLine(line);
      ASSERT_TRUE(parsed.ok()) << line;
      EXPECT_NE(parsed->json.front(), ' ');
      EXPECT_EQ(parsed->check, WireCheck(GetParam(), parsed->type, parsed->run,
                                         parsed->seq, parsed->json));
      EXPECT_EQ(parsed->type, &line == &lines.back() ? "test" : "more");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(ByCrcAndByHmac, LongRecord, testing::Values("", "k"));

TEST(RecordEncoder, FillsALineToItsLastByte) {
  for (size_t size = 600; size < 1000; ++size) {
    RecordEncoder encoder(kSampleRun, "");
    TestRecord test = SampleTest({"CR_1_1_a", "CR_1_1", ""}, Verdict::kPass);
    test.reason.assign(size, 'x');
    for (const std::string& line : encoder.Encode(test)) {
      ASSERT_LE(line.size(), kMaxLineBytes);
    }
  }
}

TEST(ParseWireLine, RefusesWhatNoEncoderWrites) {
  const std::string good = "IEC1 test 00112233445566ff 12 0123abcd {\"a\":1}";
  ASSERT_TRUE(ParseWireLine(good).ok());
  for (const std::string bad :
       {"", "IEC1", "IEC1 ", "IEC2 test 00112233445566ff 12 0123abcd {}",
        "IEC1 tset 00112233445566ff 12 0123abcd {}",
        "IEC1  test 00112233445566ff 12 0123abcd {}",
        "IEC1 test 00112233445566f 12 0123abcd {}",
        "IEC1 test 00112233445566FF 12 0123abcd {}",
        "IEC1 test 00112233445566ff 0 0123abcd {}",
        "IEC1 test 00112233445566ff 012 0123abcd {}",
        "IEC1 test 00112233445566ff -1 0123abcd {}",
        "IEC1 test 00112233445566ff +1 0123abcd {}",
        "IEC1 test 00112233445566ff 1.0 0123abcd {}",
        "IEC1 test 00112233445566ff 99999999999999999999 0123abcd {}",
        "IEC1 test 00112233445566ff 12 0123abc {}",
        "IEC1 test 00112233445566ff 12 0123ABCD {}",
        "IEC1 test 00112233445566ff 12", "IEC1 test 00112233445566ff"}) {
    EXPECT_FALSE(ParseWireLine(bad).ok()) << bad;
  }
}

TEST(NewRunId, IsSixteenHexDigitsAndEachTimeAnother) {
  const std::string run = NewRunId();
  EXPECT_THAT(run, testing::MatchesRegex("[0-9a-f]{16}"));
  EXPECT_NE(run, NewRunId());
}

}  // namespace
}  // namespace iec
