// SPDX-License-Identifier: Apache-2.0
// Sessions that nobody types at, as the device itself sees them.
#ifndef IEC_LIB_DUT_IDLE_H_
#define IEC_LIB_DUT_IDLE_H_

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

// When a terminal was last typed at is its time of access: w(1), login managers
// and scripts that look for idle sessions all take it from there.
Result<std::chrono::seconds> IdleTimeOf(const std::string& terminal);
// As if that were so long ago. For terminals of temporary users only.
Status SetIdleTimeOf(const std::string& terminal, std::chrono::seconds idle);

// What the login manager (systemd-logind) makes of a session.
struct IdleJudgement {
  std::string session;  // its id
  // After so long it ends sessions that are idle; nothing: it does not.
  std::optional<std::chrono::seconds> ends_after;
  bool idle = false;   // it counts this one as such
  std::string detail;  // fit for evidence

  bool EndsWithin(std::chrono::seconds time) const {
    return idle && ends_after && *ends_after <= time;
  }
};
IdleJudgement JudgementOfLoginManager(pid_t process);
// What it does by itself when the time is over. An Error says what is wrong.
Status EndByLoginManager(const std::string& session);

// The time in what busctl prints of StopIdleSessionUSec, "t 900000000".
std::optional<std::chrono::seconds> EndOfIdleIn(std::string_view text);

// The session's id in a process's /proc/PID/cgroup; empty where it is in none.
std::string LoginSessionIn(std::string_view cgroups);

// Whether the process waits for the alarm that shells end themselves by where
// TMOUT is set, or whose text "/proc/PID/status" is.
bool CatchesAlarm(std::string_view status);
bool CatchesAlarm(pid_t process);

}  // namespace iec

#endif  // IEC_LIB_DUT_IDLE_H_
