// SPDX-License-Identifier: Apache-2.0
// Mobile code: programs that come to a device from elsewhere and run there
// without having been installed, and what runs them.
#ifndef IEC_LIB_DUT_MOBILE_CODE_H_
#define IEC_LIB_DUT_MOBILE_CODE_H_

#include <string>
#include <string_view>
#include <vector>

namespace iec {

// Programs of technologies that IEC 62443 counts to mobile code (Java,
// JavaScript, Flash, PostScript, macros of documents), and those that have
// come since (WebAssembly, .NET, containers): by their name, on the disk and
// among what runs, and what the kernel hands to them by a file's form. `root`
// is for tests.
std::vector<std::string> MobileCodeRuntimes(const std::string& root = "");

bool IsMobileCodeRuntime(std::string_view program);  // "java", "node18"

}  // namespace iec

#endif  // IEC_LIB_DUT_MOBILE_CODE_H_
