// SPDX-License-Identifier: Apache-2.0
// A test that needs a second machine: qemu/prove must give it one. Only the
// harness's own check has it compiled in.
#include <chrono>
#include <string>

#include "lib/dut/dut.h"
#include "lib/peer/peer.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {

IEC_TEST_CASE(CR_7_7, distant, .plan = "CR7.7.t1",
              .title = "Deliberately distant: looks from elsewhere",
              .tried = "The peer connects to SSH from each of its addresses.",
              .passes_when = "It can.", .not_covered = "Everything.",
              .remedy = "It is no test: it shows that the harness has a peer.",
              .lanes = {Lane::kContainer, Lane::kQemu}, .peer = true) {
  const auto peer = dut.peer();
  IEC_CONTROL(peer.ok(), "there is a peer",
              peer.ok() ? "" : peer.error().message);
  const PeerWelcome& welcome = (*peer)->welcome();
  IEC_CONTROL(welcome.addresses.size() == 2 && welcome.targets.size() == 1,
              "the peer has two addresses for one of the device",
              std::to_string(welcome.addresses.size()) + " for " +
                  std::to_string(welcome.targets.size()));
  for (const std::string& from : welcome.addresses) {
    const auto made = (*peer)->TryConnect(from, welcome.targets.front(), 22,
                                          std::chrono::seconds(10));
    IEC_CONTROL(made.ok(), "the peer can try",
                made.ok() ? "" : made.error().message);
    Expect(made->refusal == 0, "each address of the peer is served",
           from + ": " + made->Describe());
  }
}

}  // namespace iec
