// SPDX-License-Identifier: Apache-2.0
// Nodes of /dev by which one gets below the file system: what they show or
// change no mode of a file guards.
#ifndef IEC_LIB_DUT_RAW_NODES_H_
#define IEC_LIB_DUT_RAW_NODES_H_

#include <sys/stat.h>

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Whether a block device is a drive for what people bring: CDs, floppies.
bool IsForMedia(const struct stat& info);

// Whether a character device may be anything but a terminal, or for those who
// sit in front of it: sound, pictures, ports for their things. By the kernel's
// name for its kind ("mtd"), which is empty where no driver is there.
bool IsRaw(dev_t number, std::string_view subsystem);

struct RawNodes {
  std::vector<std::string> disks;
  std::vector<std::string> devices;  // raw ones that not everybody may write
};
Result<RawNodes> FindRawNodes();

}  // namespace iec

#endif  // IEC_LIB_DUT_RAW_NODES_H_
