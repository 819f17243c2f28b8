// SPDX-License-Identifier: Apache-2.0
// One control connection at the peer, from its opening to its end.
#ifndef IEC_LIB_PEER_AGENT_SESSION_H_
#define IEC_LIB_PEER_AGENT_SESSION_H_

#include <functional>
#include <mutex>
#include <string>

#include "lib/base/file.h"
#include "lib/base/result.h"
#include "lib/peer/agent.h"

namespace iec {

// Which run has the peer. For several threads.
class PeerRuns {
 public:
  explicit PeerRuns(std::function<void(const std::string&)> say)
      : say_(std::move(say)) {}

  // False where another run has it.
  bool Enter(const std::string& run, const std::string& remote);
  // After each Enter() that was granted.
  void Leave(uint64_t sockets);

 private:
  std::function<void(const std::string&)> say_;
  std::mutex mutex_;
  std::string run_;
  std::string remote_;
  int connections_ = 0;
  uint64_t sockets_ = 0;
};

// Returns when the connection has ended or the agent is to stop. An Error is
// of one that was not from the run's side, or that broke the protocol.
Status ServeRun(const PeerAgentOptions& options, PeerRuns& runs, UniqueFd fd,
                const std::string& remote);

}  // namespace iec

#endif  // IEC_LIB_PEER_AGENT_SESSION_H_
