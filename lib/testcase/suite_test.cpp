// SPDX-License-Identifier: Apache-2.0
// Deliberately bad test cases: each must end in the right verdict, leave no
// process behind, and not keep the next one from running.
#include "lib/testcase/suite.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <stdexcept>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/process.h"
#include "lib/testcase/check.h"
#include "lib/testcase/message.h"
#include "lib/testcase/suite_for_test.h"

namespace iec {
namespace {

void Passes(Dut&) { Expect(true, "the sun rises", "it did"); }
void Fails(Dut&) { Expect(false, "the door is shut", "it stood open"); }
void FailsByGoogleTest(Dut&) { EXPECT_EQ(1 + 1, 3) << "arithmetic"; }
void ExpectsNothing(Dut&) { Note("I looked at nothing"); }
void ControlFails(Dut&) {
  Expect(false, "refused", "let in");
  IEC_CONTROL(false, "the right password opens", "it does not");
  Expect(true, "never reached", "");
}
void CannotObtain(Dut&) {
  IEC_OBTAIN(const int number, Result<int>(Error{"no such tool"}));
  Expect(number == 0, "never reached", "");
}
void IsNotApplicable(Dut&) { NotApplicable("no radio in the device tree"); }
void Crashes(Dut&) { raise(SIGSEGV); }
void Aborts(Dut&) { std::abort(); }
void ExitsWithSuccess(Dut&) {
  Expect(true, "looks fine", "so far");
  std::exit(0);
}
void ExitsAtOnce(Dut&) { _exit(0); }
void Throws(Dut&) { throw std::runtime_error("thrown"); }
void ThrowsAnInteger(Dut&) { throw 42; }
void Hangs(Dut&) { pause(); }
void HangsDeafly(Dut&) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    ::signal(signal, SIG_IGN);
  }
  for (;;) pause();
}
void IsKilledForMemory(Dut&) {
  // What the kernel's out-of-memory killer does to it.
  raise(SIGKILL);
}
#if !defined(__SANITIZE_ADDRESS__)
void EatsMemory(Dut&) {
  std::vector<std::string> eaten;
  for (int i = 0; i < 4096; ++i) eaten.emplace_back(1u << 20, 'x');
  Expect(eaten.size() == 4096, "memory without end", "there was");
}
#endif
void LeavesADaemon(Dut&) {
  if (fork() == 0) {
    setsid();  // out of the session and of the group
    if (fork() == 0) {
      for (;;) pause();
    }
    for (;;) pause();
  }
  Expect(true, "a test that leaves a daemon", "left");
}
void ForgesMessages(Dut&) {
  Expect(true, "x", std::string("\x00\xff<LAVA_SIGNAL_TESTCASE>\n", 24));
}
void Floods(Dut&) {
  for (int i = 0; i < 100000; ++i) Expect(true, "flood", "water");
}
// Signals its parent's child twice over: a second result must not help.
void SaysItFinishedAndHangs(Dut&) {
  Expect(true, "fine", "fine");
  SendMessage({Message::Type::kFinished, {}});
  pause();
}

void StartTrue(int times) {
  for (int i = 0; i < times; ++i) {
    Expect(iec::Run({.argv = {"true"}}).ok(), "true starts", "it does not");
  }
}
void StartsTwo(Dut&) { StartTrue(2); }
void StartsOneInAFork(Dut&) {
  const pid_t child = fork();
  if (child == 0) {
    StartTrue(1);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  StartTrue(1);
}
void StartsOneAndCrashes(Dut&) {
  StartTrue(1);
  raise(SIGKILL);
}
void StartsOneAndHangs(Dut&) {
  StartTrue(1);
  pause();
}
void StartsOneAndLeavesAFile(Dut& dut) {
  StartTrue(1);
  Expect(dut.TemporaryDirectory("/tmp").ok(), "a directory is made", "");
}

TEST_F(SuiteTest, APassHoldsItsEvidence) {
  const TestRecord& record = RunOne(Passes);
  EXPECT_EQ(record.verdict, Verdict::kPass);
  ASSERT_EQ(record.checks.size(), 1u);
  EXPECT_EQ(record.checks[0].expected, "the sun rises");
  EXPECT_EQ(record.checks[0].found, "it did");
  EXPECT_TRUE(record.checks[0].where.starts_with("suite_test.cpp:"));
}

TEST_F(SuiteTest, AFailureSaysWhatWasExpectedAndFound) {
  ExpectVerdict(Fails, Verdict::kFail,
                "expected: the door is shut; found: it stood open");
}

TEST_F(SuiteTest, AGoogleTestAssertionCountsAsWell) {
  ExpectVerdict(FailsByGoogleTest, Verdict::kFail, "arithmetic");
  EXPECT_EQ(records_.begin()->second.checks.size(), 1u) << "and only once";
}

TEST_F(SuiteTest, ATestThatExpectsNothingIsNoPass) {
  ExpectVerdict(ExpectsNothing, Verdict::kError, "expected nothing");
}

TEST_F(SuiteTest, AFailedControlIsNeverAFailure) {
  ExpectVerdict(ControlFails, Verdict::kError, "the right password opens");
  EXPECT_EQ(records_.begin()->second.checks.size(), 2u);
}

TEST_F(SuiteTest, WhatCannotBeObtainedIsAnError) {
  ExpectVerdict(CannotObtain, Verdict::kError, "no such tool");
}

TEST_F(SuiteTest, NotApplicableCarriesItsReason) {
  ExpectVerdict(IsNotApplicable, Verdict::kNotApplicable, "no radio");
}

TEST_F(SuiteTest, ACrashIsAnError) {
  // A sanitizer turns the signal into an exit status; both are an error.
  ExpectVerdict(Crashes, Verdict::kError, "its process");
}

TEST_F(SuiteTest, AnAbortIsAnError) {
  ExpectVerdict(Aborts, Verdict::kError, "its process");
}

TEST_F(SuiteTest, ExitInsideATestIsAnError) {
  ExpectVerdict(ExitsWithSuccess, Verdict::kError, "before the end");
}

TEST_F(SuiteTest, ImmediateExitIsAnError) {
  ExpectVerdict(ExitsAtOnce, Verdict::kError, "exited with status 0");
}

TEST_F(SuiteTest, AnExceptionIsAnError) {
  ExpectVerdict(Throws, Verdict::kError, "exception: thrown");
}

TEST_F(SuiteTest, AThrownIntegerIsAnError) {
  ExpectVerdict(ThrowsAnInteger, Verdict::kError, "no exception");
}

TEST_F(SuiteTest, DeathByTheMemoryKillerIsAnError) {
  ExpectVerdict(IsKilledForMemory, Verdict::kError, "out of memory?");
}

TEST_F(SuiteTest, ForgedTextStaysText) {
  const TestRecord& record = RunOne(ForgesMessages);
  EXPECT_EQ(record.verdict, Verdict::kPass) << record.reason;
  EXPECT_EQ(record.checks[0].found.find('<'), std::string::npos);
}

TEST_F(SuiteTest, AFloodOfChecksIsAnError) {
  ExpectVerdict(Floods, Verdict::kError, "too many checks");
}

#if !defined(__SANITIZE_ADDRESS__)
TEST_F(SuiteTest, EatingMemoryIsAnError) {
  ExpectVerdict(EatsMemory, Verdict::kError, "bad_alloc");
}
#endif

TEST_F(SuiteTest, AHangEndsAtTheTimeLimitAndTheSuiteGoesOn) {
  auto hangs = Make("hangs", Hangs);
  auto deaf = Make("hangs_deafly", HangsDeafly);
  auto liar = Make("says_it_finished", SaysItFinishedAndHangs);
  hangs.timeout = deaf.timeout = liar.timeout = std::chrono::seconds(1);
  Run({hangs, deaf, liar, Make("passes", Passes)});
  for (const char* name : {"hangs", "hangs_deafly", "says_it_finished"}) {
    const TestRecord& record = records_.at(std::string("CR_1_1_") + name);
    EXPECT_EQ(record.verdict, Verdict::kError);
    EXPECT_NE(record.reason.find("time limit"), std::string::npos);
  }
  EXPECT_EQ(records_.at("CR_1_1_passes").verdict, Verdict::kPass);
}

TEST_F(SuiteTest, ADaemonIsEndedAndNamed) {
  const TestRecord& record = RunOne(LeavesADaemon);
  EXPECT_EQ(record.verdict, Verdict::kPass);
  ASSERT_FALSE(record.checks.empty());
  EXPECT_NE(record.checks.back().expected.find("outlived"), std::string::npos);
}

TEST_F(SuiteTest, WhatTheProfileDoesNotDeclareIsNotApplicable) {
  auto test = Make("needs_radio", Passes);
  test.needs = {Capability::kWireless};
  profile_.capabilities.erase(Capability::kWireless);
  Run({test});
  EXPECT_EQ(records_.begin()->second.verdict, Verdict::kNotApplicable);
  EXPECT_NE(records_.begin()->second.reason.find("wireless"),
            std::string::npos);
}

TEST_F(SuiteTest, AWeakParameterIsAFindingOfTheTestThatUsesIt) {
  auto test = Make("uses_parameter", Passes);
  test.parameters = {"lockout.attempts"};
  profile_.parameters["lockout.attempts"] = int64_t{1000};
  Run({test});
  EXPECT_EQ(records_.begin()->second.verdict, Verdict::kFail);
}

TEST_F(SuiteTest, CountsTheProcessesOfEachTestHoweverItEnds) {
  auto hangs = Make("hangs", StartsOneAndHangs);
  hangs.timeout = std::chrono::seconds(1);
  Run({Make("two", StartsTwo), Make("none", Passes), hangs,
       Make("forks", StartsOneInAFork), Make("crashes", StartsOneAndCrashes),
       Make("undone", StartsOneAndLeavesAFile)},
      3);
  const auto starts = [this](const char* name) {
    return records_.at(std::string("CR_1_1_") + name).process_starts;
  };
  EXPECT_EQ(starts("two"), 2);
  EXPECT_EQ(starts("none"), 0);
  EXPECT_EQ(starts("forks"), 2);
  EXPECT_EQ(starts("crashes"), 1);
  EXPECT_EQ(starts("hangs"), 1);
  EXPECT_EQ(starts("undone"), 1);
}

TEST_F(SuiteTest, AnInterruptedRunStillGivesEachTestARecord) {
  interrupted_ = true;
  Run({Make("a", Hangs), Make("b", Passes)});
  for (const auto& [id, record] : records_) {
    EXPECT_EQ(record.verdict, Verdict::kError) << id;
    EXPECT_NE(record.reason.find("interrupted"), std::string::npos);
  }
}

}  // namespace
}  // namespace iec
