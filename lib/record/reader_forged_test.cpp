// SPDX-License-Identifier: Apache-2.0
// Lines that are whole and in order, and whose records no runner would write.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/record/reader_for_test.h"
#include "lib/record/record_json.h"
#include "lib/record/wire.h"

namespace iec {
namespace {

using testing::IsEmpty;

// Encodes records that no runner would write.
class Forger {
 public:
  Forger() { Add(encoder_.Encode(SamplePlan())); }
  Forger& Add(const Lines& lines) {
    lines_.insert(lines_.end(), lines.begin(), lines.end());
    return *this;
  }
  Forger& Test(const std::string& id, const std::string& requirement,
               Verdict verdict) {
    return Add(encoder_.Encode(SampleTest({id, requirement, ""}, verdict)));
  }
  Forger& Plan() { return Add(encoder_.Encode(SamplePlan())); }
  Forger& Summary() { return Add(encoder_.Encode(SampleSummary())); }
  RunRecord Read() {
    RecordInput input = iec::Read(lines_);
    EXPECT_EQ(input.runs.size(), 1u);
    return input.runs.at(0);
  }

 private:
  RecordEncoder encoder_{kSampleRun, ""};
  Lines lines_;
};

TEST(RecordReader, AResultThatIsNotPlannedDoesNotCount) {
  const RunRecord run = Forger()
                            .Test("CR_9_9_x", "CR_9_9", Verdict::kPass)
                            .Test("CR_1_1_a", "CR_1_7", Verdict::kPass)
                            .Read();
  EXPECT_THAT(run.tests, IsEmpty());
  EXPECT_THAT(run.problems, Says("CR_9_9_x, which is not planned"));
  EXPECT_THAT(run.problems, Says("it names CR_1_7, the plan CR_1_1"));
}

TEST(RecordReader, OfTwoResultsTheWorseOneCounts) {
  for (const auto& [first, second] :
       {std::pair(Verdict::kPass, Verdict::kFail),
        std::pair(Verdict::kFail, Verdict::kPass),
        std::pair(Verdict::kFail, Verdict::kError)}) {
    const RunRecord run = Forger()
                              .Test("CR_1_1_a", "CR_1_1", first)
                              .Test("CR_1_1_a", "CR_1_1", second)
                              .Read();
    ASSERT_EQ(run.tests.size(), 1u);
    EXPECT_EQ(run.tests[0].verdict, Verdict::kFail);
    EXPECT_THAT(run.problems, Says("a second result of CR_1_1_a"));
  }
}

TEST(RecordReader, NothingComesAfterTheSummary) {
  const RunRecord run =
      Forger().Summary().Test("CR_1_1_a", "CR_1_1", Verdict::kPass).Read();
  EXPECT_THAT(run.tests, IsEmpty());
  EXPECT_THAT(run.problems, Says("after the summary"));
}

TEST(RecordReader, ASecondPlanIsIgnored) {
  const RunRecord run = Forger().Plan().Read();
  EXPECT_THAT(run.problems, Says("a second plan"));
}

TEST(RecordReader, ASecondDifferentLineOfTheSameNumberIsIgnored) {
  Lines lines = SampleLines();
  const uint64_t seq = ParseWireLine(lines[IndexOf(lines, "IEC1 test")])->seq;
  const std::string json =
      ToJson(SampleTest({"CR_1_11_c", "CR_1_11", ""}, Verdict::kError));
  lines.push_back(fmt::format("IEC1 test {} {} {} {}", kSampleRun, seq,
                              WireCheck("", "test", kSampleRun, seq, json),
                              json));
  const RecordInput input = Read(lines);
  ASSERT_EQ(input.runs.size(), 1u);
  EXPECT_EQ(input.runs[0].tests[2].verdict, Verdict::kPass);
  EXPECT_THAT(input.runs[0].problems,
              Says(fmt::format("a second and different record line {}", seq)));
}

TEST(RecordReader, JsonOfTheWrongShapeIsNamed) {
  Lines lines = SampleLines();
  const size_t at = IndexOf(lines, "IEC1 test");
  const uint64_t seq = ParseWireLine(lines[at])->seq;
  const std::string json = R"({"id":7})";
  lines[at] = fmt::format("IEC1 test {} {} {} {}", kSampleRun, seq,
                          WireCheck("", "test", kSampleRun, seq, json), json);
  const RecordInput input = Read(lines);
  ASSERT_EQ(input.runs.size(), 1u);
  EXPECT_EQ(input.runs[0].tests.size(), 2u);
  EXPECT_THAT(input.runs[0].problems, Says("checks is not there"));
}

TEST(RecordReader, ARecordHasASizeLimit) {
  RecordEncoder encoder(kSampleRun, "");
  Lines lines = encoder.Encode(SamplePlan());
  TestRecord huge = SampleTest(SamplePlan().tests[0], Verdict::kPass);
  huge.reason.assign(kMaxRecordBytes, 'x');
  const Lines more = encoder.Encode(huge);
  lines.insert(lines.end(), more.begin(), more.end());
  const RecordInput input = Read(lines);
  ASSERT_EQ(input.runs.size(), 1u);
  EXPECT_THAT(input.runs[0].tests, IsEmpty());
  EXPECT_THAT(input.runs[0].problems, Says("more than 4194304 bytes"));
}

TEST(RecordReader, ALogFullOfProblemsIsCountedAndNotKept) {
  RecordReader reader;
  const std::string torn = SampleLines()[0].substr(0, 60);
  for (size_t number = 1; number <= 100000; ++number) {
    reader.Feed(number, torn);
  }
  const RecordInput input = reader.Finish();
  EXPECT_EQ(input.problems.size(), kMaxProblemsOfAKind + 1);
  EXPECT_THAT(input.problems, Says("99990 more problems"));
  EXPECT_EQ(input.problems.back().line, 100000u);
}

TEST(RecordReader, ALogFullOfRunsIsCutOff) {
  RecordReader reader;
  for (size_t number = 1; number <= 2 * kMaxRuns; ++number) {
    RecordEncoder encoder(fmt::format("{:016x}", number), "");
    reader.Feed(number, encoder.Encode(SampleSummary())[0]);
  }
  const RecordInput input = reader.Finish();
  EXPECT_THAT(input.runs, IsEmpty());
  EXPECT_THAT(input.problems, Says("there are 256 runs before it"));
}

}  // namespace
}  // namespace iec
