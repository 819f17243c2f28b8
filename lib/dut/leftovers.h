// SPDX-License-Identifier: Apache-2.0
// Processes found through /proc, and their end.
#ifndef IEC_LIB_DUT_LEFTOVERS_H_
#define IEC_LIB_DUT_LEFTOVERS_H_

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"

namespace iec {

using PidPredicate = std::function<bool(pid_t)>;

// Living processes but for this one and zombies.
std::vector<pid_t> ProcessesWhere(const PidPredicate& predicate);

// True where one of the process's user ids (real, effective, saved, file
// system) is `uid`.
bool BelongsTo(pid_t pid, uid_t uid);

// True where its environment began with "NAME=VALUE".
bool HasInEnvironment(pid_t pid, const std::string& assignment);

// True where it has the file (an absolute path without links) open to write.
// Tests that run beside read each other's journals.
bool HasOpenToWrite(pid_t pid, const std::string& path);

// True where its command line, as it stands now, holds the text.
bool HasInCommandLine(pid_t pid, const std::string& text);

std::string NameOf(pid_t pid);  // "sleep"; "" where it is gone
pid_t ParentOf(pid_t pid);      // 0 where it has none or is gone
// The file that it runs, also where that is gone by now; "" for a thread of
// the kernel and for a process that is gone.
std::string ProgramOf(pid_t pid);
std::string CgroupsOf(pid_t pid);  // /proc/PID/cgroup

// Clock ticks from boot to its start: with the pid the identity of a process
// within one boot.
std::optional<int64_t> StartTimeOf(pid_t pid);
std::string BootId();

// Waits `grace` for the processes to end by themselves, then kills until none
// is left; new ones count too. An Error names those that cannot be ended.
Status EndProcesses(const PidPredicate& predicate,
                    std::chrono::milliseconds grace);

}  // namespace iec

#endif  // IEC_LIB_DUT_LEFTOVERS_H_
