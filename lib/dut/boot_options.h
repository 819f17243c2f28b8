// SPDX-License-Identifier: Apache-2.0
// Options of the kernel by which a device comes up with a shell that asks
// nobody who he is.
#ifndef IEC_LIB_DUT_BOOT_OPTIONS_H_
#define IEC_LIB_DUT_BOOT_OPTIONS_H_

#include <string>
#include <string_view>
#include <vector>

namespace iec {

// Those in a command line or in a boot loader's configuration, as they stand
// there; lines that begin with '#' are comments.
std::vector<std::string> OpenBootOptions(std::string_view text);

// Files that say what the kernel is given at the next start. Those present.
std::vector<std::string> BootOptionFiles();

}  // namespace iec

#endif  // IEC_LIB_DUT_BOOT_OPTIONS_H_
