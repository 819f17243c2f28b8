// SPDX-License-Identifier: Apache-2.0
#include "lib/record/record_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace iec {
namespace {

using testing::HasSubstr;

// Texts that a hostile or broken device can make a test report.
const char* const kHostile[] = {
    "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=x RESULT=pass>",
    "IEC1 test 0123456789abcdef 1 00000000 {}",
    "\x1b[2J\r\n\t\x01\x7f",
    "a  b   c ",
    " ",
    "\\IEC1 \\\\ \"quoted\" '",
    "gr\xc3\xbc\xc3\x9f dich \xe4\xb8\x96\xe7\x95\x8c \xf0\x9f\x94\x92",
    "\xe2\x80\xae drawkcab \xc2\x85",
    "IIEC1IEC1",
};

TestRecord SampleTest(std::string text) {
  TestRecord test;
  test.id = "CR_1_11_locks";
  test.requirement = "CR_1_11";
  test.verdict = Verdict::kFail;
  test.reason = text;
  test.started = 1795456800123;
  test.seconds = 1.25;
  test.process_starts = 4711;
  test.checks = {{Check::Kind::kExpectation, false, text, text, "a.cpp:1"},
                 {Check::Kind::kControl, true, "b", "c", ""},
                 {Check::Kind::kNote, true, "d", "", "e.cpp:2"}};
  test.measurements = {{"logins", 12.5, "1/s"}};
  test.undo_failures = {text, ""};
  return test;
}

PlanRecord SamplePlan(std::string text) {
  PlanRecord plan;
  plan.runner_version = "0.1.0";
  plan.runner_commit = "abc";
  plan.started = 1795456800000;
  plan.lane = "container";
  plan.machine = "x86_64";
  plan.system = text;
  plan.kernel = "6.1.0";
  plan.profile_name = text;
  plan.profile_sha256 = std::string(64, 'a');
  plan.component_type = "embedded";
  plan.target_levels = {3, 3, 3, 3, 3, 3, 4};
  plan.selection = {"CR 1.11", text};
  plan.tests = {{"CR_1_11_locks", "CR_1_11", text}};
  plan.left_out = {{"CR_2_8_x", "CR_2_8", text}};
  plan.deviations = {text};
  plan.waivers = {{"CR 1.7", text, "A. Person", "2027-01-31"}};
  return plan;
}

bool IsHarmless(const std::string& json) {
  for (const char c : json) {
    if (c < ' ' || c > '~' || c == '<' || c == '>') return false;
  }
  return json.find("IEC1") == std::string::npos &&
         json.find("  ") == std::string::npos;
}

TEST(RecordJson, ATestComesBackAsItWas) {
  for (const char* text : kHostile) {
    const std::string json = ToJson(SampleTest(text));
    EXPECT_TRUE(IsHarmless(json)) << json;
    const auto back = TestFromJson(json);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(back->reason, text);
    EXPECT_EQ(back->checks.at(0).found, text);
    EXPECT_EQ(back->checks.at(1).kind, Check::Kind::kControl);
    EXPECT_EQ(back->measurements.at(0).value, 12.5);
    EXPECT_EQ(back->undo_failures.size(), 2u);
    EXPECT_EQ(back->started, 1795456800123);
    EXPECT_EQ(back->seconds, 1.25);
    EXPECT_EQ(back->process_starts, 4711);
    EXPECT_EQ(ToJson(*back), json);
  }
}

TEST(RecordJson, APlanComesBackAsItWas) {
  for (const char* text : kHostile) {
    const std::string json = ToJson(SamplePlan(text));
    EXPECT_TRUE(IsHarmless(json)) << json;
    const auto back = PlanFromJson(json);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(back->tests.at(0).title, text);
    EXPECT_EQ(back->left_out.at(0).reason, text);
    EXPECT_EQ(back->waivers.at(0).justification, text);
    EXPECT_EQ(back->target_levels, (std::vector<int>{3, 3, 3, 3, 3, 3, 4}));
    EXPECT_EQ(ToJson(*back), json);
  }
}

TEST(RecordJson, ASummaryComesBackAsItWas) {
  SummaryRecord summary;
  summary.finished = 1795456900000;
  summary.seconds = 100;
  summary.verdicts = {{"pass", 3}, {"fail", 1}};
  summary.undo_failures = 2;
  summary.interrupted = true;
  summary.exit_status = 1;
  const auto back = SummaryFromJson(ToJson(summary));
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back->verdicts, summary.verdicts);
  EXPECT_EQ(back->undo_failures, 2);
  EXPECT_TRUE(back->interrupted);
  EXPECT_EQ(ToJson(*back), ToJson(summary));
}

// Whatever bytes a device prints, the record can be written and read again.
TEST(RecordJson, AnyBytesMakeAReadableRecord) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 60, '\0');
    for (char& c : bytes) c = static_cast<char>(random() & 0xff);
    const std::string json = ToJson(SampleTest(bytes));
    ASSERT_TRUE(IsHarmless(json)) << json;
    const auto back = TestFromJson(json);
    ASSERT_TRUE(back.ok()) << back.error().message;
    ASSERT_EQ(ToJson(*back), json);
  }
}

TEST(RecordJson, NumbersThatJsonCannotWriteDoNotSpoilTheRecord) {
  TestRecord test = SampleTest("");
  test.seconds = std::numeric_limits<double>::quiet_NaN();
  test.measurements = {
      {"broken", std::numeric_limits<double>::infinity(), "s"}};
  const auto back = TestFromJson(ToJson(test));
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back->seconds, 0);
  EXPECT_TRUE(std::isnan(back->measurements.at(0).value));
}

std::string Replaced(std::string text, const std::string& old,
                     const std::string& with) {
  const size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old << " in " << text;
  return text.replace(at, old.size(), with);
}

TEST(RecordJson, TheErrorNamesTheKey) {
  const std::string json = ToJson(SampleTest("x"));
  const auto message = [&](const std::string& old, const std::string& with) {
    const auto test = TestFromJson(Replaced(json, old, with));
    return test.ok() ? "taken" : test.error().message;
  };
  EXPECT_EQ(message("\"verdict\":\"fail\"", "\"verdict\":\"waived\""),
            "verdict is the unknown word 'waived'");
  EXPECT_EQ(message("\"verdict\":\"fail\"", "\"verdict\":1"),
            "verdict is no text");
  EXPECT_EQ(message("\"verdict\":\"fail\"", "\"verdikt\":\"fail\""),
            "verdict is not there");
  EXPECT_EQ(message("\"holds\":false", "\"holds\":0"),
            "checks[0].holds is neither true nor false");
  EXPECT_EQ(message("\"kind\":\"control\"", "\"kind\":\"note?\""),
            "checks[1].kind is the unknown word 'note?'");
  EXPECT_EQ(message("\"undo_failures\":[", "\"undo_failures\":[7,"),
            "undo_failures[0] is no text");
  EXPECT_EQ(message("\"seconds\":1.25", "\"seconds\":-1"),
            "seconds is no duration");
  EXPECT_EQ(message("\"process_starts\":4711", "\"process_starts\":-1"),
            "process_starts is no integer from 0 to 4294967295");
  EXPECT_EQ(message("\"seconds\":1.25", "\"seconds\":null"),
            "seconds is no duration");
  EXPECT_EQ(message("\"value\":12.5", "\"value\":\"12.5\""),
            "measurements[0].value is no number");
  EXPECT_THAT(message("\"id\":\"CR", "\"id\":\"CR 1"),
              HasSubstr("only letters, digits and _"));
  EXPECT_THAT(message("1795456800123", "1.5"),
              HasSubstr("started is no integer"));
  EXPECT_THAT(message("1795456800123", "-1"),
              HasSubstr("started is no integer"));
  EXPECT_THAT(message("1795456800123", "18446744073709551615"),
              HasSubstr("started is no integer"));
  EXPECT_THAT(message("{\"checks\":[{", "{\"checks\":[7,{"),
              HasSubstr("checks[0] is no object"));
}

TEST(RecordJson, AKeyOfALaterVersionIsIgnored) {
  const auto test = TestFromJson(Replaced(
      ToJson(SampleTest("x")), "\"id\":", "\"hue\":{\"a\":[1]},\"id\":"));
  EXPECT_TRUE(test.ok());
}

TEST(RecordJson, TargetLevelsAreSeven) {
  const std::string json = ToJson(SamplePlan("x"));
  EXPECT_FALSE(PlanFromJson(Replaced(json, "[3,3,3,3,3,3,4]", "[3,3,3]")).ok());
  EXPECT_FALSE(
      PlanFromJson(Replaced(json, "[3,3,3,3,3,3,4]", "[3,3,3,3,3,3,5]")).ok());
}

TEST(RecordJson, WhatIsNoRecordIsRefused) {
  for (const std::string text :
       {"", "{", "null", "[]", "7", "\"x\"", "{}", "{\"a\":1}x"}) {
    EXPECT_FALSE(PlanFromJson(text).ok()) << text;
    EXPECT_FALSE(TestFromJson(text).ok()) << text;
    EXPECT_FALSE(SummaryFromJson(text).ok()) << text;
  }
  // Deep nesting must neither exhaust the stack nor take time.
  EXPECT_FALSE(TestFromJson(std::string(1u << 20, '[')).ok());
}

TEST(WireName, IsWhatEveryConsumerKeeps) {
  EXPECT_TRUE(IsWireName("CR_1_1_RE_1"));
  for (const std::string bad : {"", "a-b", "a b", "a.b", "\xc3\xa4"}) {
    EXPECT_FALSE(IsWireName(bad)) << bad;
  }
}

}  // namespace
}  // namespace iec
