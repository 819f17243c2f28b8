// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_COLLECT_LAVA_TIME_H_
#define IEC_LIB_COLLECT_LAVA_TIME_H_

#include <cstdint>
#include <string_view>

namespace iec {

// A moment as one of LAVA's exports writes it: "2026-11-23 15:42:16.128753"
// with a blank or a T, with or without a fraction, with Z, an offset or
// nothing (UTC) behind it. Ms since 1970, UTC; 0 for anything else, also for
// the "None" of a job that has not ended.
int64_t ParseLavaTime(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_LAVA_TIME_H_
