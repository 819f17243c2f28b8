// SPDX-License-Identifier: Apache-2.0
// diff: what changed from one assessment to another, test by test,
// requirement by requirement and in the level of each FR.
#ifndef IEC_LIB_REPORT_DIFF_H_
#define IEC_LIB_REPORT_DIFF_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/report/assessment.h"
#include "lib/report/render.h"

namespace iec {

// The worst first: the order in which they are shown.
enum class ChangeKind {
  kNewFailure,     // fails, and did not, or was not there
  kNewlyMissing,   // had a verdict, and has none or is gone
  kNewlyWaived,    // fails under a waiver, and did not
  kOther,          // say from pass or fail to not_applicable
  kChangedReason,  // the same verdict for another reason
  kNewlyCovered,   // has a verdict and had none
  kMended,         // failed or was waived, and passes
};
std::string_view Name(ChangeKind kind);   // "new_failure"
std::string_view Title(ChangeKind kind);  // "New failures"

struct Change {
  ChangeKind kind = ChangeKind::kOther;
  std::string id;  // of the test, or "CR 1.1 RE(1)"
  std::string title;
  std::optional<Verdict> before;  // none: it is not there
  std::optional<Verdict> after;
  std::string reason_before;
  std::string reason_after;
};

struct LevelChange {
  int fr = 0;
  std::string title;
  int before = 0;
  int after = 0;
};

struct DiffOptions {
  bool baseline = false;  // what fails in OLD is accepted
};

struct Diff {
  std::vector<AssessedRun> before;
  std::vector<AssessedRun> after;
  std::vector<Change> tests;  // by kind, then as they are assessed
  std::vector<Change> requirements;
  std::vector<LevelChange> levels;
  size_t still_failing = 0;            // tests that fail in both
  std::vector<std::string> warnings;   // why the two compare badly
  std::vector<InputProblem> problems;  // of both
  bool baseline = false;
  int exit_status = 0;
  std::string exit_reason;  // one line
};

// The status is 1 for a new failure, a waiver that has expired since OLD and,
// unless OLD is a baseline, for any failure in NEW and a level that fell; else
// 2 where something in NEW has no verdict, is gone or was not undone, or an
// input is damaged: a baseline accepts failures, never gaps. Else 0.
Diff Compare(const Assessment& before, const Assessment& after,
             const DiffOptions& options);

std::string RenderDiffTable(const Diff& diff, const RenderOptions& options);
std::string RenderDiffMarkdown(const Diff& diff);
std::string RenderDiffJson(const Diff& diff);  // iec-diff/1: diff.md

}  // namespace iec

#endif  // IEC_LIB_REPORT_DIFF_H_
