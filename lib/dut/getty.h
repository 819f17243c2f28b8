// SPDX-License-Identifier: Apache-2.0
// The programs that ask for a name at the device's consoles, with the options
// that it gives them.
#ifndef IEC_LIB_DUT_GETTY_H_
#define IEC_LIB_DUT_GETTY_H_

#include <string>
#include <string_view>
#include <vector>

namespace iec {

struct Getty {
  std::string name;               // where it comes from, for messages
  std::vector<std::string> argv;  // to be started on a terminal of its own
};

// Those of the units for consoles that systemd is to start, whatever program
// that is, and the gettys that run; one of each kind, if they differ by
// their terminal only. Where a device has none, its login program.
std::vector<Getty> Gettys();

// What `systemctl cat` prints, taken apart: the last ExecStart of each unit.
std::vector<Getty> ParseGettyUnits(std::string_view text);

// `argv` with "-" (standard input) in place of a terminal's name, which may
// also be a specifier such as %I, and one type of terminal for all.
std::vector<std::string> OnStandardInput(std::vector<std::string> argv);

}  // namespace iec

#endif  // IEC_LIB_DUT_GETTY_H_
