// SPDX-License-Identifier: Apache-2.0
// reader: the records in a record file or a console log. Memory grows with
// the records and not with the text around them.
#ifndef IEC_LIB_RECORD_READER_H_
#define IEC_LIB_RECORD_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/record/problem_list.h"
#include "lib/record/run_record.h"
#include "lib/record/wire.h"

namespace iec {

// Bytes of the JSON of one record, all its slices together. A plan of all
// tests is below 64 KiB.
inline constexpr size_t kMaxRecordBytes = 4u << 20;

// Runs in one input; a log in which more begin is not one of ours.
inline constexpr size_t kMaxRuns = 256;

class RecordReader {
 public:
  // With a key each line must carry its HMAC; without one a CRC-32.
  explicit RecordReader(std::string key = "");
  RecordReader(RecordReader&&) noexcept;
  RecordReader& operator=(RecordReader&&) noexcept;
  ~RecordReader();

  // One line of the input with or without its line end. Records are found
  // behind kernel messages and prompts, in colour, and inside the YAML of a
  // LAVA job log. Line numbers are the caller's and must rise.
  void Feed(size_t number, std::string_view line);

  // What there was, once, at the end.
  RecordInput Finish();

 private:
  struct Run;

  void FeedRecord(size_t number, std::string_view text);
  bool CheckHolds(size_t number, WireLine& line);
  Run* FindRun(size_t number, std::string_view id);
  bool IsNext(size_t number, const WireLine& line, Run& run);
  void FeedSlice(size_t number, const WireLine& line, Run& run);
  void Decode(LineRange lines, std::string_view type, std::string_view json,
              Run& run);
  void DecodePlan(size_t number, std::string_view json, Run& run);
  void DecodeTest(LineRange lines, std::string_view json, Run& run);
  void DecodeSummary(size_t number, std::string_view json, Run& run);
  std::string ForgiveTornCopies();

  std::string key_;
  std::string unwrapped_;  // kept to spare an allocation for each line
  std::string unescaped_;  // the JSON of the last line, where it was escaped
  std::vector<std::unique_ptr<Run>> runs_;  // in order of appearance
  Run* current_ = nullptr;
  ProblemList problems_;
  size_t record_lines_ = 0;
};

}  // namespace iec

#endif  // IEC_LIB_RECORD_READER_H_
