// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: the log of a LAVA job, line by line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lib/base/text.h"
#include "lib/collect/lava_log_reader.h"
#include "lib/collect/line_cutter.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  iec::RecordReader records;
  iec::Collected collected;
  iec::LavaLogReader log(records, collected);
  size_t number = 0;
  for (std::string line : iec::Split(text, '\n')) {
    const size_t length = line.size();
    line.append(iec::kLinePadding, ' ');
    log.Feed(++number, std::string_view(line).substr(0, length));
    std::string json;
    iec::YamlLineToJson(std::string_view(line).substr(0, length), json);
    // No escape becomes more than three times as long: "\0" is "\u0000".
    if (json.size() > 3 * length) std::abort();
  }
  for (const iec::Problem& problem : log.Finish()) {
    if (problem.line == 0 || problem.line > number) std::abort();
  }
  for (const iec::LavaCase& lava : collected.cases) {
    if (!iec::IsVerdict(lava) || lava.result.empty()) std::abort();
  }
  return 0;
}
