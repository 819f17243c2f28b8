// SPDX-License-Identifier: Apache-2.0
#include "runner/signals.h"

#include <signal.h>

namespace iec {
namespace {

std::atomic<bool> asked = false;

void OnSignal(int) { asked = true; }

}  // namespace

const std::atomic<bool>& asked_to_end = asked;

void HandleSignals() {
  struct sigaction action {};
  action.sa_handler = OnSignal;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    sigaction(signal, &action, nullptr);
  }
  ::signal(SIGPIPE, SIG_IGN);
}

}  // namespace iec
