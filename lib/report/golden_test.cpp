// SPDX-License-Identifier: Apache-2.0
#include "lib/report/golden_test.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "lib/base/file.h"
#include "lib/report/render.h"
#include "lib/report/sample_test.h"

namespace iec {
namespace {

TEST(Golden, Table) {
  ExpectGolden("table.txt", RenderTable(Everything(), {false, 100}));
}

TEST(Golden, TableOfEightyColumns) {
  ExpectGolden("table_80.txt", RenderTable(Everything(), {false, 80}));
}

TEST(Golden, TableInColor) {
  ExpectGolden("table_color.txt", RenderTable(Everything(), {true, 100}));
}

TEST(Golden, Json) {
  ExpectGolden("report.json", RenderJson(Everything(), {}));
}

TEST(Golden, Junit) {
  ExpectGolden("junit.xml", RenderJunit(Everything(), {}));
}

TEST(Json, IsReadBackAsItWasMeant) {
  const auto report = nlohmann::json::parse(RenderJson(Everything(), {}));
  EXPECT_EQ(report.at("schema"), "iec-report/1");
  EXPECT_EQ(report.at("exit_status"), 1);
  for (const auto& test : report.at("tests")) {
    if (test.at("id") != "CR_1_7_takes_weak_passwords") continue;
    EXPECT_EQ(test.at("checks").at(1).at("found"),
              EverythingInput().runs[0].tests[2].checks[1].found);
  }
}

// What a terminal shows must not depend on what a device printed.
TEST(Table, HoldsNoControlCharacter) {
  for (const char c : RenderTable(Everything(), {false, 80})) {
    EXPECT_TRUE(c == '\n' || (c >= ' ' && c <= '~'));
  }
}

TEST(Table, SaysWhatDecidesAndCutsNoVerdict) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kNotApplicable).undo_failures = {
      "x"};
  AssessmentOptions options;
  options.judged_by = "p.yaml (pump, sha256 0)";
  const std::string text = RenderTable(sample.Assess(options), {false, 100});
  EXPECT_NE(text.find("  not_applicable CR_1_1_x\n"), std::string::npos);
  EXPECT_NE(text.find("targets and waivers from p.yaml"), std::string::npos);
  sample.run().recorded = false;
  EXPECT_NE(RenderTable(sample.Assess(), {false, 100}).find("(target unknown)"),
            std::string::npos);
}

TEST(Table, KeepsToItsWidth) {
  RecordInput input = EverythingInput();
  input.runs[0].plan.profile_name = std::string(300, 'p');
  for (const int width : {80, 100, 173}) {
    const std::string text = RenderTable(*Assess({input}, {}), {false, width});
    size_t begin = 0;
    for (size_t end; (end = text.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      EXPECT_LE(end - begin, static_cast<size_t>(width))
          << text.substr(begin, end - begin);
    }
  }
}

// 0 where xmllint takes `xml` by the schema.
int XmllintStatus(const std::string& xml) {
  std::string path = "/tmp/iec-junit-XXXXXX";
  UniqueFd fd(mkostemp(path.data(), O_CLOEXEC));
  EXPECT_TRUE(fd && WriteAll(fd.get(), xml).ok());
  const std::string schema = Source("junit.xsd");
  const char* const arguments[] = {"xmllint",      "--noout",    "--schema",
                                   schema.c_str(), path.c_str(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                   O_WRONLY, 0);
  pid_t child = 0;
  const int spawned =
      posix_spawnp(&child, arguments[0], &actions, nullptr,
                   const_cast<char* const*>(arguments), environ);
  posix_spawn_file_actions_destroy(&actions);
  EXPECT_EQ(spawned, 0) << "xmllint (libxml2-utils) cannot be started";
  int status = -1;
  if (spawned == 0) waitpid(child, &status, 0);
  unlink(path.c_str());
  return status;
}

TEST(Junit, IsValidByTheSchemaOfItsDialect) {
  EXPECT_EQ(XmllintStatus(RenderJunit(Everything(), {})), 0);
  EXPECT_EQ(XmllintStatus(RenderJunit(SampleRun().Assess(), {})), 0);
}

// The schema must be able to refuse.
TEST(Junit, TheSchemaRefusesWhatGitLabMisreads) {
  const std::string good = RenderJunit(Everything(), {});
  const auto refused = [&](const std::string& old, const std::string& with) {
    std::string bad = good;
    const size_t at = bad.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    bad.replace(at, old.size(), with);
    return XmllintStatus(bad) != 0;
  };
  EXPECT_TRUE(refused("<failure>", "<failure message=\"x\">"));
  EXPECT_TRUE(refused("<testcase ", "<testcase status=\"notrun\" "));
  EXPECT_TRUE(refused("time=\"0.250\"", "time=\"0,250\""));
  EXPECT_TRUE(refused(" (CR_2_1_RE_1_y)", ""));  // the same name twice
  EXPECT_TRUE(refused("pass", "p\x1bss"));
}

// GitLab takes no time that is infinite and no file of more than 30 MB.
TEST(Junit, MuchAndHostileTextIsNothingThatGitLabRefuses) {
  const std::string xml = RenderJunit(Hostile(), {});
  EXPECT_EQ(XmllintStatus(xml), 0);
  EXPECT_LT(xml.size(), 200000u);
}

// 10 tests with 640 failed checks each, as long as a line may be.
TEST(Junit, IsNotLongerThanGitLabTakes) {
  SampleRun sample;
  const std::string text(1900, '<');
  for (int i = 0; i < 10; ++i) {
    sample.Add("CR_1_7_x" + std::to_string(i), "CR_1_7", Verdict::kFail)
        .checks.assign(640, {Check::Kind::kExpectation, false, text, text, ""});
  }
  const std::string xml = RenderJunit(sample.Assess(), {});
  EXPECT_LT(xml.size(), size_t{2} << 20);
  EXPECT_NE(xml.find("more lines, which the other formats have"),
            std::string::npos);
  for (int i = 0; i < 1000; ++i) {
    sample.Add("CR_1_1_x" + std::to_string(i), "CR_1_1", Verdict::kFail)
        .checks.assign(50, {Check::Kind::kExpectation, false, text, text, ""});
  }
  EXPECT_LT(RenderJunit(sample.Assess(), {}).size(), size_t{30} << 20);
}

// Every ASCII control character and the like, in every text there is.
TEST(Junit, NoTextOfADeviceMakesItUnreadable) {
  std::string text;
  for (char c = 1; c < ' '; ++c) text += c;
  text += "\x7f\xc2\x80\xef\xbf\xbe\xef\xbf\xbf\xed\xa0\x80\xff]]><!--&#x1b;";
  SampleRun sample;
  TestRecord& test =
      sample.Add("CR_1_1_x", "CR_1_1", Verdict::kFail, "t" + text);
  test.reason = text;
  test.checks = {{Check::Kind::kExpectation, false, text, text, text}};
  test.undo_failures = {text};
  sample.Waive(text, text);
  sample.plan().profile_name = text;
  sample.plan().selection = {text};
  EXPECT_EQ(XmllintStatus(RenderJunit(sample.Assess(), {})), 0);
}

}  // namespace
}  // namespace iec
