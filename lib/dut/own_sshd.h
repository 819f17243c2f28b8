// SPDX-License-Identifier: Apache-2.0
// The device's own sshd, with settings of ours: what a server of this version
// makes of a setting, seen without a change of the one that is in use. It is
// started for one connection, on a pair of sockets, and listens nowhere.
#ifndef IEC_LIB_DUT_OWN_SSHD_H_
#define IEC_LIB_DUT_OWN_SSHD_H_

#include <string>
#include <utility>

#include "lib/base/result.h"
#include "lib/dut/dut.h"
#include "lib/dut/process.h"
#include "lib/dut/ssh_session.h"

namespace iec {

class OwnSshd {
 public:
  // A connection of that temporary user, let in by a key. `settings` are lines
  // of sshd_config(5), which come before those that this needs.
  static Result<OwnSshd> Start(Dut& dut, const std::string& user,
                               const std::string& settings);

  SshSession& session() { return session_; }

 private:
  OwnSshd(BackgroundProcess process, SshSession session)
      : process_(std::move(process)), session_(std::move(session)) {}

  BackgroundProcess process_;
  SshSession session_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_OWN_SSHD_H_
