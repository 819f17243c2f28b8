// SPDX-License-Identifier: Apache-2.0
// What was read of one document of a lab, before those that belong together
// are joined.
#ifndef IEC_LIB_COLLECT_COLLECTED_H_
#define IEC_LIB_COLLECT_COLLECTED_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/collect/lava_case.h"
#include "lib/record/problem_list.h"
#include "lib/record/run_record.h"

namespace iec {

// A line of the CIP project's shell suite: "TC_CR1.11_1+pass+28".
struct ShellResult {
  std::string id;
  std::string result;  // pass, fail or skip
  double seconds = 0;
  size_t line = 0;
};

// A page of a list of REST v0.2.
struct Page {
  std::string list;     // its address; empty: it is the only one, or not said
  size_t promised = 0;  // results in the whole list
  std::vector<int64_t> rows;  // the ids of those that are here
};

struct Collected {
  RecordInput input;            // its job: what this document says of it
  std::vector<LavaCase> cases;  // those that are about a requirement
  std::vector<ShellResult> shell;
  // Results that LAVA says it lost: of no consequence where there is a record.
  std::vector<Problem> lost;
  size_t page = 0;  // results in a document that is a list of them
  std::optional<Page> of_list;
};

// Token of the requirement that a case of LAVA is about; empty: it is none of
// ours. The name begins with it; the set may be one that LAVA saw no end of.
std::string RequirementOf(const LavaCase& lava);

// Of a test of the CIP project's shell suite, by the list that comes with
// the collector.
std::string RequirementOfShellTest(std::string_view id);

// Whether a name has the shape of such a test, and what to say of one that the
// list does not have.
bool IsShellTest(std::string_view name);
std::string NotInTheList(std::string_view id);

// Keeps what a line of a console holds of the shell suite's results, each once,
// whatever stands before them: a colour, a prompt, the time of the kernel. A
// result that is there in part, or that the list does not have, is a problem.
void TakeShellLine(size_t number, std::string_view line, Collected& collected,
                   ProblemList& problems);

// Keeps the case where it is ours, and what it says of the job.
void TakeCase(const LavaCase& lava, Collected& collected);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_COLLECTED_H_
