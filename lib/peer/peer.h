// SPDX-License-Identifier: Apache-2.0
// The peer as a test sees it: a machine elsewhere on the network that lends
// sockets. What is read and written on a lent socket here is on the wire there.
#ifndef IEC_LIB_PEER_PEER_H_
#define IEC_LIB_PEER_PEER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/result.h"
#include "lib/base/tcp.h"
#include "lib/peer/channel.h"

namespace iec {

class PeerClient;

// Where the peer is, and what it must know.
struct PeerTarget {
  Endpoint endpoint;
  std::string key;
  std::string run;  // one run at a time
};

// What the peer says of itself first.
struct PeerWelcome {
  std::string version;                 // of the program there
  std::vector<std::string> addresses;  // own ones, from which it may attack
  std::vector<std::string> targets;    // the only addresses it talks to
};
std::string ToText(const PeerWelcome& welcome);
Result<PeerWelcome> ParsePeerWelcome(std::string_view text);

// Held by the runner from before its first test to its end, so that no other
// run gets in between. Nothing is sent over it.
struct PeerLease {
  PeerChannel channel;
  PeerWelcome welcome;
};
// Waits a while for the end of another run. Errors say what to do.
Result<PeerLease> LeasePeer(const PeerTarget& target);

// What came of a connection that the peer tried to make.
struct PeerConnection {
  UniqueFd fd;  // where it was made
  Endpoint from;
  // Else the errno that says how the device did not take it: ECONNREFUSED,
  // ECONNRESET, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ENOPROTOOPT or EACCES.
  int refusal = 0;
  std::string Describe() const;
};

class PeerListener {
 public:
  struct Accepted {
    UniqueFd fd;
    Endpoint remote;
  };
  const Endpoint& endpoint() const { return endpoint_; }
  // Nothing where nobody comes in time. Only the device can come.
  Result<std::optional<Accepted>> Accept(std::chrono::milliseconds timeout);

 private:
  friend class Peer;
  std::shared_ptr<PeerClient> client_;
  std::shared_ptr<void> id_;  // closes it with the last copy
  uint32_t number_ = 0;
  Endpoint endpoint_;
};

// An NTP server at the peer.
class PeerTimeServer {
 public:
  // How much it is ahead of the peer's own clock from now on.
  Status Shift(std::chrono::microseconds ahead);
  struct Reading {
    // Its time, shift included, less ours.
    std::chrono::microseconds ahead{0};
    // It is right to within half of this.
    std::chrono::microseconds round_trip{0};
    int64_t served = 0;  // requests of the device so far
  };
  // The quickest of several exchanges over the control connection.
  Result<Reading> Read();

 private:
  friend class Peer;
  std::shared_ptr<PeerClient> client_;
  std::shared_ptr<void> id_;
  uint32_t number_ = 0;
};

// For several threads. All that it has lent ends with it.
class Peer {
 public:
  // `on_lost` is called, in a thread of its own, where the control connection
  // ends before its time: what lent sockets say from then on means nothing.
  static Result<std::unique_ptr<Peer>> Connect(
      const PeerTarget& target,
      std::function<void(const std::string&)> on_lost);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  const PeerWelcome& welcome() const { return welcome_; }

  // An Error where it could not be tried.
  Result<PeerConnection> TryConnect(const std::string& from,
                                    const std::string& address, uint16_t port,
                                    std::chrono::milliseconds timeout);
  // For clients that know no peer; a refusal is an Error there.
  TcpConnector From(const std::string& from);
  Result<PeerListener> Listen(const Endpoint& from);
  // Each packet is a datagram. Without an address `to`, the device's first
  // sender is the other end.
  Result<UniqueFd> OpenDatagrams(const Endpoint& from, const Endpoint& to);
  Result<PeerTimeServer> ServeTime(const Endpoint& from,
                                   std::chrono::microseconds ahead);

 private:
  Peer(std::shared_ptr<PeerClient> client, PeerWelcome welcome);

  std::shared_ptr<PeerClient> client_;
  PeerWelcome welcome_;
};

}  // namespace iec

#endif  // IEC_LIB_PEER_PEER_H_
