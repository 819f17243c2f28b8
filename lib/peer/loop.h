// SPDX-License-Identifier: Apache-2.0
// What run and peer have in common: a loop that carries the bytes of lent
// sockets over the control connection. On the device the socket is one end of
// a pair whose other end the test holds, at the peer it is the real one.
#ifndef IEC_LIB_PEER_LOOP_H_
#define IEC_LIB_PEER_LOOP_H_

#include <poll.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/result.h"
#include "lib/peer/channel.h"

namespace iec {

class PeerLoop {
 public:
  explicit PeerLoop(PeerChannel channel) : channel_(std::move(channel)) {}
  PeerLoop(const PeerLoop&) = delete;
  PeerLoop& operator=(const PeerLoop&) = delete;
  virtual ~PeerLoop() = default;

 protected:
  // Waits for news once, at most so long. An Error where the control
  // connection has ended.
  Status Step(std::chrono::milliseconds at_most);

  Status Send(const PeerMessage& message) { return channel_.Send(message); }
  // Its bytes are carried from now on. One datagram is one message.
  void Carry(uint32_t id, UniqueFd fd, bool datagrams = false);
  bool Carries(uint32_t id) const { return carried_.contains(id); }
  size_t carried() const { return carried_.size(); }
  void CarryNothing() { carried_.clear(); }
  // OnReady(id) where something has happened to it. One that is carried is
  // not watched as well.
  void Watch(uint32_t id, int fd, short events) { watched_[id] = {fd, events}; }
  void Unwatch(uint32_t id) { watched_.erase(id); }

  // Messages that are not about a carried socket.
  virtual Status OnMessage(PeerMessage message) = 0;
  virtual Status OnReady(uint32_t id) = 0;

 private:
  struct Carried {
    UniqueFd fd;
    bool datagrams = false;
    size_t credit = kPeerWindow;  // what the other side still takes
    size_t waiting = 0;           // bytes in `out`
    std::vector<std::string> out;
    bool read_ended = false;
    bool end_wanted = false;    // the other side has no more for it
    bool close_wanted = false;  // after what waits
  };
  struct Watched {
    int fd = -1;
    short events = 0;
  };

  short EventsOf(const Carried& socket) const;
  Status Serve(uint32_t id, Carried& socket, short events);
  Status Read(uint32_t id, Carried& socket, bool hung_up);
  Status Write(uint32_t id, Carried& socket);
  Status Finish(uint32_t id, int error);
  Status Receive();
  Status Take(PeerMessage message);

  PeerChannel channel_;
  std::map<uint32_t, Carried> carried_;
  std::map<uint32_t, Watched> watched_;
};

}  // namespace iec

#endif  // IEC_LIB_PEER_LOOP_H_
