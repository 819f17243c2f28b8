// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/lava_case.h"

#include "lib/lava/summary_sets.h"

namespace iec {
namespace {

constexpr std::string_view kOwnSuite = "lava";  // of its actions

}  // namespace

void LavaCase::Clear() {
  for (std::string* text : {&suite, &name, &result, &set, &job, &id,
                            &error_type, &error_message, &reason}) {
    text->clear();
  }
  measured = false;
  seconds = 0;
  logged = 0;
  lines = {};
}

bool IsMissing(const LavaCase& lava) {
  return lava.reason.starts_with("missing expected") ||
         (lava.reason == kReasonElsewhere && lava.result == "fail" &&
          lava.suite != kOwnSuite);
}

bool IsVerdict(const LavaCase& lava) {
  if (lava.suite == kOwnSuite) return false;
  if (lava.set == kRequirementsSet || lava.set == kLevelsSet) return false;
  return !lava.measured || lava.result == "fail" || lava.result == "unknown";
}

void TakeJobCase(const LavaCase& lava, JobRecord& job) {
  if (lava.suite != kOwnSuite || lava.name != "job") return;
  if (!lava.error_type.empty()) {
    job.error_type = lava.error_type;
    job.error_message = lava.error_message;
  }
  if (job.health.empty()) {
    job.health = lava.result == "pass"   ? "Complete"
                 : lava.result == "fail" ? "Incomplete"
                                         : "";
  }
}

}  // namespace iec
