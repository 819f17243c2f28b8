// SPDX-License-Identifier: Apache-2.0
// What root runs on events, beside units: udev, PAM, cron, init, the kernel;
// and where its programs and libraries are looked for.
#ifndef IEC_LIB_DUT_ROOT_COMMANDS_H_
#define IEC_LIB_DUT_ROOT_COMMANDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/dut/root_code.h"

namespace iec {

// Each of these takes the text of a file and gives the absolute paths that it
// has root run; "/a/*" is whatever is in a directory.

// pam.d(5): the programs of pam_exec.
std::vector<std::string> ProgramsOfPam(std::string_view text);
// crontab(5): the lines of root's; `names_users` where a line names one.
std::vector<std::string> ProgramsOfCron(std::string_view text,
                                        bool names_users);
// inittab(5)
std::vector<std::string> ProgramsOfInit(std::string_view text);
// modprobe.d(5): install and remove.
std::vector<std::string> ProgramsOfModules(std::string_view text);
// core(5), "Piping core dumps to a program".
std::vector<std::string> ProgramsOfCore(std::string_view pattern);
// sysctl.d(5): what the kernel is to run after the next start.
std::vector<std::string> ProgramsOfSettings(std::string_view text);
// "/usr/bin:/srv/bin" behind `key` ("PATH", "secure_path"), quoted or not.
std::vector<std::string> ProgramsOfSearchPath(std::string_view text,
                                              std::string_view key);
// ld.so.conf(5), whose other files are read by their names.
std::vector<std::string> LibrariesOf(std::string_view text);

// Those of the device.
std::vector<RootCode> CommandsOfRoot();

}  // namespace iec

#endif  // IEC_LIB_DUT_ROOT_COMMANDS_H_
