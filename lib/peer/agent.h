// SPDX-License-Identifier: Apache-2.0
// The other machine's side: `iec-runner peer`. It talks to nobody but those
// who know the key, and to them about nothing but the device.
#ifndef IEC_LIB_PEER_AGENT_H_
#define IEC_LIB_PEER_AGENT_H_

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/tcp.h"

namespace iec {

struct PeerAgentOptions {
  Endpoint listen;
  std::string key;
  std::vector<std::string> duts;  // numeric addresses
  std::vector<std::string> from;  // own ones
  // Set from a signal handler.
  const std::atomic<bool>* stop = nullptr;
  // A line: that it listens, and one for each run.
  std::function<void(const std::string&)> say = [](const std::string&) {};
  // What somebody should look at.
  std::function<void(const std::string&)> warn = [](const std::string&) {};
};

// Own addresses that are in the network of one of `duts`, without `control`.
Result<std::vector<std::string>> AttackAddresses(
    const std::vector<std::string>& duts, const std::string& control);

// Until `stop`. Where it returns, nothing that it opened is open.
Status ServeAsPeer(const PeerAgentOptions& options);

}  // namespace iec

#endif  // IEC_LIB_PEER_AGENT_H_
