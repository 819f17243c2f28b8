// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/dut.h"

#include "lib/base/digest.h"
#include "lib/dut/change.h"
#include "lib/dut/process.h"
#include "lib/peer/peer.h"

namespace iec {

Dut::Dut(const Profile& profile, std::string run, std::string test,
         const std::string& undo_directory)
    : profile_(profile),
      run_(std::move(run)),
      test_(std::move(test)),
      lane_(DetectLane()),
      undo_(undo_directory, run_, test_),
      accounts_(profile_, undo_) {
  SetRunMarker(RunMarkerFor(run_, test_));
}

void Dut::set_peer(const PeerTarget& target,
                   std::function<void(const std::string&)> on_lost) {
  peer_target_ = std::make_shared<PeerTarget>(target);
  on_peer_lost_ = std::move(on_lost);
}

Result<Peer*> Dut::peer() {
  if (peer_ == nullptr) {
    if (!peer_target_) return Error{"the run has no peer: name one by --peer"};
    IEC_ASSIGN_OR_RETURN(peer_, Peer::Connect(*peer_target_, on_peer_lost_));
  }
  return peer_.get();
}

Result<std::string> Dut::TemporaryDirectory(const std::string& parent) {
  const std::string path =
      parent + "/iec-" + RandomFrom("abcdefghijklmnopqrstuvwxyz0123456789", 16);
  IEC_RETURN_IF_ERROR(MakeDirectory(undo_, path));
  return path;
}

}  // namespace iec
