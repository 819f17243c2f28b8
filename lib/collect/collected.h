// SPDX-License-Identifier: Apache-2.0
// What was read of one document of a lab, before those that belong together
// are joined.
#ifndef IEC_LIB_COLLECT_COLLECTED_H_
#define IEC_LIB_COLLECT_COLLECTED_H_

#include <optional>
#include <string>
#include <vector>

#include "lib/collect/lava_case.h"
#include "lib/record/run_record.h"

namespace iec {

// A line of the CIP project's shell suite: "TC_CR1.11_1+pass+28".
struct ShellResult {
  std::string id;
  std::string result;  // pass, fail or skip
  double seconds = 0;
  size_t line = 0;
};

struct Collected {
  RecordInput input;            // its job: what this document says of it
  std::vector<LavaCase> cases;  // those that are about a requirement
  std::vector<ShellResult> shell;
  // Of REST v0.2, which hands out pages: results here, and in the whole job.
  size_t page = 0;
  size_t promised = 0;
};

// Token of the requirement that a case of LAVA is about; empty: it is none of
// ours. The set says it, else the beginning of the name.
std::string RequirementOf(const LavaCase& lava);

// Of a test of the CIP project's shell suite, by the list that comes with
// the collector.
std::string RequirementOfShellTest(std::string_view id);

// Whether a line or a name has the shape of such a test.
bool IsShellTest(std::string_view name);
std::optional<ShellResult> ParseShellLine(size_t number, std::string_view line);

// Keeps the case where it is ours, and what it says of the job.
void TakeCase(const LavaCase& lava, Collected& collected);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_COLLECTED_H_
