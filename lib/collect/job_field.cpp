// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/job_field.h"

#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/collect/definition.h"
#include "lib/collect/lava_time.h"

namespace iec {
namespace {

std::string Kept(std::string_view text) {
  return std::string(text.substr(0, kMaxJobText));
}

}  // namespace

void TakeJobField(std::string_view key, std::string_view value,
                  JobRecord& job) {
  if (key == "id") {
    job.id = Kept(value);
  } else if (key == "description") {
    job.name = Kept(value);
  } else if (key == "actual_device_id" || key == "actual_device") {
    job.device = Kept(value);
  } else if (key == "requested_device_type") {
    job.device_type = Kept(value);
  } else if (key == "health_string" ||
             (key == "health" && !ParseInteger(value))) {
    job.health = value == "Unknown" ? "" : Kept(value);
  } else if (key == "submit_time") {
    job.submitted = ParseLavaTime(value);
  } else if (key == "start_time") {
    job.started = ParseLavaTime(value);
  } else if (key == "end_time") {
    job.finished = ParseLavaTime(value);
  } else if (key == "definition") {
    TakeDefinition(value, job);
  }
}

std::string CheckJobTimes(JobRecord& job) {
  const auto backwards = [](int64_t before, int64_t after) {
    return before != 0 && after != 0 && after < before;
  };
  std::string what;
  if (backwards(job.started, job.finished)) {
    what = fmt::format(
        "LAVA's clock goes backwards: the job ended at {} and "
        "began at {}",
        Rfc3339(job.finished), Rfc3339(job.started));
    job.finished = 0;
  } else if (backwards(job.submitted, job.started)) {
    what = fmt::format(
        "LAVA's clock goes backwards: the job began at {} and "
        "was submitted at {}",
        Rfc3339(job.started), Rfc3339(job.submitted));
    job.submitted = 0;
  }
  return what;
}

}  // namespace iec
