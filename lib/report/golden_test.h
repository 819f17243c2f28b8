// SPDX-License-Identifier: Apache-2.0
// Each format against the file that it made from the same run before.
// IEC_UPDATE_GOLDEN=1 writes the files anew: look at the difference.
#ifndef IEC_LIB_REPORT_GOLDEN_TEST_H_
#define IEC_LIB_REPORT_GOLDEN_TEST_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <string>

#include "lib/base/file.h"
#include "lib/report/sample_test.h"

namespace iec {

inline std::string Source(const std::string& name) {
  return std::string(IEC_SOURCE_DIR) + "/lib/report/" + name;
}

inline Assessment Everything() {
  const auto assessment = Assess({EverythingInput()}, {});
  EXPECT_TRUE(assessment.ok());
  return *assessment;
}

inline void ExpectGolden(const std::string& name, const std::string& text) {
  const std::string path = Source("golden/" + name);
  if (std::getenv("IEC_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(WriteFileAtomically(path, text, 0644).ok());
  }
  const auto golden = ReadFile(path);
  ASSERT_TRUE(golden.ok()) << golden.error().message;
  EXPECT_EQ(text, *golden);
}

// What a format may not take for its own: markup of each kind, controls, a
// formula, what is no UTF-8, and much of it.
inline std::string HostileText() {
  std::string text =
      "=1+1\t@all | \"x\", 'y'; <b>&amp;]]>{{1}}\r\n\n# h\n| a | b |\n";
  text += "<img src=x onerror=1>```\n<LAVA_SIGNAL_ENDRUN 0> IEC1 plan\n";
  text += std::string(1, '\0');
  text +=
      "\x1b["
      "2J\x7f\xc2\x9b\xe2\x80\xae\xef\xbf\xbe\xef\xbf\xbf\xed\xa0\x80\xff\xc3";
  return text + std::string(40000, 'x');
}

// It in each text that a run brings along.
inline RecordInput HostileInput() {
  const std::string text = HostileText();
  SampleRun sample;
  TestRecord& test = sample.Add("CR_1_1_x", "CR_1_1", Verdict::kFail, text);
  test.reason = text;
  test.checks = {{Check::Kind::kExpectation, false, text, text, text},
                 {Check::Kind::kControl, false, text, text, text}};
  test.undo_failures = {text};
  test.measurements = {{text, 1, text}};
  test.started = std::numeric_limits<int64_t>::max();
  test.seconds = std::numeric_limits<double>::infinity();
  sample.Add("CR_1_1_y", "CR_1_1", Verdict::kNotApplicable, text).reason = text;
  PlanRecord& plan = sample.plan();
  plan.started = std::numeric_limits<int64_t>::min();
  for (std::string* field :
       {&plan.run, &plan.runner_version, &plan.runner_commit, &plan.lane,
        &plan.machine, &plan.system, &plan.kernel, &plan.profile_name,
        &plan.profile_sha256}) {
    *field = text;
  }
  plan.deviations = {text};
  plan.selection = {text};
  plan.left_out = {{"CR_2_8_z", "CR_2_8", text}};
  sample.Waive(text, text);
  sample.Waive("CR_1_1_x", text);
  JobRecord job;
  for (std::string* field :
       {&job.id, &job.url, &job.name, &job.device, &job.device_type,
        &job.health, &job.error_type, &job.error_message, &job.image_sha256}) {
    *field = text;
  }
  RecordInput input = sample.Input(text);
  input.runs[0].lines["CR_1_1_x"] = {3, 7};
  input.problems = {{5, text}};
  input.job = job;
  return input;
}

inline Assessment Hostile() { return *Assess({HostileInput()}, {}); }

}  // namespace iec

#endif  // IEC_LIB_REPORT_GOLDEN_TEST_H_
