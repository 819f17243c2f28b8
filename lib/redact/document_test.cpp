// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lib/base/text.h"
#include "lib/record/reader.h"
#include "lib/record/sample_test.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Document : public testing::Test {
 protected:
  std::string Redact(const std::vector<std::string>& lines,
                     const std::string& key = "") {
    DocumentRedactor document(redactor_, key);
    for (const std::string& line : lines) document.Learn(line);
    std::string out;
    for (const std::string& line : lines) out += document.Line(line);
    return out;
  }
  static RecordInput Read(const std::string& text,
                          const std::string& key = "") {
    RecordReader reader(key);
    size_t number = 0;
    for (const std::string& line : Split(text, '\n')) {
      reader.Feed(++number, line);
    }
    return reader.Finish();
  }
  Redactor redactor_{{}, Pseudonyms("salt")};
};

// A run whose texts tell everything that must not be published.
std::vector<std::string> Telling(const std::string& key = "") {
  RecordEncoder encoder(kSampleRun, key);
  PlanRecord plan = SamplePlan();
  plan.deviations = {"console: user alice on 192.168.7.20"};
  TestRecord test = SampleTest(plan.tests[0], Verdict::kFail);
  test.reason = "alice@example.org got in";
  test.checks[1].found = "uid=1000(alice), from 52:54:00:12:34:56, " +
                         std::string(1200, 'x') + " alice";
  test.undo_failures = {"/home/alice/x stays"};
  std::vector<std::string> lines = encoder.Encode(plan);
  for (const auto& more :
       {encoder.Encode(test),
        encoder.Encode(SampleTest(plan.tests[1], Verdict::kPass)),
        encoder.Encode(SampleTest(plan.tests[2], Verdict::kError)),
        encoder.Encode(SampleSummary())}) {
    lines.insert(lines.end(), more.begin(), more.end());
  }
  return lines;
}

void ExpectTheRun(const RecordInput& input) {
  EXPECT_THAT(input.problems, IsEmpty());
  ASSERT_THAT(input.runs, SizeIs(1));
  const RunRecord& run = input.runs[0];
  EXPECT_THAT(run.problems, IsEmpty());
  EXPECT_EQ(run.plan.run, kSampleRun);
  EXPECT_EQ(run.plan.profile_sha256, std::string(64, 'a'));
  ASSERT_THAT(run.tests, SizeIs(3));
  EXPECT_EQ(run.tests[0].verdict, Verdict::kFail);
  EXPECT_EQ(run.tests[1].verdict, Verdict::kPass);
  EXPECT_EQ(run.tests[2].verdict, Verdict::kError);
  EXPECT_TRUE(run.summary.has_value());
}

TEST_F(Document, ARecordStillReadsAndTellsNothing) {
  const std::string text = Redact(Telling());
  EXPECT_THAT(text,
              AllOf(Not(HasSubstr("alice")), Not(HasSubstr("192.168")),
                    Not(HasSubstr("52:54")), Not(HasSubstr("A. Person"))));
  ExpectTheRun(Read(text));
}

TEST_F(Document, ASignedRecordIsSignedAgain) {
  const std::string text = Redact(Telling("key"), "key");
  ExpectTheRun(Read(text, "key"));
  EXPECT_THAT(Read(text, "other").runs, IsEmpty());
}

TEST_F(Document, InAConsoleLogTheTextAroundItIsRedactedToo) {
  std::vector<std::string> lines = {"login: alice from 192.168.7.20\r"};
  for (const std::string& line : Telling()) {
    lines.push_back("[   12.345678] " + line + "\r");
  }
  lines.emplace_back(
      "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=CR_1_1_a RESULT=fail>");
  const std::string text = Redact(lines);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("alice")), Not(HasSubstr("192.168")),
                          HasSubstr("TEST_CASE_ID=CR_1_1_a RESULT=fail>")));
  ExpectTheRun(Read(text));
}

TEST_F(Document, InALavaLogTheLinesStayWhatTheyAre) {
  std::vector<std::string> lines;
  for (const std::string& line : Telling()) {
    std::string escaped;
    for (const char c : line) {
      if (c == '"' || c == '\\') escaped += '\\';
      escaped += c;
    }
    lines.push_back(R"(- {"dt": "2026-11-23T18:00:00", "lvl": "target", )"
                    R"("msg": ")" +
                    escaped + "\"}");
  }
  lines.emplace_back(
      R"(- {"dt": "2026-11-23T18:00:01", "lvl": "info", "msg": "on 10.9.8.7"})");
  const std::string text = Redact(lines);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("alice")), Not(HasSubstr("10.9.8.7")),
                          HasSubstr("\"lvl\": \"info\", \"msg\": \"on ip-")));
  ExpectTheRun(Read(text));
}

TEST_F(Document, InACallbackTheLogStillHasItsRecord) {
  std::string log;
  for (const std::string& line : Telling()) log += line + "\n";
  const nlohmann::json callback = {{"id", 7},
                                   {"token", "hunter2"},
                                   {"submitter_username", "carol"},
                                   {"submitter_email", "c@example.org"},
                                   {"log", log}};
  const std::string text = Redact({callback.dump()});
  EXPECT_THAT(text, AllOf(Not(HasSubstr("alice")), Not(HasSubstr("hunter2")),
                          Not(HasSubstr("carol")), Not(HasSubstr("c@ex"))));
  const auto redacted = nlohmann::json::parse(text);
  EXPECT_EQ(redacted["id"], 7);
  ExpectTheRun(Read(redacted["log"].get<std::string>()));
}

TEST_F(Document, WhatIsLostStaysLost) {
  const std::vector<std::string> lines = Telling();
  for (size_t gone = 0; gone < lines.size(); ++gone) {
    std::vector<std::string> torn = lines;
    torn.erase(torn.begin() + static_cast<long>(gone));
    const RecordInput before = Read(Join(torn, "\n"));
    const RecordInput after = Read(Redact(torn));
    const auto shape = [](const RecordInput& input) {
      std::string text;
      for (const RunRecord& run : input.runs) {
        text += std::to_string(run.tests.size()) +
                (run.summary ? " summary" : "") +
                (run.problems.empty() ? "" : " problems");
      }
      return text + (input.problems.empty() ? "" : " problems");
    };
    EXPECT_EQ(shape(before), shape(after)) << "without line " << gone;
  }
}

TEST_F(Document, WhatIsForgedStaysForged) {
  std::vector<std::string> lines = Telling();
  for (std::string& line : lines) {
    const size_t at = line.find("\"verdict\":\"fail\"");
    if (at != std::string::npos) line.replace(at, 16, "\"verdict\":\"pass\"");
  }
  const RecordInput after = Read(Redact(lines));
  ASSERT_THAT(after.runs, SizeIs(1));
  EXPECT_THAT(after.runs[0].tests, SizeIs(2));
  EXPECT_FALSE(after.problems.empty() && after.runs[0].problems.empty());
}

TEST_F(Document, ADoubledLineStaysOne) {
  std::vector<std::string> lines = Telling();
  lines.insert(lines.begin() + 1, lines[0]);
  const RecordInput before = Read(Join(lines, "\n"));
  const RecordInput after = Read(Redact(lines));
  ASSERT_THAT(after.runs, SizeIs(1));
  EXPECT_EQ(before.problems.empty() && before.runs[0].problems.empty(),
            after.problems.empty() && after.runs[0].problems.empty());
  EXPECT_THAT(after.runs[0].tests, SizeIs(3));
}

}  // namespace
}  // namespace iec
