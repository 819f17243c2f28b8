// SPDX-License-Identifier: Apache-2.0
// The command as people and pipelines use it: its exit status, what it prints
// where, what it writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "ci/iec_collector_run_test.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/record/wire.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(Collector, EndsWithTheStatusOfTheVerdict) {
  const std::string pass = Write("pass", Record(Verdict::kPass));
  EXPECT_EQ(Run({"report", pass}).status, 0);
  EXPECT_EQ(Run({"report", pass, "--strict"}).status, 2);
  EXPECT_EQ(Run({"report", Write("f", Record(Verdict::kFail))}).status, 1);
  EXPECT_EQ(Run({"report", Write("e", Record(Verdict::kError))}).status, 2);
}

TEST_F(Collector, PrintsTheTableOnStandardOutput) {
  const Outcome outcome = Run({"report", Write("run", Record(Verdict::kPass))});
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("CR 1.7"), HasSubstr("CR 7.8"),
                    HasSubstr("Level reached"), Not(HasSubstr("\x1b"))));
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST_F(Collector, ReadsAConsoleLogFromStandardInput) {
  std::string log = "[    0.000000] Linux version 6.1.0\r\n";
  for (const std::string& line : Split(Record(Verdict::kPass), '\n')) {
    log += "\x1b[0m# " + line + "\r\nnoise\n";
  }
  EXPECT_EQ(Run({"report", "-"}, log).status, 0);
  // The last line without its newline.
  std::string record = Record(Verdict::kPass);
  record.pop_back();
  EXPECT_EQ(Run({"report", "-"}, record).status, 0);
}

TEST_F(Collector, WritesEachOutput) {
  const std::string run = Write("run", Record(Verdict::kFail));
  const Outcome outcome =
      Run({"report", "--output", "json:" + Path("report.json"), "--output",
           "junit:-", run, "--output", "table:" + Path("table.txt")});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr("<testsuites"));
  EXPECT_THAT(*ReadFile(Path("report.json")), HasSubstr("\"iec-report/1\""));
  EXPECT_THAT(*ReadFile(Path("table.txt")), HasSubstr("CR 1.7"));
}

TEST_F(Collector, SaysWhichOutputCannotBeWritten) {
  const std::string run = Write("run", Record(Verdict::kPass));
  const Outcome outcome =
      Run({"report", run, "--output", "json:" + Path("no/file"), "--output",
           "junit:" + Path("junit.xml")});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("no/file"));
  EXPECT_TRUE(Exists(Path("junit.xml")));
}

TEST_F(Collector, WrongUsageEndsWith64) {
  const std::string run = Write("run", Record(Verdict::kPass));
  EXPECT_EQ(Run({}).status, 64);
  EXPECT_EQ(Run({"report"}).status, 64);
  EXPECT_EQ(Run({"report", run, "--colour", "x"}).status, 64);
  EXPECT_EQ(Run({"report", run, "--color", "sometimes"}).status, 64);
  EXPECT_EQ(Run({"report", run, "--output", "json:"}).status, 64);
  const Outcome command = Run({"reprot", run});
  EXPECT_EQ(command.status, 64);
  EXPECT_THAT(command.err, HasSubstr("did you mean 'report'?"));
  const Outcome format = Run({"report", run, "--output", "junti:x"});
  EXPECT_EQ(format.status, 64);
  EXPECT_THAT(format.err, HasSubstr("did you mean 'junit'?"));
  EXPECT_THAT(format.out, IsEmpty());
}

TEST_F(Collector, HelpAndVersionAreNoErrors) {
  for (const std::string option : {"--help", "--version"}) {
    const Outcome outcome = Run({option});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("iec-collector"));
    EXPECT_THAT(outcome.err, IsEmpty());
  }
}

TEST_F(Collector, NamesAFileThatCannotBeReadAndGoesOn) {
  const std::string run = Write("run", Record(Verdict::kPass));
  const Outcome outcome = Run({"report", Path("nowhere"), run});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("nowhere: No such file"));
  EXPECT_THAT(outcome.out, HasSubstr("CR 1.7"));
  const std::string failed = Write("fail", Record(Verdict::kFail));
  EXPECT_EQ(Run({"report", Path("nowhere"), failed}).status, 1);
  EXPECT_EQ(Run({"report", Path("nowhere")}).status, 2);
}

// Nobody sees what is printed beside a report.
TEST_F(Collector, ReportsWhatCannotBeRead) {
  const std::string run = Write("run", Record(Verdict::kPass));
  const Outcome outcome =
      Run({"report", run, Path("nowhere"), "--output", "json:-"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.out, HasSubstr("\"exit_status\": 2"));
  EXPECT_THAT(outcome.out, HasSubstr("nowhere: No such file"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("nowhere:0:"))) << "said once";
}

TEST_F(Collector, ReplacesNoInputAndNoOutputByAnother) {
  const std::string record = Record(Verdict::kPass);
  const std::string run = Write("run", record);
  ASSERT_EQ(symlink("run", Path("link").c_str()), 0);
  for (const std::string target : {"run", "link"}) {
    for (const char* command : {"report", "fleet"}) {
      const Outcome outcome =
          Run({command, run, "--output", "table:" + Path(target)});
      EXPECT_EQ(outcome.status, 64);
      EXPECT_THAT(outcome.err, HasSubstr("read as an input"));
    }
    EXPECT_EQ(
        Run({"diff", run, run, "--output", "table:" + Path(target)}).status,
        64);
  }
  EXPECT_EQ(*ReadFile(run), record);
  EXPECT_EQ(Run({"report", run, "--output", "json:" + Path("same"), "--output",
                 "junit:" + Path("same")})
                .status,
            64);
  EXPECT_FALSE(Exists(Path("same")));
  EXPECT_EQ(
      Run({"report", run, "--output", "json:-", "--output", "table:-"}).status,
      0);
}

TEST_F(Collector, WritesToItsStandardOutputByName) {
  const std::string run = Write("run", Record(Verdict::kPass));
  for (const char* name : {"/dev/fd/1", "/proc/self/fd/1"}) {
    const Outcome outcome =
        Run({"report", run, "--output", std::string("json:") + name});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("iec-report/1")) << name;
  }
}

TEST_F(Collector, SaysEachFaultOnALineOfItsOwn) {
  const std::string run = Write("run", Record(Verdict::kPass));
  const Outcome outcome =
      Run({"report", run, "--profile", Write("p.yaml", "a: 1\nb: 2\n")});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, Not(HasSubstr("\\x0a")));
  EXPECT_THAT(outcome.err, HasSubstr("\n  " + Path("p.yaml") + ":2:1: "));
}

TEST_F(Collector, AFileWithoutARecordIsAnError) {
  for (const std::string text : {"", "\n", "a log\nof something\n"}) {
    const Outcome outcome = Run({"report", Write("log", text)});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("log holds no record"));
    EXPECT_THAT(outcome.out, IsEmpty());
  }
}

TEST_F(Collector, ReadsEveryFileOfADirectory) {
  ASSERT_EQ(mkdir(Path("d").c_str(), 0700), 0);
  EXPECT_EQ(Run({"report", Path("d")}).status, 2);
  Write("d/a", Record(Verdict::kFail));
  Write("d/b", Record(Verdict::kPass, "", "ffeeddccbbaa9988"));
  const Outcome outcome = Run({"report", Path("d")});
  EXPECT_EQ(outcome.status, 0);  // of two runs the one given last counts
  EXPECT_THAT(outcome.out, HasSubstr("CR_1_7_weak from fail to pass"));
}

TEST_F(Collector, ReadsADirectoryWithWhatIsBelow) {
  ASSERT_EQ(mkdir(Path("d").c_str(), 0700), 0);
  ASSERT_EQ(mkdir(Path("d/4711").c_str(), 0700), 0);
  Write("d/4711/record", Record(Verdict::kFail));
  ASSERT_EQ(symlink(".", Path("d/4711/again").c_str()), 0);
  for (const char* command : {"report", "fleet"}) {
    EXPECT_EQ(Run({command, Path("d")}).status, 1) << command;
  }
  EXPECT_EQ(Run({"diff", Path("d"), Path("d"), "--baseline"}).status, 0);
  std::string deep = "d/4711";
  for (int i = 0; i < 9; ++i) {
    ASSERT_EQ(mkdir(Path(deep += "/d").c_str(), 0700), 0);
  }
  const Outcome too_deep = Run({"report", Path("d")});
  EXPECT_EQ(too_deep.status, 2);
  EXPECT_THAT(too_deep.err, HasSubstr("directories deep"));
}

// What somebody calls a file must not steer a terminal, nor forge a line of
// ours.
TEST_F(Collector, EscapesNamesOfFiles) {
  const std::string name = "a\x1b[2J\nerror: b\rc";
  const std::string broken = Write(name, "nothing\n");
  const std::string torn = Record(Verdict::kPass);
  const std::string damaged =
      Write("d" + name, torn.substr(0, torn.find("IEC1 summary")));
  const std::string none = Path("none" + name);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{
           {"report", broken},
           {"report", damaged},
           {"report", none},
           {"report", damaged, "--profile", none},
           {"report", damaged, "--output", "json:" + none + "/x"},
           {"diff", broken, damaged},
           {"diff", damaged, none},
           {"fleet", broken, damaged, none},
           {"verify", broken, "--key", none},
           {"verify", broken, "--key", damaged},
           {"bundle", damaged, "--output", none, "--key", none},
           {"redact", none, "--output", broken},
           {"redact", broken, "--output", damaged},
           {"redact", damaged, "--output", none},
           {"report", damaged, "--output", name}}) {
    const Outcome outcome = Run(words);
    const std::string all = outcome.out + outcome.err;
    EXPECT_THAT(all, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\r")),
                           Not(HasSubstr("\nerror: b"))))
        << words[0];
    EXPECT_THAT(all, HasSubstr("\\x1b[2J\\x0aerror")) << words[0];
  }
}

TEST_F(Collector, ChecksTheSignatureWithTheKey) {
  const std::string record = Record(Verdict::kPass, "secret");
  const std::string run = Write("run", record);
  const Outcome with_key = Run({"report", run}, "", {"IEC_RECORD_KEY=secret"});
  EXPECT_EQ(with_key.status, 0);
  EXPECT_THAT(with_key.out, HasSubstr("signed"));
  const Outcome without = Run({"report", run});
  EXPECT_EQ(without.status, 2);
  EXPECT_THAT(without.err, HasSubstr("IEC_RECORD_KEY"));
  EXPECT_EQ(Run({"report", run}, "", {"IEC_RECORD_KEY=other"}).status, 2);
  EXPECT_THAT(with_key.out + without.err, Not(HasSubstr("secret")));
}

TEST_F(Collector, ATornRecordIsNoSuccess) {
  std::string record = Record(Verdict::kPass);
  record.erase(record.rfind("IEC1 "));
  const Outcome torn_off = Run({"report", Write("torn", record)});
  EXPECT_EQ(torn_off.status, 2);
  EXPECT_THAT(torn_off.err, HasSubstr("torn off"));
  record = Record(Verdict::kFail);
  record.replace(record.find("\"verdict\":\"fail\""), 16,
                 "\"verdict\":\"pass\"");
  const Outcome forged = Run({"report", Write("forged", record)});
  EXPECT_EQ(forged.status, 2);
  EXPECT_THAT(forged.err, HasSubstr("forged:2: a torn record line"));
}

TEST_F(Collector, ALineWithoutEndIsNotKept) {
  const Outcome outcome =
      Run({"report", "-"},
          std::string(size_t{9} << 20, 'x') + "\n" + Record(Verdict::kPass));
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("-:1: a line of more than"));
  EXPECT_THAT(outcome.out, HasSubstr("CR 1.7"));
}

TEST_F(Collector, ColorIsForTerminalsUnlessAskedFor) {
  const std::string run = Write("run", Record(Verdict::kPass));
  EXPECT_THAT(Run({"report", run, "--color", "always"}).out,
              HasSubstr("\x1b[32m"));
  EXPECT_THAT(Run({"report", run}, "", {"FORCE_COLOR=1"}).out,
              HasSubstr("\x1b[32m"));
  EXPECT_THAT(Run({"report", run}, "", {"FORCE_COLOR=1", "NO_COLOR=1"}).out,
              Not(HasSubstr("\x1b")));
}

TEST_F(Collector, AProfileOverridesWaiversAndTargets) {
  const std::string run = Write("run", Record(Verdict::kFail));
  const std::string profiles =
      std::string(IEC_SOURCE_DIR) + "/lib/profile/profiles/";
  const auto reference = ReadFile(profiles + "reference.yaml");
  ASSERT_TRUE(reference.ok());
  const std::string waived =
      Write("waived.yaml",
            *reference +
                "\nwaivers:\n  - target: CR 1.7\n    justification: by design\n"
                "    approver: A. Person\n    expires: 2027-01-31\n");
  const Outcome outcome = Run({"report", run, "--profile", waived});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("waived until 2027-01-31"));
  EXPECT_THAT(outcome.out, HasSubstr("targets and waivers from waived.yaml"));
  const Outcome bad =
      Run({"report", run, "--profile", Write("bad.yaml", "a: [")});
  EXPECT_EQ(bad.status, 2);
  EXPECT_THAT(bad.err, HasSubstr("bad.yaml"));
}

}  // namespace
}  // namespace iec
