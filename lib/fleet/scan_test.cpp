// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/scan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <map>
#include <mutex>

#include "lib/base/file.h"
#include "lib/fleet/chunks.h"
#include "lib/record/sample_test.h"
#include "lib/record/wire.h"

namespace iec {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class Scan : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = "/tmp/iec-fleet-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(directory_).ok()); }
  std::string Write(const std::string& name, const std::string& text) const {
    const std::string path = directory_ + "/" + name;
    EXPECT_TRUE(WriteFileAtomically(path, text, 0644).ok());
    return path;
  }
  std::string Gz(const std::string& path) const {
    EXPECT_EQ(system(("gzip -k " + path).c_str()), 0);
    return path + ".gz";
  }

 private:
  std::string directory_;
};

// A case as LAVA has it in a callback, JSON escapes included.
std::string Case(const std::string& name, const std::string& result,
                 const std::string& more = "") {
  return fmt::format(
      "- id: '1'\\n  job: '1'\\n  level: ''\\n  log_end_line: ''\\n  "
      "log_start_line: ''\\n  logged: '2026-11-23 18:00:00.000000+00:00'\\n  "
      "measurement: {}\\n  metadata:\\n    case: {}\\n    definition: 0_iec\\n"
      "    result: {}\\n  name: {}\\n  result: {}\\n  suite: 0_iec\\n  unit: "
      "''\\n  url: /results/testcase/1\\n",
      more.empty() ? "None" : more, name, result, name, result);
}

std::string Callback(int id, const std::string& cases,
                     const std::string& log = "") {
  return fmt::format(
      R"({{"id": {}, "status": 2, "status_string": "complete", "health": 1, )"
      R"("health_string": "Complete", "submit_time": )"
      R"("2026-11-23 18:00:{:02}.000000+00:00", "start_time": )"
      R"("2026-11-23 18:00:{:02}.000000+00:00", "end_time": "None", )"
      R"("description": "x", "actual_device_id": "q{}", "definition": )"
      R"("device_type: qemu\n", "results": {{"0_iec": "{}"}}{}}})",
      id, id % 60, id % 60, id, cases,
      log.empty() ? "" : ", \"log\": \"" + log + "\"");
}

Fleet ScanFile(const std::string& path, size_t threads = 2) {
  FleetScan scan(threads, "");
  EXPECT_TRUE(FleetScan::HoldsCallbacks(path));
  const Status status = scan.AddCallbacks(path);
  EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().message);
  return scan.Finish();
}

TEST_F(Scan, ReadsEachLine) {
  std::string text;
  for (int i = 1; i <= 50; ++i) {
    text += Callback(i, Case("CR_1_11_locks", i == 7 ? "fail" : "pass")) + "\n";
  }
  const std::string path = Write("a.jsonl", text);
  for (const std::string& file : {path, Gz(path)}) {
    const Fleet fleet = ScanFile(file);
    EXPECT_EQ(fleet.health().jobs(), 50);
    EXPECT_EQ(fleet.results, 50);
    const FleetSeries& series = fleet.series.at({"CR_1_11_locks", "qemu"});
    EXPECT_EQ(series.failed.first_job, "7");
    EXPECT_EQ(fleet.ExitStatus(), 0);
  }
}

TEST_F(Scan, NamesTheLineThatIsNone) {
  const std::string good = Callback(1, Case("CR_1_11_locks", "pass"));
  const std::string torn = good.substr(0, good.size() / 2);
  const Fleet fleet = ScanFile(
      Write("a.jsonl", good + "\n\n" + torn + "\n" +
                           Callback(2, Case("CR_1_11_locks", "pass"))));
  EXPECT_EQ(fleet.health().jobs(), 2);
  ASSERT_THAT(fleet.problems, SizeIs(1));
  EXPECT_EQ(fleet.problems[0].problem.line, 3u);
  EXPECT_EQ(fleet.ExitStatus(), 2);
}

TEST_F(Scan, LavasWordsBecomeVerdicts) {
  const Fleet fleet = ScanFile(Write(
      "a.jsonl",
      Callback(1, Case("CR_1_1_a", "pass") + Case("CR_1_1_b", "fail") +
                      Case("CR_1_1_c", "skip") + Case("CR_1_1_d", "unknown") +
                      Case("CR_1_1_e", "pass", "'12.5'") +
                      Case("helper", "fail"))));
  const auto of = [&fleet](const char* test) {
    return fleet.series.at({test, "qemu"}).latest_verdict;
  };
  EXPECT_EQ(of("CR_1_1_a"), Verdict::kPass);
  EXPECT_EQ(of("CR_1_1_b"), Verdict::kFail);
  EXPECT_EQ(of("CR_1_1_c"), Verdict::kNotApplicable);
  EXPECT_EQ(of("CR_1_1_d"), Verdict::kError);
  EXPECT_EQ(fleet.series.count({"CR_1_1_e", "qemu"}), 0u) << "a measurement";
  EXPECT_EQ(fleet.foreign, 1);
}

TEST_F(Scan, TheRecordInTheLogKnowsBetter) {
  // LAVA has no word for `error` and shows it as fail.
  PlannedTest planned{"CR_1_1_a", "CR_1_1", "The first"};
  PlannedTest lost{"CR_1_7_b", "CR_1_7", "The second"};
  RecordEncoder encoder(kSampleRun, "");
  PlanRecord plan = SamplePlan();
  plan.tests = {planned, lost};
  std::string log;
  for (const auto& lines :
       {encoder.Encode(plan),
        encoder.Encode(SampleTest(planned, Verdict::kError))}) {
    for (const std::string& line : lines) {
      std::string escaped;
      for (const char c : line) {
        if (c == '"') escaped += "\\\\\\\"";
        if (c == '\\') escaped += "\\\\\\\\";
        if (c != '"' && c != '\\') escaped += c;
      }
      log += R"(- {\"dt\": \"2026-11-23T18:00:00.0\", \"lvl\": \"target\", )"
             R"(\"msg\": \")" +
             escaped + R"(\"}\n)";
    }
  }
  const Fleet fleet =
      ScanFile(Write("a.jsonl", Callback(1, Case("CR_1_1_a", "fail"), log)));
  EXPECT_EQ(fleet.series.at({"CR_1_1_a", "qemu"}).latest_verdict,
            Verdict::kError);
  EXPECT_EQ(fleet.series.at({"CR_1_7_b", "qemu"}).latest_verdict,
            Verdict::kMissing);
}

TEST_F(Scan, TellsCallbacksFromOtherInputs) {
  EXPECT_TRUE(FleetScan::HoldsCallbacks(Write("a", Callback(1, "") + "\n")));
  EXPECT_FALSE(FleetScan::HoldsCallbacks(Write("b", "IEC1 plan\n")));
  EXPECT_FALSE(FleetScan::HoldsCallbacks(Write("c", "{\n \"id\": 1\n}\n")));
  EXPECT_FALSE(FleetScan::HoldsCallbacks(Write("d", "")));
  EXPECT_FALSE(FleetScan::HoldsCallbacks("/nonexistent"));
}

TEST_F(Scan, ARunWithoutLavaHasItsLane) {
  RecordInput input;
  input.name = "run.txt";
  RunRecord run;
  run.plan = SamplePlan();
  run.plan.run = kSampleRun;
  run.tests = {SampleTest(run.plan.tests[0], Verdict::kFail)};
  input.runs = {run};
  input.problems = {{4, "torn"}};
  FleetScan scan(1, "");
  scan.AddInput(input);
  const Fleet fleet = scan.Finish();
  EXPECT_EQ(fleet.types.at("container").incomplete, 1);
  EXPECT_EQ(fleet.series.at({"CR_1_1_a", "container"}).failed.count, 1);
  EXPECT_EQ(fleet.series.at({"CR_1_7_b", "container"}).latest_verdict,
            Verdict::kMissing);
  EXPECT_EQ(fleet.unreadable, 1);
}

TEST_F(Scan, ChunksHaveWholeLinesAndTheirNumbers) {
  std::string text;
  for (int i = 1; i <= 200'000; ++i) text += fmt::format("line {}\n", i);
  text += "the last";
  std::mutex mutex;
  std::map<size_t, std::string> chunks;
  ChunkSinks sinks;
  sinks.on_chunk = [&](size_t, const Chunk& chunk) {
    const std::lock_guard lock(mutex);
    chunks[chunk.first_line] = chunk.text;
  };
  sinks.on_long_line = [](size_t line) { ADD_FAILURE() << line; };
  ASSERT_TRUE(ReadChunks(Write("lines", text), 3, sinks).ok());
  std::string together;
  for (const auto& [line, chunk] : chunks) {
    EXPECT_THAT(chunk, testing::StartsWith(
                           line > 200'000 ? "the last"
                                          : fmt::format("line {}\n", line)));
    together += chunk;
  }
  EXPECT_TRUE(together == text);
  EXPECT_GT(chunks.size(), 1u);
}

TEST_F(Scan, ALineThatIsTooLongIsLeftOut) {
  const std::string good = Callback(1, Case("CR_1_11_locks", "pass")) + "\n";
  const Fleet fleet = ScanFile(
      Write("a.jsonl", good + std::string(kMaxFleetLine + 5'000'000, 'x') +
                           "\n" + Callback(2, "") + "\n"));
  EXPECT_EQ(fleet.health().jobs(), 2);
  ASSERT_THAT(fleet.problems, SizeIs(1));
  EXPECT_EQ(fleet.problems[0].problem.line, 2u);
  EXPECT_THAT(fleet.problems[0].problem.what, HasSubstr("more than"));
}

TEST_F(Scan, APackedFileThatIsCutOffIsSaid) {
  std::string text;
  for (int i = 1; i <= 500; ++i) text += Callback(i, "") + "\n";
  const std::string packed = *ReadFile(Gz(Write("a.jsonl", text)));
  FleetScan scan(2, "");
  EXPECT_FALSE(
      scan.AddCallbacks(Write("cut.gz", packed.substr(0, packed.size() / 2)))
          .ok());
  EXPECT_FALSE(scan.AddCallbacks("/nonexistent").ok());
}

}  // namespace
}  // namespace iec
