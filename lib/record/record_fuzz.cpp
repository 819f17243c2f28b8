// SPDX-License-Identifier: Apache-2.0
// libFuzzer target of the reader; ci/lib/fuzz builds and runs it.
//
// The check of each line would keep the fuzzer out; so the input is read as
// it is, and once more with the checks put right.
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lib/base/text.h"
#include "lib/record/reader.h"
#include "lib/record/record_json.h"

namespace {

std::string WithGoodCheck(const std::string& text) {
  const size_t begin = text.find(iec::kMagic);
  if (begin == std::string::npos) return text;
  const auto line = iec::ParseWireLine(std::string_view(text).substr(begin));
  if (!line.ok()) return text;
  return fmt::format(
      "IEC1 {} {} {} {} {}", line->type, line->run, line->seq,
      iec::WireCheck("", line->type, line->run, line->seq, line->json),
      line->json);
}

// What was taken must be planned, once, and be written as it was read.
bool IsSound(const iec::RunRecord& run) {
  if (run.tests.size() > run.plan.tests.size()) return false;
  for (const iec::TestRecord& test : run.tests) {
    if (!iec::IsWireName(test.id)) return false;
    const std::string json = iec::ToJson(test);
    const auto again = iec::TestFromJson(json);
    if (!again.ok() || iec::ToJson(*again) != json) return false;
  }
  return run.plan.target_levels.size() == 7;
}

void ReadAll(std::string_view input, bool mend) {
  iec::RecordReader reader;
  size_t number = 0;
  for (const std::string& line : iec::Split(input, '\n')) {
    reader.Feed(++number, mend ? WithGoodCheck(line) : line);
  }
  for (const iec::RunRecord& run : reader.Finish().runs) {
    if (!IsSound(run)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  ReadAll(input, false);
  ReadAll(input, true);
  return 0;
}
