// SPDX-License-Identifier: Apache-2.0
// Lines of a record, and what the reader makes of them; for the tests of this
// folder.
#ifndef IEC_LIB_RECORD_READER_FOR_TEST_H_
#define IEC_LIB_RECORD_READER_FOR_TEST_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/record/reader.h"
#include "lib/record/sample_test.h"

namespace iec {

using Lines = std::vector<std::string>;

inline RecordInput Read(const Lines& lines, const std::string& key = "") {
  RecordReader reader(key);
  size_t number = 0;
  for (const std::string& line : lines) reader.Feed(++number, line);
  return reader.Finish();
}

inline auto Says(const std::string& text) {
  return testing::Contains(
      testing::Field(&Problem::what, testing::HasSubstr(text)));
}

// The number of the sample's line of a type; the last one of it.
inline size_t IndexOf(const Lines& lines, const std::string& beginning) {
  for (size_t i = lines.size(); i-- > 0;) {
    if (lines[i].starts_with(beginning)) return i;
  }
  ADD_FAILURE() << "no line begins with " << beginning;
  return 0;
}

}  // namespace iec

#endif  // IEC_LIB_RECORD_READER_FOR_TEST_H_
