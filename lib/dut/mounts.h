// SPDX-License-Identifier: Apache-2.0
// What is mounted where.
#ifndef IEC_LIB_DUT_MOUNTS_H_
#define IEC_LIB_DUT_MOUNTS_H_

#include <string>
#include <string_view>
#include <vector>

namespace iec {

// The places on which something is mounted, in the text of a mountinfo file of
// /proc. One on which several things are is named as often.
std::vector<std::string> MountPointsIn(std::string_view mountinfo);

// Those of this process; none where /proc is not there.
std::vector<std::string> MountPoints();

// In the text of an fstab file the places where a file system without owners of
// files (of a stick, a card, a disc) is mounted later, on demand, so that what
// is on it runs.
std::vector<std::string> LaterMountsWithCode(std::string_view fstab);

}  // namespace iec

#endif  // IEC_LIB_DUT_MOUNTS_H_
