// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "ci/iec_collector_run_test.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

void MakeKey(const std::string& path) {
  ASSERT_EQ(
      system(("openssl genpkey -algorithm ed25519 -out " + path +
              " && openssl pkey -in " + path + " -pubout -out " + path + ".pub")
                 .c_str()),
      0);
}

TEST_F(Collector, ABundleHoldsUntilSomebodyChangesIt) {
  const std::string run = Write("run", Record(Verdict::kFail));
  MakeKey(Path("key"));
  const Outcome made =
      Run({"bundle", run, "--output", Path("b"), "--key", Path("key")});
  EXPECT_EQ(made.status, 1) << "the status of the report: " << made.err;
  const std::vector<std::string> verify = {"verify", Path("b"), "--key",
                                           Path("key.pub")};
  const Outcome sound = Run(verify);
  EXPECT_EQ(sound.status, 0) << sound.err;
  EXPECT_THAT(sound.out, HasSubstr("FAILED"));
  Write("b/inputs/001-run", Record(Verdict::kPass));
  const Outcome changed = Run(verify);
  EXPECT_EQ(changed.status, 1);
  EXPECT_THAT(changed.err, HasSubstr("inputs/001-run: its SHA-256"));
}

TEST_F(Collector, ASignedRecordWantsItsKeyAgain) {
  const std::string run = Write("run", Record(Verdict::kPass, "secret"));
  MakeKey(Path("key"));
  const std::vector<std::string> environment = {
      std::string(kRecordKeyVariable) + "=secret"};
  EXPECT_EQ(Run({"bundle", run, "--output", Path("b"), "--key", Path("key")},
                "", environment)
                .status,
            0);
  const std::vector<std::string> verify = {"verify", Path("b"), "--key",
                                           Path("key.pub")};
  EXPECT_EQ(Run(verify, "", environment).status, 0);
  const Outcome without = Run(verify);
  EXPECT_EQ(without.status, 2);
  EXPECT_THAT(without.err, AllOf(HasSubstr("cannot be assessed again"),
                                 HasSubstr("set IEC_RECORD_KEY"),
                                 HasSubstr("could not be checked"),
                                 Not(HasSubstr("not what was signed"))));
}

TEST_F(Collector, WhatCannotBeVerifiedIsNotCalledForged) {
  const std::string run = Write("run", Record(Verdict::kPass));
  MakeKey(Path("key"));
  ASSERT_EQ(
      Run({"bundle", run, "--output", Path("b.tar"), "--key", Path("key")})
          .status,
      0);
  const auto verify = [this](const std::string& bundle,
                             const std::string& key) {
    return Run({"verify", Path(bundle), "--key", Path(key)});
  };
  EXPECT_EQ(verify("b.tar", "key.pub").status, 0);
  const Outcome no_bundle = verify("none", "key.pub");
  EXPECT_EQ(no_bundle.status, 2);
  EXPECT_THAT(no_bundle.err, Not(HasSubstr("not what was signed")));
  const Outcome wrong_key = verify("b.tar", "key");
  EXPECT_EQ(wrong_key.status, 2);
  EXPECT_THAT(wrong_key.err, HasSubstr("/key: it holds 'PRIVATE KEY'"));
  EXPECT_EQ(verify("b.tar", "none").status, 2);
  EXPECT_EQ(verify("run", "key.pub").status, 1) << "it is no bundle";
}

TEST_F(Collector, ABundleNamesItsOwnFiles) {
  const std::string run = Write("run", Record(Verdict::kPass));
  MakeKey(Path("key"));
  const std::vector<std::string> bundle = {"bundle",  run,     "--output",
                                           Path("b"), "--key", Path("key")};
  EXPECT_EQ(Run(bundle).status, 0);
  EXPECT_THAT(*ReadFile(Path("b/reports/report.json")),
              AllOf(HasSubstr("\"inputs/001-run\""), Not(HasSubstr("/tmp"))));
  const Outcome refused = Run({"bundle", Write("x", "no record"), "--output",
                               Path("c"), "--key", Path("key")});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("error: inputs/001-x holds no"),
                                 Not(HasSubstr(".iec-bundle"))));
  const Outcome profile = Run({"bundle", run, "--output", Path("c"), "--key",
                               Path("key"), "--profile", Write("p", "[")});
  EXPECT_EQ(profile.status, 2);
  EXPECT_THAT(profile.err,
              AllOf(HasSubstr("profile.yaml"), Not(HasSubstr(".iec-bundle"))));
}

TEST_F(Collector, ABundleOfAPipeIsRefused) {
  MakeKey(Path("key"));
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  const Outcome outcome = Run(
      {"bundle", Path("fifo"), "--output", Path("b"), "--key", Path("key")});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("is no regular file"));
}

TEST_F(Collector, ABundleWantsFilesAndAKey) {
  const std::string run = Write("run", Record(Verdict::kPass));
  MakeKey(Path("key"));
  EXPECT_EQ(
      Run({"bundle", "-", "--output", Path("b"), "--key", Path("key")}).status,
      2);
  EXPECT_EQ(Run({"bundle", run, "--output", Path("b"), "--key", run}).status,
            2);
  EXPECT_EQ(Run({"bundle", run, "--output", Path("b")}).status, 64);
  EXPECT_FALSE(Exists(Path("b")));
}

TEST_F(Collector, RedactKeepsTheVerdictAndTellsNoName) {
  const std::string run = Write(
      "run", "alice@example.org from 10.1.2.3\n" + Record(Verdict::kFail));
  const Outcome outcome = Run({"redact", run, "--output", Path("public")});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("replaced"));
  EXPECT_THAT(*ReadFile(Path("public")),
              AllOf(Not(HasSubstr("alice")), Not(HasSubstr("10.1.2.3"))));
  EXPECT_EQ(Run({"report", Path("public")}).status, 1);
}

TEST_F(Collector, RedactRefusesWhatItCannotCheck) {
  const std::string run = Write("run", Record(Verdict::kPass));
  EXPECT_EQ(Run({"redact", "-", "--output", Path("p")}).status, 64);
  EXPECT_EQ(Run({"redact", run, "--output", "-"}).status, 64);
  const std::string signed_run = Write("s", Record(Verdict::kPass, "secret"));
  EXPECT_EQ(Run({"redact", signed_run, "--output", Path("p")}).status, 2);
  EXPECT_FALSE(Exists(Path("p")));
  const std::string text = Write("text", "from 10.1.2.3\n");
  const Outcome outcome = Run({"redact", text, "--output", Path("p")});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.err, HasSubstr("nothing to assess"));
  EXPECT_THAT(*ReadFile(Path("p")), Not(HasSubstr("10.1.2.3")));
  EXPECT_EQ(Run({"redact", text, "--output", text}).status, 2);
  EXPECT_TRUE(Exists(text));
}

TEST_F(Collector, RedactUnpacksAndTakesOneFile) {
  const std::string run =
      Write("run", "alice@example.org\n" + Record(Verdict::kFail));
  ASSERT_EQ(system(("gzip -k " + run).c_str()), 0);
  const Outcome outcome = Run({"redact", run + ".gz", "--output", Path("p")});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(*ReadFile(Path("p")),
              AllOf(Not(HasSubstr("alice")), HasSubstr("IEC1 summary")));
  EXPECT_EQ(Run({"report", Path("p")}).status, 1);
  const std::string packed = *ReadFile(run + ".gz");
  Write("cut.gz", packed.substr(0, packed.size() / 2));
  const Outcome cut = Run({"redact", Path("cut.gz"), "--output", Path("q")});
  EXPECT_EQ(cut.status, 2);
  EXPECT_THAT(cut.err, HasSubstr("cut off"));
  const std::string again = "gzip <" + run + ".gz >" + run + ".gz.gz";
  ASSERT_EQ(system(again.c_str()), 0);
  const Outcome twice = Run({"redact", run + ".gz.gz", "--output", Path("q")});
  EXPECT_EQ(twice.status, 2);
  EXPECT_THAT(twice.err, HasSubstr("packed twice"));
  const Outcome all = Run({"redact", Path("."), "--output", Path("q")});
  EXPECT_EQ(all.status, 2);
  EXPECT_THAT(all.err, HasSubstr("one copy of one file"));
  EXPECT_FALSE(Exists(Path("q")));
}

TEST_F(Collector, AFleetOfRecordsHasAStatus) {
  const std::string pass = Write("pass", Record(Verdict::kPass));
  const Outcome sound =
      Run({"fleet", pass, "--output", "json:" + Path("j"), "--output",
           "html:" + Path("h"), "--output", "table"});
  EXPECT_EQ(sound.status, 0) << sound.err;
  EXPECT_THAT(sound.out, HasSubstr("CR 1.7"));
  EXPECT_THAT(*ReadFile(Path("j")), HasSubstr("iec-fleet/1"));
  EXPECT_THAT(*ReadFile(Path("h")), HasSubstr("<!DOCTYPE html>"));
  const std::string fail =
      Write("fail", Record(Verdict::kFail, "", "ffeeddccbbaa0011"));
  EXPECT_EQ(Run({"fleet", fail}).status, 1);
  EXPECT_EQ(Run({"fleet", pass, Path("none")}).status, 2);
  EXPECT_EQ(Run({"fleet", pass, "--threads", "0"}).status, 64);
}

}  // namespace
}  // namespace iec
