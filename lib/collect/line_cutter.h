// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_COLLECT_LINE_CUTTER_H_
#define IEC_LIB_COLLECT_LINE_CUTTER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace iec {

// Bytes that may be read, but mean nothing, behind each line: simdjson looks
// at that many at a time.
inline constexpr size_t kLinePadding = 64;

// Cuts what it is given into numbered lines, without their newline. What it
// is given must have kLinePadding readable bytes behind it.
class LineCutter {
 public:
  using Sink = std::function<void(size_t number, std::string_view line)>;
  LineCutter(Sink sink, size_t max_line);

  void Feed(std::string_view bytes);
  void Finish();  // the last line may lack its newline

  // Of a line that was too long, and so is dropped; 0: there was none.
  size_t first_too_long() const { return first_too_long_; }

 private:
  void Keep(std::string_view piece);
  void EndLine();

  Sink sink_;
  size_t max_line_;
  std::string begun_;
  size_t number_ = 0;
  size_t first_too_long_ = 0;
  bool too_long_ = false;
};

}  // namespace iec

#endif  // IEC_LIB_COLLECT_LINE_CUTTER_H_
