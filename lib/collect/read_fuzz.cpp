// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: an input of any kind, told apart by what is in it, up to
// the runs that the report is made of.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/collect/join.h"
#include "lib/collect/read.h"

namespace {

// What lib/report relies on.
bool IsSound(const iec::RunRecord& run) {
  if (run.plan.target_levels.size() != 7) return false;
  if (run.tests.size() > run.plan.tests.size()) return false;
  for (const iec::TestRecord& test : run.tests) {
    if (test.id.empty() || test.requirement.empty()) return false;
    if (!run.recorded && test.reason.empty()) return false;
  }
  return !run.plan.run.empty();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* const key : {"", "secret"}) {
    auto collected = iec::ReadCollectedText("f", text, key);
    if (!collected.ok()) {
      if (!collected.error().message.starts_with("f")) std::abort();
      continue;
    }
    for (const auto& input : iec::JoinJobs(*collected, *key != '\0')) {
      for (const iec::RunRecord& run : input.runs) {
        if (!IsSound(run)) std::abort();
        for (const iec::TestRecord& test : run.tests) {
          const bool trusted = run.verified || *key == '\0';
          if (!trusted && test.verdict == iec::Verdict::kPass) std::abort();
        }
      }
    }
  }
  return 0;
}
