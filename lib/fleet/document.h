// SPDX-License-Identifier: Apache-2.0
// document: what one document of a lab says of one job, before jobs are
// counted.
#ifndef IEC_LIB_FLEET_DOCUMENT_H_
#define IEC_LIB_FLEET_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/collect/lava_case.h"
#include "lib/record/run_record.h"
#include "lib/record/verdict.h"

namespace iec {

struct FleetResult {
  // Of two results of one test in one job the one with the better source
  // counts, of equals the worse verdict.
  enum class Source : uint8_t {
    kNobody,  // planned or expected, and nothing came
    kLava,    // LAVA's word, which is not signed and knows no `error`
    kRecord,
  };
  std::string test;
  std::string requirement;  // token
  Source source = Source::kLava;
  Verdict verdict = Verdict::kError;
};

struct FleetDocument {
  bool is_job = true;  // false: it has problems only
  JobRecord job;
  std::vector<FleetResult> results;
  int64_t foreign = 0;  // results of tests of no requirement
  int64_t dropped = 0;  // results beyond the limits
  std::vector<Problem> problems;

  // Puts the result where it belongs. `requirement` empty: it is foreign.
  void Add(std::string_view test, std::string_view requirement,
           FleetResult::Source source, Verdict verdict);
};

// Tests of ours in one document, and bytes of a name: no suite has more.
inline constexpr size_t kMaxFleetResults = 20'000;
inline constexpr size_t kMaxFleetName = 120;

// RequirementOf(), which remembers some thousand answers: a lab has few names,
// a device may invent any number.
class FleetRequirements {
 public:
  const std::string& Of(const LavaCase& lava);

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> known_;
  std::string answer_;
};

// One document for each job in an input, judged as `report` does it; what a
// report would call a problem is one of the document.
std::vector<FleetDocument> JudgedDocuments(const RecordInput& input);

}  // namespace iec

#endif  // IEC_LIB_FLEET_DOCUMENT_H_
