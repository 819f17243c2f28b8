// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/callback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kHead[] =
    R"("id": 7, "status": 2, "status_string": "complete", "health": 1,
"health_string": "Complete", "submit_time": "2026-11-23 15:41:37.660863+00:00",
"start_time": "2026-11-23 15:42:09.454619+00:00", "end_time": "None",
"description": "nightly", "actual_device_id": "qemu02", "metadata": [],
"definition": "device_type: qemu\njob_name: nightly\nactions:\n- deploy:\n    images:\n      rootfs:\n        sha256sum: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n      kernel:\n        sha256sum: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n")";

constexpr char kSuite[] =
    R"(- id: '566'\n  job: '7'\n  level: ''\n  log_end_line: '808'\n  log_start_line: '806'\n  logged: '2026-11-23 15:44:17.910839+00:00'\n  measurement: None\n  metadata:\n    case: CR_1_1_a\n    definition: 0_iec\n    result: pass\n    set: CR_1_1\n  name: CR_1_1_a\n  result: pass\n  suite: 0_iec\n  unit: ''\n  url: /results/testcase/566\n- id: '567'\n  job: '7'\n  measurement: '12.5'\n  metadata: {case: files, definition: 0_iec,\n    result: pass}\n  name: files\n  result: pass\n  suite: 0_iec\n)";

constexpr char kLavaSuite[] =
    R"(- id: '6'\n  job: '7'\n  metadata:\n    case: job\n    definition: lava\n    error_msg: 'can''t power on: timeout'\n    error_type: Infrastructure\n    extra:\n    - fail: x\n    result: fail\n  name: job\n  result: fail\n  suite: lava\n)";

std::string Document(const std::string& more) {
  return std::string("{") + kHead + more + "}";
}

struct Got {
  std::vector<LavaCase> cases;
  std::vector<std::string> lines;
  std::string error;
  CallbackDocument document;
};

Got Read(const std::string& json) {
  Got got;
  CallbackReader reader;
  const auto document =
      reader.Read(json, {[&](const LavaCase& c) { got.cases.push_back(c); },
                         [&](size_t number, std::string_view line) {
                           EXPECT_EQ(number, got.lines.size() + 1);
                           got.lines.emplace_back(line);
                         }});
  if (document.ok()) {
    got.document = *document;
  } else {
    got.error = document.error().message;
  }
  return got;
}

TEST(Callback, DatasetMinimalDescribesTheJob) {
  const Got got = Read(Document(""));
  EXPECT_EQ(got.error, "");
  const JobRecord& job = got.document.job;
  EXPECT_EQ(job.id, "7");
  EXPECT_EQ(job.name, "nightly");
  EXPECT_EQ(job.device, "qemu02");
  EXPECT_EQ(job.device_type, "qemu");
  EXPECT_EQ(job.health, "Complete");
  EXPECT_EQ(job.image_sha256, std::string(64, 'a'));
  EXPECT_EQ(job.started, 1795448529454);
  EXPECT_EQ(job.finished, 0);  // "None"
  EXPECT_FALSE(got.document.has_results);
  EXPECT_FALSE(got.document.has_log);
}

TEST(Callback, DatasetAllHasResultsAndLog) {
  const Got got = Read(
      Document(std::string(R"(, "log": "- a\n- b", "results": {"0_iec": ")") +
               kSuite + R"("})"));
  EXPECT_EQ(got.error, "");
  EXPECT_THAT(got.lines, ElementsAre("- a", "- b"));
  ASSERT_EQ(got.cases.size(), 2u);
  const LavaCase& first = got.cases[0];
  EXPECT_EQ(first.name, "CR_1_1_a");
  EXPECT_EQ(first.suite, "0_iec");
  EXPECT_EQ(first.set, "CR_1_1");
  EXPECT_EQ(first.result, "pass");
  EXPECT_EQ(first.job, "7");
  EXPECT_EQ(first.id, "566");
  EXPECT_EQ(first.lines.first, 806u);
  EXPECT_EQ(first.lines.last, 808u);
  EXPECT_EQ(first.logged, 1795448657910);
  EXPECT_FALSE(first.measured);
  EXPECT_TRUE(got.cases[1].measured);
  EXPECT_TRUE(got.document.has_results);
  EXPECT_TRUE(got.document.has_log);
  EXPECT_EQ(got.document.cases, 2u);
}

TEST(Callback, TellsAnInfrastructureFailure) {
  const Got got = Read(Document(std::string(R"(, "results": {"lava": ")") +
                                kLavaSuite + R"("})"));
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.document.job.error_type, "Infrastructure");
  EXPECT_EQ(got.document.job.error_message, "can't power on: timeout");
}

TEST(Callback, TheStatusStandsForTheHealth) {
  const auto health = [](const std::string& fields) {
    const Got got = Read("{\"id\": 7, " + fields + "}");
    EXPECT_EQ(got.error, "");
    return got.document.job.health;
  };
  EXPECT_EQ(health(R"("status_string": "incomplete")"), "Incomplete");
  EXPECT_EQ(health(R"("status": 4, "status_string": "canceled")"), "Canceled");
  EXPECT_EQ(health(R"("status_string": "running")"), "");
  EXPECT_EQ(health(R"("status_string": "complete", "health": 2)"),
            "Incomplete");
}

TEST(Callback, NullsAreNothing) {
  const Got got = Read(Document(R"(, "log": null, "results": null)"));
  EXPECT_EQ(got.error, "");
  EXPECT_FALSE(got.document.has_log);
}

TEST(Callback, SaysWhatIsWrong) {
  EXPECT_THAT(Read("[]").error, HasSubstr("is a map"));
  EXPECT_THAT(Read("{}").error, HasSubstr("no callback"));
  EXPECT_THAT(Read("{\"id\": 1,\n\"health\": }").error,
              HasSubstr("line 2: this is not JSON"));
  EXPECT_THAT(Read(Document(R"(, "id": 8)")).error,
              HasSubstr("'id' is there twice"));
  EXPECT_THAT(Read(Document(R"(, "results": [])")).error, HasSubstr("no map"));
  EXPECT_THAT(Read(Document(R"(, "results": {"a": 1})")).error,
              HasSubstr("suite a is no text"));
  EXPECT_THAT(Read(Document(R"(, "results": {"a": "", "a": ""})")).error,
              HasSubstr("suite a is there twice"));
  EXPECT_THAT(
      Read(Document(R"(, "results": {"a": "- name: x\n- y: &a [*a]"})")).error,
      HasSubstr("suite a: line 1: no result of 'x'"));
  EXPECT_THAT(Read(Document(R"(, "log": 1)")).error, HasSubstr("no text"));
}

TEST(Callback, TakesNoBytesThatAreNoText) {
  EXPECT_NE(Read(Document(", \"x\": \"\xff\"")).error, "");
  EXPECT_NE(Read(Document(std::string(", \"x\": \"\0\"", 10))).error, "");
  EXPECT_NE(Read(Document(", \"x\": \"\x1b\"")).error, "");
}

TEST(Callback, IsNeitherTooDeepNorTooLong) {
  const std::string deep(40, '[');
  EXPECT_NE(Read(Document(", \"x\": " + deep + std::string(40, ']'))).error,
            "");
  CallbackReader reader(/*max_bytes=*/100);
  const auto document = reader.Read(Document(""), {});
  ASSERT_FALSE(document.ok());
  EXPECT_THAT(document.error().message, HasSubstr("at most 100"));
}

TEST(Callback, TenThousandSuitesAreFine) {
  std::string suites = R"(, "results": {"x": "")";
  for (int i = 0; i < 10'000; ++i) {
    suites += ", \"" + std::to_string(i) + "_iec\": \"" + kSuite + "\"";
  }
  const Got got = Read(Document(suites + "}"));
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.document.suites, 10'001u);
  EXPECT_EQ(got.cases.size(), 20'000u);
}

TEST(Callback, OneReaderReadsManyDocuments) {
  CallbackReader reader;
  for (const std::string more : {"", R"(, "results": {})", ""}) {
    const auto document = reader.Read(Document(more), {});
    ASSERT_TRUE(document.ok());
    EXPECT_EQ(document->has_results, !more.empty());
  }
}

TEST(JobOfPath, IsTheNumberBehindJobs) {
  EXPECT_EQ(JobOfPath("http://h/api/v0.2/jobs/12/suites/2/"), "12");
  EXPECT_EQ(JobOfPath("/results/testcase/6"), "");
}

}  // namespace
}  // namespace iec
