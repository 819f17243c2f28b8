// SPDX-License-Identifier: Apache-2.0
// escape: what stands in a text for a character or for a colour. It hides where
// a word begins: the m of "ESC [ 32 m" is none of the address behind it.
#ifndef IEC_LIB_REDACT_ESCAPE_H_
#define IEC_LIB_REDACT_ESCAPE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace iec {

// How long the escape is that begins here, 0 where none does: a sequence of a
// terminal, its ESC raw or as JSON, YAML and C write it, "\n" and the like, and
// "%2F" of a URL. A word may begin right behind it.
size_t EscapeLength(std::string_view text);

// The letter of an escape, right behind an even number of backslashes: whether
// it is one depends on how often the text was quoted, so a word may begin
// before it as well as behind it.
size_t EscapeTail(std::string_view text);

// A sequence of a terminal only.
size_t SequenceLength(std::string_view text);

// The text as a terminal shows it; of other escapes a newline is left.
std::string WithoutEscapes(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_REDACT_ESCAPE_H_
