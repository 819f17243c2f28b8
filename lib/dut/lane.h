// SPDX-License-Identifier: Apache-2.0
// What kind of device this is, which decides what it can show at all.
#ifndef IEC_LIB_DUT_LANE_H_
#define IEC_LIB_DUT_LANE_H_

#include <optional>
#include <string>
#include <string_view>

namespace iec {

enum class Lane {
  kContainer,  // shares the host's kernel: no audit, no sysctls of its own
  kQemu,       // a whole virtual machine
  kBoard,      // hardware, or a virtual machine of another kind
};

std::string_view Name(Lane lane);  // "container", "qemu", "board"
std::optional<Lane> ParseLane(std::string_view name);

// Of the running system. `root` is for tests.
Lane DetectLane(const std::string& root = "");

}  // namespace iec

#endif  // IEC_LIB_DUT_LANE_H_
