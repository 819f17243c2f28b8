// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_RECORD_LAVA_LOG_H_
#define IEC_LIB_RECORD_LAVA_LOG_H_

#include <string>
#include <string_view>

namespace iec {

// A LAVA job log (output.yaml, or the output of lava-run) holds each console
// line as `- {"dt": "...", "lvl": "target", "msg": "..."}`. Puts the text of
// msg into `out`, as the device printed it, without the backslash that the
// dispatcher puts before each quote, and is true if `line` has that shape.
// What records never hold (control characters, anything beyond ASCII) becomes
// U+0001.
bool UnwrapLavaLog(std::string_view line, std::string& out);

// The same backslashes alone, in a line that somebody has taken out of its
// YAML. A text in which some quote has none stays as it is.
void RemoveDispatchersEscapes(std::string& text);

}  // namespace iec

#endif  // IEC_LIB_RECORD_LAVA_LOG_H_
