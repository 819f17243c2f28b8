// SPDX-License-Identifier: Apache-2.0
// What systemd says of its units; one process start for any number of them.
#ifndef IEC_LIB_DUT_SERVICE_H_
#define IEC_LIB_DUT_SERVICE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

struct ServiceState {
  std::string name;          // as asked for
  std::string id;            // the unit's own name, where that is an alias
  std::string load_state;    // "loaded", "not-found", "masked", ...
  std::string active_state;  // "active", "inactive", "failed", ...
  std::string sub_state;     // "running", "exited", "dead", ...
  std::vector<std::string> programs;  // paths of ExecStart
  int64_t main_pid = 0;               // 0: none

  bool Exists() const { return load_state == "loaded"; }
  bool Active() const { return active_state == "active"; }
};

// "ssh.service"; in the order of `names`. An Error where systemctl is not
// there, does not answer or says something else than asked.
Result<std::vector<ServiceState>> QueryServices(
    const std::vector<std::string>& names);
Result<ServiceState> QueryService(const std::string& name);

// The output of `systemctl show` for these units.
Result<std::vector<ServiceState>> ParseServices(
    std::string_view text, const std::vector<std::string>& names);

}  // namespace iec

#endif  // IEC_LIB_DUT_SERVICE_H_
