// SPDX-License-Identifier: Apache-2.0
// layout: text in columns. Widths count code points, which is right for what
// the reports hold; a wide character at worst moves a column.
#ifndef IEC_LIB_REPORT_LAYOUT_H_
#define IEC_LIB_REPORT_LAYOUT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace iec {

// Takes one code point off the front of UTF-8 text. A byte that begins none
// is taken alone and told by `valid`.
struct CodePoint {
  char32_t value = 0;
  std::string_view bytes;
  bool valid = true;
};
CodePoint TakeCodePoint(std::string_view& text);

// Whether it could move a cursor, change a colour or turn the direction of
// writing, or is a character that no document may hold.
bool MustBeEscaped(char32_t value);

// For a terminal: what could move the cursor, change a colour or turn the
// direction of writing becomes \xNN or \u{NNNN}; bytes that are not UTF-8
// too. Newlines and tabs become spaces. A report may be printed where LAVA
// listens: no text of a device makes a signal (<LAVA_) or a record (IEC1).
std::string SafeText(std::string_view text);

size_t Width(std::string_view text);

// Cut to `width` with "..." at the end where it is longer.
std::string Fit(std::string_view text, size_t width);

// Fit and filled up with spaces.
std::string Cell(std::string_view text, size_t width);

// Broken at spaces; a longer word is broken anywhere. At least one line.
std::vector<std::string> Wrap(std::string_view text, size_t width);

}  // namespace iec

#endif  // IEC_LIB_REPORT_LAYOUT_H_
