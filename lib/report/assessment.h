// SPDX-License-Identifier: Apache-2.0
// assessment: from what runs recorded to one verdict for each requirement and
// the security level that is reached.
//
// A requirement fails if one of its tests does; else it has an error, is
// missing, waived or manual, in this order; it passes where at least one test
// passed. Nothing absent counts as pass, and a waived failure never raises a
// level.
#ifndef IEC_LIB_REPORT_ASSESSMENT_H_
#define IEC_LIB_REPORT_ASSESSMENT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/record/run_record.h"

namespace iec {

struct AssessmentOptions {
  bool strict = false;    // manual and not covered end with status 2
  bool torn_off = false;  // a run without its end is no problem
  // In place of what the plan of each run says.
  std::optional<std::vector<Waiver>> waivers;
  std::optional<std::vector<int>> target_levels;  // SL 0..4 for FR 1..7
  // What these are from: a file, its name and SHA-256.
  std::string judged_by;
  // Of what they are made for: that of runs of which no plan arrived. Empty:
  // not known.
  std::string component_type;
};

struct AssessedRun {
  std::string input;  // where it was read
  PlanRecord plan;
  std::optional<SummaryRecord> summary;  // none: torn off
  bool verified = false;
  std::optional<JobRecord> job;  // none: made without LAVA, or not said
  bool recorded = true;          // false: no record of it arrived
};

struct AssessedTest {
  PlannedTest plan;
  // As reported, which `verdict` may differ from: missing, waived, or error
  // where the record contradicts itself.
  TestRecord record;
  Verdict verdict = Verdict::kMissing;
  std::string reason;  // one line; empty for a pass that was recorded
  size_t run = 0;      // index into Assessment::runs
  std::string waiver;  // what a waiver does here; empty: nothing
  LineRange lines;     // of its record, in the input of the run; without one
                       // those that LAVA names, in the log of the job
};

struct AssessedRequirement {
  std::string id;     // "CR 1.1 RE(1)"
  std::string token;  // "CR_1_1_RE_1"
  std::string title;
  int fr = 0;    // 0: not in the catalogue
  int sl_c = 0;  // lowest level that demands it
  // Whether the target level demands it of this type of component. Others
  // have a row only where a test of theirs ran.
  bool demanded = true;
  Verdict verdict = Verdict::kNotCovered;
  std::string reason;
  std::vector<size_t> tests;  // indices into Assessment::tests
  std::vector<LeftOut> left_out;
};

// A row for each common component security constraint: evidence by people.
struct AssessedConstraint {
  std::string id;  // "CCSC 1"
  std::string title;
  Verdict verdict = Verdict::kManual;
};

struct AssessedLevel {
  int fr = 0;
  std::string title;
  int target = 0;
  int reached = 0;  // 0..4
};

struct AssessedWaiver {
  enum class State {
    kApplied,    // turned a failure into `waived`
    kNotNeeded,  // what it waives did not fail
    kExpired,    // or not valid at all; counts as a failure
    kUnmatched,  // names nothing that this assessment has
  };
  Waiver waiver;
  State state = State::kUnmatched;
};
std::string_view Name(AssessedWaiver::State state);

struct InputProblem {
  std::string input;
  Problem problem;
};

struct Assessment {
  std::vector<AssessedRun> runs;  // oldest first
  std::vector<AssessedRequirement> requirements;
  std::vector<AssessedConstraint> constraints;
  std::vector<AssessedTest> tests;
  std::vector<LeftOut> left_out;
  std::vector<AssessedWaiver> waivers;
  std::vector<std::string> deviations;  // of every run
  std::vector<AssessedLevel> levels;    // FR 1..7
  // Whether a plan or a profile says any; without one they are 0.
  bool target_known = true;
  int target = 0;   // the highest of the seven targets
  int reached = 0;  // the lowest of the seven levels
  std::map<Verdict, int> requirement_counts;
  std::map<Verdict, int> test_counts;
  std::string partial;  // why this is no whole run; empty: it is one
  // Whose targets and waivers these are; empty: those of the runs.
  std::string judged_by;
  std::vector<std::string> notes;
  std::vector<std::string> warnings;
  std::vector<InputProblem> problems;
  int64_t undo_failures = 0;  // changes of all runs that were not undone
  int exit_status = 0;        // 0, 1 or 2
  std::string exit_reason;    // one line

  // What describes the device: the last run that has a plan of its own.
  const PlanRecord& device() const;
  bool verified() const;  // each run by its HMAC
};

// Where two runs have the same test the later one counts, which is noted. An
// error where no input holds a run.
Result<Assessment> Assess(const std::vector<RecordInput>& inputs,
                          const AssessmentOptions& options);

}  // namespace iec

#endif  // IEC_LIB_REPORT_ASSESSMENT_H_
