// SPDX-License-Identifier: Apache-2.0
// A run for the tests of this folder.
#ifndef IEC_LIB_RECORD_SAMPLE_TEST_H_
#define IEC_LIB_RECORD_SAMPLE_TEST_H_

#include <string>
#include <vector>

#include "lib/record/wire.h"

namespace iec {

inline constexpr char kSampleRun[] = "00112233445566ff";

inline PlanRecord SamplePlan() {
  PlanRecord plan;
  plan.runner_version = "0.1.0";
  plan.runner_commit = "0123456789ab";
  plan.started = 1795456800000;
  plan.lane = "container";
  plan.machine = "x86_64";
  plan.system = "Debian GNU/Linux 12 (bookworm)";
  plan.kernel = "6.1.0-44-amd64";
  plan.profile_name = "reference";
  plan.profile_sha256 = std::string(64, 'a');
  plan.component_type = "embedded";
  plan.target_levels = {3, 3, 3, 3, 3, 3, 3};
  plan.tests = {{"CR_1_1_a", "CR_1_1", "The first"},
                {"CR_1_7_b", "CR_1_7", "The second"},
                {"CR_1_11_c", "CR_1_11", "The third"}};
  plan.left_out = {{"CR_2_8_d", "CR_2_8", "the container lane cannot show it"}};
  plan.deviations = {
      "console: a root shell on the serial console, for the laboratory only"};
  plan.waivers = {{"CR 1.7", "by design", "A. Person", "2027-01-31"}};
  return plan;
}

inline TestRecord SampleTest(const PlannedTest& planned, Verdict verdict) {
  TestRecord test;
  test.id = planned.id;
  test.requirement = planned.requirement;
  test.verdict = verdict;
  test.started = 1795456801000;
  test.seconds = 0.5;
  test.process_starts = 7;
  test.checks = {
      {Check::Kind::kControl, true, "the right password works", "logged in",
       "a.cpp:10"},
      {Check::Kind::kExpectation, verdict == Verdict::kPass,
       "no login with a wrong password", "<shell prompt>", "a.cpp:12"}};
  return test;
}

inline SummaryRecord SampleSummary() {
  SummaryRecord summary;
  summary.finished = 1795456810000;
  summary.seconds = 10;
  summary.verdicts = {{"pass", 2}, {"fail", 1}};
  summary.exit_status = 1;
  return summary;
}

// All lines of the run, each without its newline.
inline std::vector<std::string> SampleLines(const std::string& key = "",
                                            std::string run = kSampleRun) {
  RecordEncoder encoder(std::move(run), key);
  const PlanRecord plan = SamplePlan();
  std::vector<std::string> lines = encoder.Encode(plan);
  const auto add = [&lines](const std::vector<std::string>& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  };
  add(encoder.Encode(SampleTest(plan.tests[0], Verdict::kPass)));
  add(encoder.Encode(SampleTest(plan.tests[1], Verdict::kFail)));
  add(encoder.Encode(SampleTest(plan.tests[2], Verdict::kPass)));
  add(encoder.Encode(SampleSummary()));
  return lines;
}

}  // namespace iec

#endif  // IEC_LIB_RECORD_SAMPLE_TEST_H_
