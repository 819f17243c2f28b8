// SPDX-License-Identifier: Apache-2.0
// Runs for the tests of this folder.
#ifndef IEC_LIB_REPORT_SAMPLE_TEST_H_
#define IEC_LIB_REPORT_SAMPLE_TEST_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/record/run_record.h"
#include "lib/report/assessment.h"

namespace iec {

inline constexpr int64_t kSampleStart = 1795456800000;  // 2026-11-23T18:00Z

// A small run that can be changed before it is assessed.
class SampleRun {
 public:
  explicit SampleRun(std::string run = "00112233445566ff") {
    run_.plan.run = std::move(run);
    run_.plan.runner_version = "0.1.0";
    run_.plan.runner_commit = "0123456789ab";
    run_.plan.started = kSampleStart;
    run_.plan.lane = "container";
    run_.plan.machine = "x86_64";
    run_.plan.system = "Debian GNU/Linux 12 (bookworm)";
    run_.plan.kernel = "6.1.0-44-amd64";
    run_.plan.profile_name = "reference";
    run_.plan.profile_sha256 = std::string(64, 'a');
    run_.plan.component_type = "embedded";
    run_.plan.target_levels = {3, 3, 3, 3, 3, 3, 3};
    run_.summary.emplace();
    run_.summary->finished = kSampleStart + 12345;
    run_.summary->seconds = 12.345;
  }

  // A planned test and, unless the verdict is missing, its record.
  TestRecord& Add(const std::string& id, const std::string& requirement,
                  Verdict verdict, const std::string& title = "") {
    run_.plan.tests.push_back(
        {id, requirement, title.empty() ? "Title of " + id : title});
    if (verdict == Verdict::kMissing) return unused_;
    TestRecord test;
    test.id = id;
    test.requirement = requirement;
    test.verdict = verdict;
    test.started = kSampleStart + 1000;
    test.seconds = 0.25;
    test.process_starts = 12;
    if (verdict != Verdict::kPass) test.reason = "reason of " + id;
    ++run_.summary->verdicts[std::string(Name(verdict))];
    return run_.tests.emplace_back(test);
  }

  void Waive(const std::string& target, const std::string& expires) {
    run_.plan.waivers.push_back({target, "by design", "A. Person", expires});
  }

  PlanRecord& plan() { return run_.plan; }
  RunRecord& run() { return run_; }

  RecordInput Input(const std::string& name = "run.txt") const {
    RecordInput input;
    input.name = name;
    input.runs = {run_};
    return input;
  }

  Assessment Assess(const AssessmentOptions& options = {}) const {
    return *iec::Assess({Input()}, options);
  }

 private:
  RunRecord run_;
  TestRecord unused_;
};

inline const AssessedRequirement* FindRow(const Assessment& assessment,
                                          const std::string& token) {
  for (const AssessedRequirement& row : assessment.requirements) {
    if (row.token == token) return &row;
  }
  return nullptr;
}

inline Verdict VerdictOf(const Assessment& assessment,
                         const std::string& token) {
  const AssessedRequirement* row = FindRow(assessment, token);
  EXPECT_NE(row, nullptr) << token;
  return row == nullptr ? Verdict::kError : row->verdict;
}

// One of each kind of thing that a report has to show, hostile text included.
inline RecordInput EverythingInput() {
  SampleRun sample;
  sample.plan().target_levels = {3, 3, 2, 3, 1, 3, 3};
  sample.plan().deviations = {
      "console: a root shell on the serial console, for the laboratory"};
  sample.plan().left_out = {
      {"CR_2_8_records_logins", "CR_2_8", "the container lane cannot show it"},
      {"CR_1_1_second", "CR_1_1", "another shard than 1/2"}};
  sample.Waive("CR 1.11", "2027-01-31");
  sample.Waive("cr1.7", "2026-11-22");
  sample.Waive("CR_9_9_gone", "2027-01-31");
  sample.Add("CR_1_1_asks_at_console", "CR_1_1", Verdict::kPass,
             "Each console asks for a login");
  sample
      .Add("CR_1_1_RE_1_wireless", "CR_1_1_RE_1", Verdict::kNotApplicable,
           "Each person has an account")
      .reason = "the profile declares no interface for people";
  TestRecord& fail = sample.Add("CR_1_7_takes_weak_passwords", "CR_1_7",
                                Verdict::kFail, "A weak password is refused");
  fail.reason = "no password of 4 letters is taken";
  fail.checks = {
      {Check::Kind::kControl, true, "a strong password is taken", "taken",
       "password.cpp:21"},
      {Check::Kind::kExpectation, false, "no password of 4 letters is taken",
       "taken: \x1b[2J]]> <b>&amp;\xe2\x80\xae\xc2\x85\r\nIEC1 <LAVA_SIGNAL",
       "password.cpp:30"},
      {Check::Kind::kExpectation, false,
       "a password that was used before is refused, even by a person who "
       "changes it several times in a row until the old one is forgotten",
       "taken", "password.cpp:41"}};
  TestRecord& waived = sample.Add("CR_1_11_locks_account", "CR_1_11",
                                  Verdict::kFail, "Wrong passwords lock");
  waived.checks = {{Check::Kind::kExpectation, false, "locked after 5",
                    "still open", "lock.cpp:50"}};
  TestRecord& error = sample.Add("CR_2_1_RE_2_roles", "CR_2_1_RE_2",
                                 Verdict::kError, "Roles are kept apart");
  error.reason = "control failed: the right role gets in";
  error.checks = {{Check::Kind::kControl, false, "the right role gets in",
                   "refused", "roles.cpp:7"}};
  sample.Add("CR_2_5_locks_session", "CR_2_5", Verdict::kMissing,
             "An idle session is locked");
  TestRecord& undo = sample.Add("CR_3_4_finds_changes", "CR_3_4",
                                Verdict::kPass, "A changed file is found");
  undo.undo_failures = {"/etc/motd: its content differs"};
  undo.measurements = {{"files", 1234, ""}};
  sample.Add("CR_2_1_RE_1_x", "CR_2_1_RE_1", Verdict::kPass,
             "Same title \"here\" & <there>");
  sample.Add("CR_2_1_RE_1_y", "CR_2_1_RE_1", Verdict::kPass,
             "Same title \"here\" & <there>");
  sample.run().lines = {{"CR_1_7_takes_weak_passwords", {120, 124}},
                        {"CR_1_11_locks_account", {126, 126}}};
  RecordInput input = sample.Input();
  JobRecord& job = input.job.emplace();
  job.id = "4711";
  job.url = "https://lava.example.org/scheduler/job/4711";
  job.name = "nightly <b>";
  job.device = "qemu02";
  job.device_type = "qemu";
  job.health = "Incomplete";
  job.error_type = "Infrastructure";
  job.error_message = "power off: \x1b[2J<LAVA_SIGNAL IEC1 ]]>";
  job.image_sha256 = std::string(64, 'b');
  job.submitted = kSampleStart - 60000;
  job.started = kSampleStart - 30000;
  input.problems = {{17, "a torn record line: its checksum does not match"}};
  return input;
}

}  // namespace iec

#endif  // IEC_LIB_REPORT_SAMPLE_TEST_H_
