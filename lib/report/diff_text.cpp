// SPDX-License-Identifier: Apache-2.0
#include "lib/report/diff_text.h"

#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/report/job.h"

namespace iec {

std::string_view DiffWord(std::optional<Verdict> verdict) {
  return verdict ? Name(*verdict) : "not there";
}

std::string DiffReason(const Change& change) {
  if (change.kind != ChangeKind::kChangedReason) return change.reason_after;
  return fmt::format("{} (before: {})", change.reason_after,
                     change.reason_before);
}

std::string DiffRun(const AssessedRun& run) {
  std::string text = fmt::format("{} of {}, from {}", run.plan.run,
                                 Rfc3339(run.plan.started), run.input);
  if (run.job) text += ", " + JobName(*run.job);
  return text;
}

std::string DiffStatus(const Diff& diff) {
  return fmt::format("{}: {}", diff.exit_status, diff.exit_reason);
}

}  // namespace iec
