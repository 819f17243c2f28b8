// SPDX-License-Identifier: Apache-2.0
// json_input: any JSON document of a lab: a callback, `lavacli results
// --json`, and tests, suites and job of REST v0.2, told apart by their keys.
#ifndef IEC_LIB_COLLECT_JSON_INPUT_H_
#define IEC_LIB_COLLECT_JSON_INPUT_H_

#include <memory>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/collect/collected.h"

namespace iec {

class JsonInputReader {
 public:
  // `key` checks the records in the log of a callback.
  explicit JsonInputReader(std::string key);
  ~JsonInputReader();

  // An error begins with "line N: ".
  Result<Collected> Read(std::string_view json);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace iec

#endif  // IEC_LIB_COLLECT_JSON_INPUT_H_
