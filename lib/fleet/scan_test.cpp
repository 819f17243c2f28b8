// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/scan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/fleet/chunks.h"
#include "lib/fleet/render.h"
#include "lib/record/sample_test.h"
#include "lib/record/wire.h"

namespace iec {
namespace {

using testing::HasSubstr;
using testing::Not;
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

// Lines of a console as the log of a job has them in a callback.
std::string Log(const std::vector<std::string>& lines) {
  std::string log;
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
  return log;
}

Fleet ScanFile(const std::string& path, size_t threads = 2,
               const std::string& key = "") {
  FleetScan scan(threads, key);
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
  EXPECT_THAT(fleet.problems[0].problem.what, Not(HasSubstr("line 1")));
  EXPECT_EQ(fleet.ExitStatus(), 2);
}

TEST_F(Scan, LavasWordsBecomeVerdicts) {
  const Fleet fleet = ScanFile(Write(
      "a.jsonl",
      Callback(1, Case("CR_1_1_a", "pass") + Case("CR_1_1_b", "fail") +
                      Case("CR_1_1_c", "skip") + Case("CR_1_1_d", "unknown") +
                      Case("CR_1_1_e", "pass", "'12.5'") +
                      Case("CR_1_1_f", "fail", "'12.5'") +
                      Case("helper", "fail"))));
  const auto of = [&fleet](const char* test) {
    return fleet.series.at({test, "qemu"}).latest_verdict;
  };
  EXPECT_EQ(of("CR_1_1_a"), Verdict::kPass);
  EXPECT_EQ(of("CR_1_1_b"), Verdict::kFail);
  EXPECT_EQ(of("CR_1_1_c"), Verdict::kNotApplicable);
  EXPECT_EQ(of("CR_1_1_d"), Verdict::kError);
  EXPECT_EQ(fleet.series.count({"CR_1_1_e", "qemu"}), 0u) << "a measurement";
  EXPECT_EQ(of("CR_1_1_f"), Verdict::kFail) << "a measurement that failed";
  EXPECT_EQ(fleet.foreign, 1);
}

// A run of one test in the log of a job, to be changed.
struct Logged {
  PlannedTest planned{"CR_1_1_a", "CR_1_1", "The first"};
  PlanRecord plan;
  TestRecord test;
  std::optional<SummaryRecord> summary;
  std::string key;

  explicit Logged(Verdict verdict) : test(SampleTest(planned, verdict)) {
    plan = SamplePlan();
    plan.tests = {planned};
    test.undo_failures.clear();
    summary = SampleSummary();
    summary->verdicts = {{std::string(Name(verdict)), 1}};
  }
  std::vector<std::string> Lines() const {
    RecordEncoder encoder(kSampleRun, key);
    std::vector<std::string> all = encoder.Encode(plan);
    const auto add = [&all](const std::vector<std::string>& more) {
      all.insert(all.end(), more.begin(), more.end());
    };
    add(encoder.Encode(test));
    if (summary) add(encoder.Encode(*summary));
    return all;
  }
};

TEST_F(Scan, TheRecordInTheLogKnowsBetter) {
  // LAVA has no word for `error` and shows it as fail.
  const Logged logged(Verdict::kError);
  const Fleet fleet = ScanFile(Write(
      "a.jsonl", Callback(1, Case("CR_1_1_a", "fail") + Case("x_y", "fail"),
                          Log(logged.Lines()))));
  EXPECT_EQ(fleet.series.at({"CR_1_1_a", "qemu"}).latest_verdict,
            Verdict::kError);
  EXPECT_EQ(fleet.results, 1);
  EXPECT_EQ(fleet.foreign, 1);
  EXPECT_EQ(fleet.unreadable, 0);
}

// Nothing that `report` would not let pass.
TEST_F(Scan, ProblemsOfRecordsInLogsAreSaid) {
  const auto what = [this](const Logged& logged, const std::string& cases,
                           const std::string& key = "") {
    const Fleet fleet =
        ScanFile(Write("a.jsonl", Callback(1, "") + "\n" +
                                      Callback(2, cases, Log(logged.Lines()))),
                 2, key);
    EXPECT_NE(fleet.ExitStatus(), 0);
    if (fleet.problems.empty()) return std::string();
    EXPECT_EQ(fleet.problems[0].problem.line, 2u);
    return fleet.problems[0].problem.what;
  };
  Logged is_signed(Verdict::kFail);
  is_signed.key = "secret";
  EXPECT_THAT(what(is_signed, ""), HasSubstr("cannot be checked without"));
  EXPECT_THAT(what(Logged(Verdict::kPass), "", "secret"),
              HasSubstr("is not signed"));
  Logged two_faced(Verdict::kPass);
  two_faced.test.checks[1].holds = false;
  EXPECT_THAT(what(two_faced, ""), HasSubstr("pass beside a check"));
  Logged torn_off(Verdict::kPass);
  torn_off.summary.reset();
  EXPECT_THAT(what(torn_off, ""), HasSubstr("no summary"));
  EXPECT_THAT(what(Logged(Verdict::kPass), Case("CR_1_1_a", "fail")),
              HasSubstr("LAVA kept 'fail' of CR_1_1_a"));
  Logged left(Verdict::kPass);
  left.test.undo_failures = {"a file"};
  EXPECT_THAT(what(left, ""), HasSubstr("not undone"));
}

TEST_F(Scan, ARunThatEndedWithItsJobIsNoProblem) {
  Logged torn_off(Verdict::kPass);
  torn_off.summary.reset();
  std::string callback = Callback(1, "", Log(torn_off.Lines()));
  const std::string complete = "\"Complete\"";
  callback.replace(callback.find(complete), complete.size(), "\"Canceled\"");
  const Fleet fleet = ScanFile(Write("a.jsonl", callback));
  EXPECT_EQ(fleet.health().canceled, 1);
  EXPECT_EQ(fleet.results, 1);
  EXPECT_EQ(fleet.ExitStatus(), 0);
}

TEST_F(Scan, WithAKeyLavasWordIsNoVerdict) {
  const Fleet fleet = ScanFile(
      Write("a.jsonl", Callback(1, Case("CR_1_1_a", "pass"))), 2, "secret");
  EXPECT_EQ(fleet.series.at({"CR_1_1_a", "qemu"}).latest_verdict,
            Verdict::kError);
  EXPECT_EQ(fleet.ExitStatus(), 2);
  Logged cut(Verdict::kFail);
  cut.key = "secret";
  std::vector<std::string> lines = cut.Lines();
  std::erase_if(lines, [](const std::string& line) {
    return line.find("IEC1 test") != std::string::npos;
  });
  EXPECT_EQ(ScanFile(Write("b.jsonl",
                           Callback(1, Case("CR_1_1_a", "pass"), Log(lines))),
                     2, "secret")
                .series.at({"CR_1_1_a", "qemu"})
                .latest_verdict,
            Verdict::kError);
}

TEST_F(Scan, AWaiverOfTheRecordCounts) {
  Logged waived(Verdict::kFail);
  waived.plan.waivers = {{"CR 1.1", "by design", "A. Person", "2027-01-31"}};
  const Fleet fleet = ScanFile(Write(
      "a.jsonl", Callback(1, Case("CR_1_1_a", "fail"), Log(waived.Lines()))));
  EXPECT_EQ(fleet.series.at({"CR_1_1_a", "qemu"}).latest_verdict,
            Verdict::kWaived);
  EXPECT_EQ(fleet.ExitStatus(), 0);
}

TEST_F(Scan, TheShellSuiteIsJudgedAsInAReport) {
  const Fleet fleet =
      ScanFile(Write("a.jsonl", Callback(1, Case("TC_CR1.1_1", "skip") +
                                                Case("TC_CR1.3_1", "pass"))));
  EXPECT_EQ(fleet.series.at({"TC_CR1_1_1", "qemu"}).latest_verdict,
            Verdict::kError);
  EXPECT_EQ(fleet.series.at({"TC_CR1_3_1", "qemu"}).latest_verdict,
            Verdict::kPass);
}

TEST_F(Scan, AFloodOfForeignNamesHidesNothing) {
  std::string cases;
  for (int i = 0; i < 200'000; ++i) {
    cases += fmt::format("- name: vk{}\\n  result: pass\\n", i);
  }
  const Fleet fleet = ScanFile(Write(
      "a.jsonl",
      Callback(1, cases) + "\n" + Callback(2, Case("CR_1_11_locks", "fail"))));
  EXPECT_EQ(fleet.foreign, 200'000);
  EXPECT_EQ(fleet.results, 1);
  EXPECT_EQ(fleet.ExitStatus(), 1);
}

TEST_F(Scan, JobsOfTwoServersAreTwo) {
  const std::string one = Callback(7, Case("CR_1_1_a", "pass"));
  const std::string submitted = "2026-11-23 18:00:07";
  std::string later = one;
  later.replace(later.find(submitted), submitted.size(), "2026-11-23 18:00:09");
  std::string unknown = one;  // when it was submitted
  unknown.replace(unknown.find(submitted), submitted.size(), "None");
  std::string elsewhere = unknown;
  elsewhere.replace(elsewhere.find("\"q7\""), 4, "\"other\"");
  for (const std::string& other : {later, elsewhere}) {
    const Fleet fleet = ScanFile(
        Write("a.jsonl", (other == later ? one : unknown) + "\n" + other));
    EXPECT_EQ(fleet.health().jobs(), 2);
  }
  EXPECT_EQ(ScanFile(Write("a.jsonl", one + "\n" + unknown)).health().jobs(),
            1);
}

TEST_F(Scan, TheNumberOfThreadsChangesNothing) {
  // Both documents of a job are in other chunks, and of the types and the
  // names of tests only the first ones are told apart.
  std::string text;
  for (const char* result : {"pass", "fail"}) {
    for (int i = 0; i < 2500; ++i) {
      std::string line = Callback(i, Case("CR_1_1_a", result));
      const std::string type = "device_type: qemu";
      line.replace(line.find(type), type.size(),
                   "device_type: t" + std::to_string(i));
      line.insert(1, "\"padding\": \"" + std::string(2000, 'x') + "\", ");
      text += line + "\n";
    }
  }
  const std::string path = Write("a.jsonl", text);
  const std::string once = RenderFleetJson(ScanFile(path, 1));
  EXPECT_THAT(once, HasSubstr("\"merged_jobs\": 500"));
  EXPECT_THAT(once, HasSubstr("the worse one counts"));
  for (const size_t threads : {2, 4, 7}) {
    EXPECT_EQ(RenderFleetJson(ScanFile(path, threads)), once) << threads;
  }
}

TEST_F(Scan, TellsCallbacksFromOtherInputs) {
  EXPECT_TRUE(FleetScan::HoldsCallbacks(Write("a", Callback(1, "") + "\n")));
  EXPECT_FALSE(FleetScan::HoldsCallbacks(Write("b", "IEC1 plan\n")));
  EXPECT_FALSE(FleetScan::HoldsCallbacks(Write("c", "{\n \"id\": 1\n}\n")));
  EXPECT_FALSE(FleetScan::HoldsCallbacks(Write("d", "")));
  EXPECT_FALSE(FleetScan::HoldsCallbacks("/nonexistent"));
}

TEST_F(Scan, ABadBeginningCostsOneLine) {
  const std::string good = Callback(1, Case("CR_1_11_locks", "pass")) + "\n" +
                           Callback(2, "") + "\n";
  for (const std::string begin :
       {"garbage\n", "{\"id\": 3, \"status_st\n", "{\"event\": 1}\n", "\n",
        "\xef\xbb\xbf", " "}) {
    const Fleet fleet = ScanFile(Write("a.jsonl", begin + good));
    EXPECT_EQ(fleet.health().jobs(), 2) << begin;
    EXPECT_EQ(fleet.unreadable, begin.size() > 4 ? 1 : 0) << begin;
  }
}

TEST_F(Scan, APipeLosesNothing) {
  std::string text;
  for (int i = 1; i <= 1000; ++i) {
    text += Callback(i, Case("CR_1_11_locks", "pass")) + "\n";
  }
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  std::jthread feed([&] {
    EXPECT_TRUE(WriteAll(writer.get(), text).ok());
    writer.Reset();
  });
  const Fleet fleet = ScanFile("/proc/self/fd/" + std::to_string(reader.get()));
  EXPECT_EQ(fleet.health().jobs(), 1000);
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
  EXPECT_EQ(fleet.unreadable, 2) << "it is torn off, too";
}

TEST_F(Scan, ChunksHaveWholeLinesAndTheirNumbers) {
  std::string text;
  for (int i = 1; i <= 200'000; ++i) text += fmt::format("line {}\n", i);
  text += "the last";
  std::mutex mutex;
  std::map<size_t, std::string> chunks;
  std::map<size_t, std::string> of_thread;
  ChunkSinks sinks;
  sinks.on_chunk = [&](size_t thread, const Chunk& chunk) {
    const std::lock_guard lock(mutex);
    chunks[chunk.first_line] = chunk.text;
    of_thread[thread] = chunk.text;
  };
  std::vector<std::string> in_turn;
  sinks.in_turn = [&](size_t thread) { in_turn.push_back(of_thread[thread]); };
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
  EXPECT_TRUE(Join(in_turn, "") == text);
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

TEST_F(Scan, APackedFileThatIsCutOffIsSaidAndReadUpToThere) {
  std::string text;
  for (int i = 1; i <= 500; ++i) text += Callback(i, "") + "\n";
  const std::string packed = *ReadFile(Gz(Write("a.jsonl", text)));
  FleetScan scan(2, "");
  EXPECT_FALSE(
      scan.AddCallbacks(Write("cut.gz", packed.substr(0, packed.size() / 2)))
          .ok());
  EXPECT_GT(scan.Finish().health().jobs(), 100);
  EXPECT_FALSE(scan.AddCallbacks("/nonexistent").ok());
}

}  // namespace
}  // namespace iec
