// SPDX-License-Identifier: Apache-2.0
// The loss of the daemon that takes the kernel's records, and whether it comes
// back.
#ifndef IEC_LIB_DUT_AUDIT_DAEMON_H_
#define IEC_LIB_DUT_AUDIT_DAEMON_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/audit_store.h"
#include "lib/dut/undo.h"

namespace iec {

// By a signal that no program sees. The undo starts its unit as it is, should
// it be down then. An Error where it has no unit.
Status EndAuditDaemon(UndoJournal& journal, const AuditStore& store);

// How long it took until another one has the kernel's records, or nothing.
std::optional<std::chrono::milliseconds> WaitForAnotherDaemon(
    const AuditStore& store, std::chrono::milliseconds limit);

// What the service manager would do to the device if the unit failed, other
// than start it again: "FailureAction=reboot". Read, as trying it would end
// the run.
Result<std::vector<std::string>> WhatFailureStops(const std::string& unit);

}  // namespace iec

#endif  // IEC_LIB_DUT_AUDIT_DAEMON_H_
