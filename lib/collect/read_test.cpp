// SPDX-License-Identifier: Apache-2.0
// Each kind of input by its content, from the seeds of the fuzz targets.
#include "lib/collect/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "lib/base/file.h"

namespace iec {
namespace {

using testing::HasSubstr;

std::string Seed(const std::string& name) {
  const auto text =
      ReadFile(std::string(IEC_SOURCE_DIR) + "/lib/collect/corpus/" + name);
  EXPECT_TRUE(text.ok()) << name;
  return text.ok() ? *text : "";
}

std::vector<Collected> Read(const std::string& text) {
  auto collected = ReadCollectedText("f", text, "");
  EXPECT_TRUE(collected.ok()) << collected.error().message;
  return collected.ok() ? *collected : std::vector<Collected>(1);
}

std::string ErrorOf(const std::string& text) {
  const auto collected = ReadCollectedText("f", text, "");
  return collected.ok() ? "" : collected.error().message;
}

Collected ReadSeed(const std::string& name) {
  const std::vector<Collected> all = Read(Seed(name));
  EXPECT_EQ(all.size(), 1u) << name;
  EXPECT_EQ(all[0].input.name, "f");
  EXPECT_TRUE(all[0].input.problems.empty())
      << name << ": " << all[0].input.problems[0].what;
  return all[0];
}

void ExpectOurs(const Collected& collected, const std::string& name) {
  ASSERT_EQ(collected.cases.size(), 3u) << name;
  const LavaCase& first = collected.cases[0];
  EXPECT_EQ(first.name, "CR_1_1_a") << name;
  EXPECT_EQ(first.set, "CR_1_1") << name;
  EXPECT_EQ(first.suite, "0_iec62443") << name;
  EXPECT_EQ(first.result, "pass") << name;
  EXPECT_EQ(first.lines.first, 12u) << name;
  EXPECT_EQ(first.lines.last, 14u) << name;
  EXPECT_EQ(collected.cases[1].result, "fail") << name;
  ASSERT_TRUE(collected.input.job.has_value());
  EXPECT_EQ(collected.input.job->id, "4711") << name;
}

TEST(Read, ResultsOfEachExport) {
  for (const std::string name :
       {"result_list/job.yaml", "read/lavacli_results.json",
        "read/rest_tests.json", "callback/results.json"}) {
    const Collected collected = ReadSeed(name);
    ExpectOurs(collected, name);
    EXPECT_EQ(collected.input.job->health, "Complete") << name;
  }
  EXPECT_EQ(ReadSeed("read/rest_tests.json").input.job->url,
            "http://lava.example.org/scheduler/job/4711");
}

// REST v0.2 has only the path of what LAVA says of a result it made.
TEST(Read, WhatLavaMissedIsMissingInRestToo) {
  std::string text = Seed("read/rest_tests.json");
  const std::string fail = "result: fail\\n";
  ASSERT_NE(text.find(fail), std::string::npos);
  const auto with = [&](const std::string& more) {
    std::string changed = text;
    changed.insert(changed.find(fail), more);
    const std::vector<Collected> all = Read(changed);
    for (const LavaCase& lava : all[0].cases) {
      if (lava.result == "fail") return IsMissing(lava);
    }
    ADD_FAILURE() << "no case failed";
    return false;
  };
  EXPECT_FALSE(with(""));
  EXPECT_TRUE(
      with("extra: /var/lib/lava-server/default/media/job-output/2026/11/23/"
           "4711/metadata/0_iec62443-CR_1_7_b-3.1.yaml\\nlevel: '3.1'\\n"));
  EXPECT_FALSE(with("extra: none\\n"));
}

// Each kind of input after a byte order mark, and YAML after what may stand
// before its content.
TEST(Read, WhatStandsBeforeTheContentHidesNothing) {
  const std::string mark = "\xef\xbb\xbf";
  for (const std::string name :
       {"read/shell.txt", "lava_log/output.yaml", "read/console.txt",
        "read/lavacli_results.json", "result_list/job.yaml",
        "read/callbacks.jsonl", "read/lava_run_result.yaml"}) {
    const std::vector<Collected> plain = Read(Seed(name));
    const std::vector<Collected> marked = Read(mark + Seed(name));
    ASSERT_EQ(marked.size(), plain.size()) << name;
    EXPECT_EQ(marked[0].shell.size(), plain[0].shell.size()) << name;
    EXPECT_EQ(marked[0].cases.size(), plain[0].cases.size()) << name;
    EXPECT_EQ(marked[0].input.runs.size(), plain[0].input.runs.size()) << name;
  }
  for (const std::string before :
       {"---\r\n", "--- \n", "%YAML 1.1\n---\n", "# results\n\n---\n"}) {
    const std::vector<Collected> all =
        Read(before + Seed("result_list/job.yaml"));
    ExpectOurs(all[0], before);
    EXPECT_EQ(Read(before + Seed("read/lava_run_result.yaml"))[0]
                  .input.job->error_type,
              "Infrastructure");
  }
  EXPECT_THAT(ErrorOf("# results\n---\n- name: x\n  result: bogus\n"),
              HasSubstr("f:3: 'bogus' is no result"));
}

TEST(Read, TheEndOfALavaRunInAnyOrderAndWithCarriageReturns) {
  for (const std::string text :
       {"result: fail\ncase: job\ndefinition: lava\nerror_type: Job\n",
        "case: job\r\ndefinition: lava\r\nresult: fail\r\nerror_type: "
        "Job\r\n"}) {
    const JobRecord job = Read(text)[0].input.job.value();
    EXPECT_EQ(job.error_type, "Job");
    EXPECT_EQ(job.health, "Incomplete");
  }
  EXPECT_THAT(ErrorOf("result: fail\n"), HasSubstr("holds no record"));
}

TEST(Read, LogsOfEachKind) {
  for (const std::string name :
       {"lava_log/output.yaml", "lava_log/lava_run.txt"}) {
    const Collected collected = ReadSeed(name);
    ASSERT_EQ(collected.input.runs.size(), 1u) << name;
    EXPECT_EQ(collected.input.runs[0].tests.size(), 3u) << name;
    const JobRecord& job = collected.input.job.value();
    EXPECT_EQ(job.id, "4711") << name;
    EXPECT_EQ(job.health, "Incomplete") << name;
    EXPECT_EQ(job.error_type, "Infrastructure") << name;
    EXPECT_EQ(job.error_message, "no power") << name;
    EXPECT_EQ(job.finished - job.started, 5000) << name;
    ASSERT_EQ(collected.cases.size(), 1u) << name;  // no measurement
    EXPECT_EQ(collected.cases[0].lines.first, 12u) << name;
  }
  EXPECT_EQ(ReadSeed("read/console.txt").input.runs.size(), 1u);
  EXPECT_FALSE(ReadSeed("read/console.txt").input.job.has_value());
}

// As LAVA 2023.01 logs a node of a MultiNode job.
TEST(Read, WhatThePeerOfAJobSaysOfItself) {
  constexpr std::string_view kLine =
      "- {\"dt\": \"2026-11-28T15:55:59.576423\", \"lvl\": \"results\", "
      "\"msg\": {\"case\": \"CASE\", \"definition\": \"SUITE\", "
      "\"result\": \"pass\"}}\n";
  const auto line = [&](const std::string& suite, const std::string& name) {
    std::string text(kLine);
    text.replace(text.find("CASE"), 4, name);
    return text.replace(text.find("SUITE"), 5, suite);
  };
  const std::vector<Collected> all =
      Read(line("0_lan", "peer_of_another_suite") +
           line("1_peer", "peer_reaches_ssh") +
           line("1_peer", "multinode-wait-dut_done") +
           line("1_peer", "peer_served"));
  ASSERT_EQ(all.size(), 1u);
  ASSERT_EQ(all[0].input.peer.size(), 2u);
  EXPECT_EQ(all[0].input.peer[0].name, "peer_reaches_ssh");
  EXPECT_EQ(all[0].input.peer[1].name, "peer_served");
  EXPECT_EQ(all[0].input.peer[1].result, "pass");
  EXPECT_TRUE(all[0].cases.empty());
}

TEST(Read, CallbacksWithEachDataset) {
  EXPECT_EQ(ReadSeed("callback/minimal.json").input.job->device, "qemu02");
  const Collected all = ReadSeed("callback/all.json");
  EXPECT_EQ(all.input.runs.size(), 1u);
  EXPECT_EQ(all.input.job->image_sha256, std::string(64, 'b'));
  EXPECT_EQ(all.input.job->device_type, "qemu");
  EXPECT_EQ(ReadSeed("callback/logs.json").input.runs.size(), 1u);
  EXPECT_TRUE(
      ReadSeed("callback/logs.json").input.runs[0].lines.contains("CR_1_7_b"));
  EXPECT_EQ(ReadSeed("callback/infrastructure.json").input.job->error_type,
            "Infrastructure");
}

TEST(Read, DescriptionsOfAJob) {
  const JobRecord job = ReadSeed("read/rest_job.json").input.job.value();
  EXPECT_EQ(job.id, "4711");
  EXPECT_EQ(job.device, "qemu02");
  EXPECT_EQ(job.device_type, "qemu");
  EXPECT_EQ(job.finished - job.started, 89750);
  EXPECT_EQ(ReadSeed("read/rest_suites.json").input.job->id, "4711");
  EXPECT_EQ(ReadSeed("read/lava_run_result.yaml").input.job->error_type,
            "Infrastructure");
}

TEST(Read, ResultsOfTheShellSuite) {
  const Collected collected = Read(Seed("read/shell.txt"))[0];
  ASSERT_EQ(collected.shell.size(), 3u);
  EXPECT_EQ(collected.shell[0].id, "TC_CR1.11_1");
  EXPECT_EQ(collected.shell[0].seconds, 28);
  EXPECT_EQ(collected.shell[2].result, "skip");
  EXPECT_EQ(collected.shell[2].line, 4u);
  ASSERT_EQ(collected.input.problems.size(), 1u);
  EXPECT_EQ(collected.input.problems[0].line, 3u);
  EXPECT_THAT(collected.input.problems[0].what, HasSubstr("TC_CR9.9_1"));
}

TEST(Read, OneCallbackALine) {
  const std::string text = Seed("read/callbacks.jsonl");
  const std::vector<Collected> two = Read(text);
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0].input.name, "f:1");
  EXPECT_EQ(two[1].input.job->id, "4712");
  // A bad line is a problem of the file, and the others go on.
  const std::vector<Collected> more = Read("{\"id\": 1,}\n" + text + "{\n");
  ASSERT_EQ(more.size(), 3u);
  EXPECT_EQ(more[0].input.name, "f:2");
  EXPECT_EQ(more[2].input.name, "f");
  ASSERT_EQ(more[2].input.problems.size(), 2u);
  EXPECT_EQ(more[2].input.problems[0].line, 1u);
  EXPECT_THAT(more[2].input.problems[0].what, HasSubstr("not JSON"));
  EXPECT_EQ(more[2].input.problems[1].line, 4u);
}

TEST(Read, AFirstLineThatIsTornOrBlankLosesNoOtherDocument) {
  const std::string text = Seed("read/callbacks.jsonl");
  EXPECT_EQ(Read("\n" + text).size(), 2u);
  for (const std::string& torn :
       {text.substr(0, 300), std::string("null"), text.substr(300, 20)}) {
    const std::vector<Collected> all = Read(torn + "\n" + text);
    ASSERT_EQ(all.size(), 3u) << torn;
    EXPECT_EQ(all[0].input.name, "f:2");
    EXPECT_EQ(all[1].input.job->id, "4712");
    ASSERT_EQ(all[2].input.problems.size(), 1u);
    EXPECT_EQ(all[2].input.problems[0].line, 1u);
  }
  // A line of a document that is torn is none.
  EXPECT_THAT(
      ErrorOf("{\"count\": 2, \"results\": [\n{\"id\": 1},\n{\"id\": 2}\n"),
      HasSubstr("f:4: this is not JSON"));
}

TEST(Read, AResultOfTheShellSuiteThatIsTornIsSaid) {
  const std::vector<Collected> all =
      Read("TC_CR1.7_1+pass+1\nTC_CR1.1_1+fail+3[   12.3] usb 1-1: new\n");
  EXPECT_EQ(all[0].shell.size(), 1u);
  ASSERT_EQ(all[0].input.problems.size(), 1u);
  EXPECT_EQ(all[0].input.problems[0].line, 2u);
  EXPECT_EQ(Read("TC_CR1.1_1+fa\n")[0].input.problems.size(), 1u);
}

TEST(Read, NamesWhatIsWrongWithItsLine) {
  EXPECT_THAT(ErrorOf("nothing\n"), HasSubstr("f holds no record"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("f holds no record"));
  EXPECT_THAT(ErrorOf("{\"a\":\n1,}\n"), HasSubstr("f:2: this is not JSON"));
  EXPECT_THAT(ErrorOf("{\"a\": 1}"), HasSubstr("f:1: JSON of no kind"));
  EXPECT_THAT(ErrorOf("[]"), HasSubstr("f:1: a list without results"));
  EXPECT_THAT(ErrorOf("{\"schema\": \"iec-report/1\"}"),
              HasSubstr("'iec-report/1' is no input"));
  const std::string yaml = Seed("result_list/job.yaml");
  EXPECT_THAT(ErrorOf(yaml + "- id: '9'\n  name: x\n  result: bogus\n"),
              testing::ContainsRegex("^f:[0-9]+: 'bogus' is no result"));
  EXPECT_THAT(ErrorOf(yaml + "- id: &a [*a, *a]\n"),
              HasSubstr("anchors are not read"));
  EXPECT_THAT(ErrorOf(yaml + "- id: '9'\n  job: '5'\n  name: CR_1_1_a\n"
                             "  result: pass\n"),
              HasSubstr("results of two jobs"));
}

TEST(Read, HostileBytesAreNoResults) {
  const std::string yaml = Seed("result_list/job.yaml");
  EXPECT_THAT(ErrorOf(yaml + "- name: \xff\n"), HasSubstr("UTF-8"));
  EXPECT_NE(ErrorOf(yaml + std::string("- name: \0\n", 10)), "");
  EXPECT_NE(ErrorOf(yaml + "- name: \x1b[2J\n"), "");
  EXPECT_NE(ErrorOf("{\"id\": 1, \"health_string\": \"\x01\"}"), "");
}

TEST(Read, AClockThatGoesBackwardsIsSaid) {
  std::string log = Seed("lava_log/output.yaml");
  const std::string late = "\"2026-11-23T18:00:05.";
  log.replace(log.rfind(late), late.size(), "\"2026-11-23T17:00:05.");
  const std::vector<Collected> all = Read(log);
  ASSERT_EQ(all[0].input.problems.size(), 1u);
  EXPECT_THAT(all[0].input.problems[0].what, HasSubstr("goes backwards"));
  std::string job = Seed("read/rest_job.json");
  job.replace(job.find("2026-11-23T18:01"), 16, "2026-11-23T17:01");
  EXPECT_THAT(Read(job)[0].input.problems.at(0).what,
              HasSubstr("goes backwards"));
}

TEST(Read, ATornLineOfALogIsNamed) {
  const std::string log = Seed("lava_log/output.yaml");
  const std::vector<Collected> all =
      Read(log + "- {\"dt\": \"2026-11-23T18:00:06.0\", \"lvl\": \"tar\n");
  ASSERT_EQ(all[0].input.problems.size(), 1u);
  EXPECT_THAT(all[0].input.problems[0].what, HasSubstr("a torn line"));
}

class File : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = "/tmp/iec-read-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(directory_).ok()); }
  std::string Write(const std::string& bytes) {
    const std::string path = directory_ + "/f";
    EXPECT_TRUE(WriteFileAtomically(path, bytes, 0600).ok());
    return path;
  }
  std::string directory_;
};

TEST_F(File, MayBeAGzip) {
  const auto collected =
      ReadCollected(Write(Seed("source/results.yaml.gz")), "");
  ASSERT_TRUE(collected.ok()) << collected.error().message;
  ExpectOurs(collected->front(), "gzip");
}

TEST_F(File, AGzipThatIsCutOffIsAnError) {
  std::string bytes = Seed("source/results.yaml.gz");
  bytes.resize(bytes.size() - 4);
  const auto collected = ReadCollected(Write(bytes), "");
  ASSERT_FALSE(collected.ok());
  EXPECT_THAT(collected.error().message, HasSubstr("f: the gzip data is cut"));
  const auto damaged = ReadCollected(Write("\x1f\x8bnothing"), "");
  ASSERT_FALSE(damaged.ok());
  EXPECT_THAT(damaged.error().message, HasSubstr("damaged"));
}

TEST_F(File, ZerosBehindAGzipAreNothing) {
  const std::string bytes = Seed("source/results.yaml.gz");
  const auto padded =
      ReadCollected(Write(bytes + std::string(100'000, '\0')), "");
  ASSERT_TRUE(padded.ok()) << padded.error().message;
  ExpectOurs(padded->front(), "zeros");
  for (const std::string& more : {std::string("\0\0x", 3), std::string("x")}) {
    EXPECT_FALSE(ReadCollected(Write(bytes + more), "").ok());
  }
}

TEST_F(File, MembersOfAGzipFollowEachOther) {
  auto source = InputSource::Open(Write(Seed("source/two_members.gz")));
  ASSERT_TRUE(source.ok());
  std::string all;
  char buffer[3];
  for (;;) {
    const auto count = source->Read(buffer, sizeof(buffer));
    ASSERT_TRUE(count.ok()) << count.error().message;
    if (*count == 0) break;
    all.append(buffer, *count);
  }
  EXPECT_EQ(all, "one\ntwo\n");
}

}  // namespace
}  // namespace iec
