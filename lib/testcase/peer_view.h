// SPDX-License-Identifier: Apache-2.0
// The device as it is seen from the second machine of a test.
#ifndef IEC_LIB_TESTCASE_PEER_VIEW_H_
#define IEC_LIB_TESTCASE_PEER_VIEW_H_

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/login.h"
#include "lib/peer/peer.h"
#include "lib/profile/profile.h"

namespace iec {

// The profile with its SSH interfaces alone, at the addresses by which the
// peer reaches them: those bound to loopback or to every address are found at
// the device's own address on the way to the peer.
Result<Profile> AsPeerSeesIt(const Profile& profile, const Peer& peer);

// LoginPaths() from an address of the peer; their names say from which.
Result<std::vector<LoginPath>> LoginPathsFrom(Peer& peer,
                                              const std::string& from,
                                              const Profile& seen,
                                              const std::string& user);

// "ssh (10.62.0.1 port 22)"
std::string NameOf(const HumanInterface& interface);

// Says in the evidence from where the test was done.
void NotePeer(const Peer& peer);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_PEER_VIEW_H_
