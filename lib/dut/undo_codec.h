// SPDX-License-Identifier: Apache-2.0
// Lines of the undo journal: "CRC32 {json}\n", pure ASCII whatever bytes a
// path has.
#ifndef IEC_LIB_DUT_UNDO_CODEC_H_
#define IEC_LIB_DUT_UNDO_CODEC_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/undo.h"

namespace iec {

std::string EncodeUndoLine(const UndoEntry& entry);

// Of a line without its end.
Result<UndoEntry> DecodeUndoLine(std::string_view line);

struct UndoLines {
  std::vector<UndoEntry> entries;
  std::vector<std::string> corrupt;  // "line 3: ..."
};

// The whole text. What follows the last line end was being written when the
// power went: its change was never made, so it counts for nothing.
UndoLines DecodeUndoJournal(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_DUT_UNDO_CODEC_H_
