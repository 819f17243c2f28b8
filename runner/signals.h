// SPDX-License-Identifier: Apache-2.0
// What ends a command that works for long, in order.
#ifndef IEC_RUNNER_SIGNALS_H_
#define IEC_RUNNER_SIGNALS_H_

#include <atomic>

namespace iec {

// Whether SIGINT, SIGTERM or SIGHUP came since HandleSignals().
extern const std::atomic<bool>& asked_to_end;

// From now on these three set it and end nothing by themselves, and a reader
// of our output that goes away does not either: there is something to undo.
void HandleSignals();

}  // namespace iec

#endif  // IEC_RUNNER_SIGNALS_H_
