// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/lava_case.h"

namespace iec {

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
  return lava.reason.starts_with("missing expected");
}

void TakeJobCase(const LavaCase& lava, JobRecord& job) {
  if (lava.suite != "lava" || lava.name != "job") return;
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
