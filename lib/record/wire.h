// SPDX-License-Identifier: Apache-2.0
// wire: records as lines that survive a serial console.
//
//   IEC1 <type> <run> <seq> <check> <json>
//
//   type   plan, test, summary, or more: a slice of the JSON of the record
//          whose last slice is on the next line that is not `more`
//   run    16 hex digits, the same on each line of a run
//   seq    decimal, from 1, without gaps
//   check  of the bytes "<type> <run> <seq> <json>": 8 hex digits CRC-32, or
//          64 hex digits HMAC-SHA-256 where there is a key
//
// schema.md describes the JSON. reader.h reads the lines.
#ifndef IEC_LIB_RECORD_WIRE_H_
#define IEC_LIB_RECORD_WIRE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/record/record.h"

namespace iec {

// The environment variable that holds the key of the HMAC.
inline constexpr char kRecordKeyVariable[] = "IEC_RECORD_KEY";

// Bytes of a line without its newline; kernel message lines end near 976.
inline constexpr size_t kMaxLineBytes = 900;

inline constexpr std::string_view kMagic = "IEC1 ";

std::string NewRunId();

class RecordEncoder {
 public:
  // `run` as NewRunId() makes it; an empty key means CRC-32.
  RecordEncoder(std::string run, std::string key);

  // Lines without their newline, in the order in which they must be written.
  // The run id of the line is the encoder's, whatever plan.run says.
  std::vector<std::string> Encode(const PlanRecord& plan);
  std::vector<std::string> Encode(const TestRecord& test);
  std::vector<std::string> Encode(const SummaryRecord& summary);

 private:
  std::vector<std::string> Lines(std::string_view type, std::string_view json);
  std::string Line(std::string_view type, std::string_view slice);

  std::string run_;
  std::string key_;
  uint64_t next_seq_ = 1;
};

// One line taken apart; the views point into the text that was parsed.
struct WireLine {
  std::string_view type;
  std::string_view run;
  uint64_t seq = 0;
  std::string_view check;
  std::string_view json;  // or a slice of it
};

// Takes apart what begins at kMagic; an error where the shape is not that of
// a record line. Says nothing of the check.
Result<WireLine> ParseWireLine(std::string_view text);

// The check that the line should carry.
std::string WireCheck(std::string_view key, std::string_view type,
                      std::string_view run, uint64_t seq,
                      std::string_view json);

}  // namespace iec

#endif  // IEC_LIB_RECORD_WIRE_H_
