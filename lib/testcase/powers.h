// SPDX-License-Identifier: Apache-2.0
// What somebody with certain credentials can do to a device: what the matrix
// of an authorisation test is filled with.
#ifndef IEC_LIB_TESTCASE_POWERS_H_
#define IEC_LIB_TESTCASE_POWERS_H_

#include <sys/types.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/credentials.h"
#include "lib/dut/login.h"
#include "lib/profile/profile.h"

namespace iec {

// What is tried beside the requests of lib/dut/privileged_requests.h.
inline constexpr char kWriteConfiguration[] = "write_configuration";
inline constexpr char kReadSecrets[] = "read_secrets";
inline constexpr char kReadLogs[] = "read_logs";
inline constexpr char kReadHomes[] = "read_homes";
inline constexpr char kBecomeRoot[] = "become_root";
inline constexpr char kBecomeOthers[] = "become_others";
inline constexpr char kUseDevices[] = "use_devices";
inline constexpr char kControlServices[] = "control_services";

// The names of all powers.
std::vector<std::string> AllPowers();

struct PowerTargets {
  std::vector<std::string> configuration;  // files, and directories of them
  std::vector<std::string> secrets;
  std::vector<std::string> logs;
  std::vector<std::string> homes;    // files in homes of others
  std::vector<std::string> devices;  // raw ones: memory, flash, buses
  pid_t other = 0;                   // a process of somebody else
};

// Those of the profile that are there, and disks among the secrets; homes and
// the process are left open.
Result<PowerTargets> TargetsOf(const Profile& profile);

// Names of powers, and what was granted, fit for evidence. Those that need a
// program (become_*, control_services) are not tried. To be called while no
// other thread runs.
Result<std::map<std::string, std::string>> PowersOf(
    const Credentials& who, const PowerTargets& targets);

// Those of the session's shell, which reads them itself: whatever a way in has
// added is among them.
Result<Credentials> CredentialsIn(OpenLogin& login);

// "user id 1000 of the groups 1000, 42 with cap_chown".
std::string Describe(const Credentials& who);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_POWERS_H_
