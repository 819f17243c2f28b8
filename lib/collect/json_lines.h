// SPDX-License-Identifier: Apache-2.0
// json_lines: an input that is one JSON document or has one a line.
#ifndef IEC_LIB_COLLECT_JSON_LINES_H_
#define IEC_LIB_COLLECT_JSON_LINES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/collect/collected.h"
#include "lib/collect/json_input.h"

namespace iec {

// The first line that is not blank says which of the two it is; where it does
// not end as a document and the whole is none either, the lines that are some
// count.
class JsonLines {
 public:
  JsonLines(std::string name, const std::string& key)
      : name_(std::move(name)), reader_(key) {}

  void Feed(size_t number, std::string_view line);

  // Documents, and what was wrong with the other lines: problems of one more
  // of them, or an error where no line could be read. `too_long`: a line that
  // was dropped; 0: there was none.
  Result<std::vector<Collected>> Finish(size_t too_long);

 private:
  void FeedDocument(size_t number, std::string_view line);
  void GoLineByLine();
  Result<std::vector<Collected>> All();

  std::string name_;
  JsonInputReader reader_;
  Status status_;
  std::string whole_;  // a document of several lines
  bool begun_ = false;
  bool one_a_line_ = false;
  bool has_document_ = false;  // among the lines of `whole_`
  std::vector<Collected> all_;
  std::vector<Problem> bad_;
  size_t documents_ = 0;
  size_t bad_lines_ = 0;
};

}  // namespace iec

#endif  // IEC_LIB_COLLECT_JSON_LINES_H_
