// SPDX-License-Identifier: Apache-2.0
// lava_log_reader: the log of a LAVA job as the server keeps it (output.yaml,
// `lavacli jobs logs --raw`), as a callback holds it, and as `lava-run` prints
// it: one map a line.
#ifndef IEC_LIB_COLLECT_LAVA_LOG_READER_H_
#define IEC_LIB_COLLECT_LAVA_LOG_READER_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/collect/collected.h"
#include "lib/record/reader.h"

namespace iec {

// Whether the line begins as one of such a log.
bool IsLavaLogLine(std::string_view line);

class LavaLogReader {
 public:
  // Records go to `records`, the job and LAVA's own results to `collected`.
  LavaLogReader(RecordReader& records, Collected& collected);
  ~LavaLogReader();

  // A line for which IsLavaLogLine() holds, with kLinePadding readable bytes
  // behind it. Memory does not grow with the lines.
  void Feed(size_t number, std::string_view line);

  // What was wrong, once, at the end. What LAVA says it lost of ours, or of
  // whom nobody knows, is in `collected`.
  std::vector<Problem> Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// PyYAML writes \e, \x1b and `! "12"`, which JSON does not know. Puts what
// JSON has for them into `out`.
void YamlLineToJson(std::string_view line, std::string& out);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_LAVA_LOG_READER_H_
