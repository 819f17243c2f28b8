// SPDX-License-Identifier: Apache-2.0
// What iec-runner and iec-collector end with: said once, for the programs,
// their --help and their manual pages.
#ifndef IEC_LIB_BASE_EXIT_STATUS_H_
#define IEC_LIB_BASE_EXIT_STATUS_H_

#include <array>
#include <string>
#include <string_view>

namespace iec {

inline constexpr int kExitPass = 0;
inline constexpr int kExitFinding = 1;
inline constexpr int kExitNoVerdict = 2;
inline constexpr int kExitUsage = 64;

struct ExitStatus {
  int status;
  std::string_view meaning;
};
inline constexpr std::array kExitStatuses = {
    ExitStatus{kExitPass, "nothing failed and no verdict is missing"},
    ExitStatus{kExitFinding, "a test failed or a waiver has expired"},
    ExitStatus{kExitNoVerdict,
               "none of that, but a verdict is missing, a change is not undone "
               "or an input could not be read"},
    ExitStatus{kExitUsage, "wrong usage"}};

// "Exit status: 0 ...; 1 ...": the last line of --help.
std::string ExitStatusHelp();

// "error: <message>" on stderr, and `status`.
int Complain(const std::string& message, int status);

}  // namespace iec

#endif  // IEC_LIB_BASE_EXIT_STATUS_H_
