// SPDX-License-Identifier: Apache-2.0
#include "lib/report/job.h"

#include <fmt/format.h>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr size_t kNameLimit = 80;

}  // namespace

std::string JobName(const JobRecord& job) {
  std::string name = "LAVA job";
  if (!job.id.empty()) name += " " + Printable(job.id, kNameLimit);
  if (!job.device.empty()) name += " on " + Printable(job.device, kNameLimit);
  if (!job.device_type.empty()) {
    name += fmt::format(" ({})", Printable(job.device_type, kNameLimit));
  }
  return name;
}

std::string JobFault(const JobRecord& job) {
  const bool named = !job.health.empty() && job.health != "Complete" &&
                     job.health != "Unknown";
  if (!named && job.error_type.empty()) return "";
  std::string text = named ? "ended as " + Printable(job.health, kNameLimit)
                           : "ended with an error";
  if (job.error_type.empty()) return text;
  text += " (" + Printable(job.error_type, kNameLimit);
  if (!job.error_message.empty()) text += ": " + Printable(job.error_message);
  return text + ")";
}

std::string LinesText(const LineRange& lines) {
  if (lines.first == 0) return "";
  if (lines.last <= lines.first) return fmt::format("line {}", lines.first);
  return fmt::format("lines {} to {}", lines.first, lines.last);
}

}  // namespace iec
