// SPDX-License-Identifier: Apache-2.0
// Results that a lab kept without their records, as test records.
#ifndef IEC_LIB_COLLECT_KEPT_RESULT_H_
#define IEC_LIB_COLLECT_KEPT_RESULT_H_

#include <map>
#include <string>
#include <vector>

#include "lib/collect/collected.h"
#include "lib/record/problem_list.h"
#include "lib/record/run_record.h"

namespace iec {

// One test by all results that there are of it.
struct KeptResult {
  std::string id;           // a name for every wire: TC_CR1_11_1
  std::string requirement;  // token
  // The worst one: fail, unknown, skip, pass; empty: LAVA waited in vain.
  std::string result;
  std::string called;  // as the lab calls it
  double seconds = 0;
  int64_t logged = 0;
  LineRange lines;
  bool shell = false;  // of the CIP project's shell suite
};

// Gathers; what is doubled or unknown becomes a problem.
class KeptResults {
 public:
  void Add(const LavaCase& lava, ProblemList& problems);
  void Add(const ShellResult& shell, ProblemList& problems);
  // In the order of their arrival, then those that LAVA only expected.
  std::vector<KeptResult> Take();

 private:
  void Put(KeptResult result, size_t line, ProblemList& problems);

  std::vector<KeptResult> results_;
  std::vector<KeptResult> expected_;
  std::map<std::string, size_t> index_of_;  // by id
};

// The record that stands for it; its reason says where it comes from.
TestRecord RecordOf(const KeptResult& kept, bool keyed);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_KEPT_RESULT_H_
