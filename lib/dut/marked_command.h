// SPDX-License-Identifier: Apache-2.0
// A command line typed at a shell whose prompt and echo nobody knows: marks
// before and behind its output tell that from the rest.
#ifndef IEC_LIB_DUT_MARKED_COMMAND_H_
#define IEC_LIB_DUT_MARKED_COMMAND_H_

#include <string>
#include <string_view>

namespace iec {

class MarkedCommand {
 public:
  explicit MarkedCommand(const std::string& command_line);

  // What is to be typed, the Enter key included.
  const std::string& line() const { return line_; }

  // Whether the mark stands in `text`, what the terminal has shown since.
  bool HasBegun(std::string_view text) const;
  bool HasEnded(std::string_view text) const;
  // Between the marks, as plain text; for where both are there.
  std::string Output(std::string_view text) const;

 private:
  std::string mark_;
  std::string line_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_MARKED_COMMAND_H_
