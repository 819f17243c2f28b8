// SPDX-License-Identifier: Apache-2.0
// dut: the only way a test case touches the device under test. Processes,
// files, accounts, logins, services, audit trail and journal; every change
// goes through the undo journal.
//
// A test body is given a Dut. What it does with the device are free functions
// of this folder that take what they need of it.
#ifndef IEC_LIB_DUT_DUT_H_
#define IEC_LIB_DUT_DUT_H_

#include <functional>
#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/dut/account.h"
#include "lib/dut/lane.h"
#include "lib/dut/undo.h"
#include "lib/profile/profile.h"

namespace iec {

class Peer;  // lib/peer/peer.h
struct PeerTarget;

class Dut {
 public:
  // Everything that the process starts from now on carries the run's mark.
  Dut(const Profile& profile, std::string run, std::string test,
      const std::string& undo_directory);
  Dut(const Dut&) = delete;
  Dut& operator=(const Dut&) = delete;

  const Profile& profile() const { return profile_; }
  const std::string& run() const { return run_; }
  const std::string& test() const { return test_; }
  Lane lane() const { return lane_; }
  // Whether a test may wait for more than a minute to see a thing in full.
  bool slow() const { return slow_; }
  void set_slow(bool slow) { slow_ = slow; }
  UndoJournal& undo() { return undo_; }
  // The second machine of a test that declares `.peer`; connected to when it
  // is first asked for. `on_lost`: see Peer::Connect().
  Result<Peer*> peer();
  void set_peer(const PeerTarget& target,
                std::function<void(const std::string&)> on_lost);
  Accounts& accounts() { return accounts_; }

  // A new directory below `parent`, mode 0700, with a random name. The undo
  // removes it with all that is in it.
  Result<std::string> TemporaryDirectory(
      const std::string& parent = "/var/tmp");

 private:
  const Profile& profile_;
  std::string run_;
  std::string test_;
  Lane lane_;
  bool slow_ = false;
  UndoJournal undo_;
  Accounts accounts_;
  std::shared_ptr<PeerTarget> peer_target_;
  std::function<void(const std::string&)> on_peer_lost_;
  std::shared_ptr<Peer> peer_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_DUT_H_
