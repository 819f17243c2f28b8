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

TEST_F(Document, EveryWordOfARecordIsRedacted) {
  PlanRecord plan = SamplePlan();
  for (std::string* text :
       {&plan.lane, &plan.machine, &plan.runner_commit, &plan.runner_version,
        &plan.profile_sha256, &plan.component_type}) {
    *text = "10.9.8.7";
  }
  plan.selection = {"10.9.8.7"};
  plan.waivers = {{"10.9.8.7", "Alice Millerx asked, and Millerx",
                   "Alice Millerx", "10.9.8.7"}};
  TestRecord test = SampleTest(plan.tests[0], Verdict::kFail);
  test.checks[0].where = "10.9.8.7";
  test.measurements = {{"10.9.8.7", 1, "10.9.8.7"}};
  RecordEncoder encoder(kSampleRun, "");
  std::vector<std::string> lines = encoder.Encode(plan);
  for (const std::string& line : encoder.Encode(test)) lines.push_back(line);
  EXPECT_THAT(Redact(lines),
              AllOf(Not(HasSubstr("10.9.8.7")), Not(HasSubstr("Millerx"))));
}

TEST_F(Document, OfADamagedLineTheSliceGoes) {
  std::vector<std::string> lines = Telling();
  size_t slices = 0;
  for (std::string& line : lines) {
    if (!line.starts_with("IEC1 more")) continue;
    ++slices;
    const std::string sound = line;
    for (const size_t at : {12u, 28u, 32u, 60u}) {
      line = sound;
      line[at] = line[at] == '#' ? '.' : '#';
      const std::string text = Redact(lines);
      EXPECT_THAT(text, Not(HasSubstr("xxxx"))) << at;
      const RecordInput before = Read(Join(lines, "\n"));
      const RecordInput after = Read(text);
      ASSERT_EQ(before.problems.size(), after.problems.size());
      for (size_t i = 0; i < before.problems.size(); ++i) {
        EXPECT_EQ(before.problems[i].what, after.problems[i].what);
      }
    }
    line = sound;
  }
  EXPECT_GT(slices, 0u);
}

TEST_F(Document, ALineThatEndsWithinTheWordOfARecordIsText) {
  EXPECT_EQ(Redact({"IEC1", "- IEC1", "IEC1 "}), "IEC1\n- IEC1\nIEC1 \n");
}

TEST_F(Document, AKeyIsRemovedThroughTheWrappingOfALavaLog) {
  std::vector<std::string> lines;
  for (const char* text :
       {"-----BEGIN RSA PRIVATE KEY-----", "TAIL1a2b3c4d=",
        "-----END RSA PRIVATE KEY-----", "\\e[32m10.1.2.3\\e[0m",
        "\\e[01;32mdorothy@dut7\\e[00m:~$", R"({\"token\": \"Qw9abc def\"})"}) {
    lines.push_back(
        R"(- {"dt": "2026-11-23T18:00:00", "lvl": "target", "msg": ")" +
        std::string(text) + "\"}");
    lines.emplace_back(
        R"(- {"dt": "2026-11-23T18:00:00", "lvl": "debug", "msg": "waiting"})");
  }
  lines.emplace_back(
      R"(- {"dt": "2026-11-23T18:00:00", "lvl": "results", "msg": {"PRIVATE-TOKEN": "qwnine", "result": "pass"}})");
  lines.emplace_back("dorothy");
  const std::string text = Redact(lines);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("TAIL")), Not(HasSubstr("10.1.2")),
                          Not(HasSubstr("dorothy")), Not(HasSubstr("Qw9")),
                          Not(HasSubstr("def")), Not(HasSubstr("qwnine"))));
  EXPECT_THAT(text, AllOf(HasSubstr(R"("msg": "waiting"})"),
                          HasSubstr(R"("result": "pass"}})")));
}

TEST_F(Document, KeysOfJsonTellAndAreToldToo) {
  const std::string text = Redact({R"({"edna@example.com": {"10.2.3.4": 1},
      "password": 12345678, "Password": "Qw9abc", "api_token": "Qw9abc",
      "token": {"value": "Qw9abc", "list": ["Qw9def"]}, "Submitter": "carolyn",
      "description": "carolyn's job", "number": 12345679,
      "inner": "{\"password\": \"Qw9abc\", \"username\": \"sybille\"}",
      "definition": "a: sybille\nsecrets:\n  K: qwnine\n  L: |\n    qwten\nb: c"})"});
  EXPECT_THAT(text, AllOf(Not(HasSubstr("edna")), Not(HasSubstr("10.2.3")),
                          Not(HasSubstr("12345678,")), Not(HasSubstr("Qw9"))));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("carolyn")), Not(HasSubstr("sybille")),
                          Not(HasSubstr("qwnine")), Not(HasSubstr("qwten"))));
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["number"], 12345679);
  EXPECT_THAT(json["definition"].get<std::string>(),
              testing::EndsWith("\nb: c"));
}

TEST_F(Document, TwoKeysThatBecomeOneStayTwo) {
  const auto json = nlohmann::json::parse(
      Redact({R"({"A@example.org": 1, "a@example.org": 2})"}));
  EXPECT_EQ(json.size(), 2u);
}

TEST_F(Document, JsonBehindAPrefixIsJson) {
  EXPECT_THAT(Redact({R"(2026 hook: {"id": 7, "submitter": "carolyn"})"}),
              AllOf(Not(HasSubstr("carolyn")),
                    testing::StartsWith("2026 hook: {\"id\":7")));
}

TEST_F(Document, WhatBeginsAsJsonAndIsNoneIsRefused) {
  const std::string whole = R"({"id": 7, "token": "Qw9abc"})";
  std::string deep = R"({"token": "Qw9abc", "x": )" + std::string(70, '[') +
                     std::string(70, ']') + "}";
  for (const std::string& text :
       {whole.substr(0, whole.size() - 3), whole + "\n" + whole.substr(0, 20),
        whole + "\n" + whole.substr(8), deep, "\n [" + whole,
        std::string("\xef\xbb\xbf{\n\"id\": 7,\n")}) {
    DocumentRedactor document(redactor_, "");
    const auto copy = document.Document(text);
    ASSERT_FALSE(copy.ok()) << text;
    EXPECT_THAT(copy.error().message, HasSubstr("begins as JSON"));
  }
  for (const std::string& text :
       {whole, whole + "\n" + whole + "\n", "\xef\xbb\xbf" + whole,
        whole + "\nand text\n", std::string("[    0.0] Linux {\"a\n"),
        std::string("{ x }"), std::string("console\n{\"a\": \n")}) {
    DocumentRedactor document(redactor_, "");
    const auto copy = document.Document(text);
    ASSERT_TRUE(copy.ok()) << text;
    EXPECT_THAT(*copy, Not(HasSubstr("Qw9")));
  }
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
