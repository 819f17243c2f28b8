// SPDX-License-Identifier: Apache-2.0
// The control connection. Both sides know a key and prove it before anything
// else is said:
//
//   run -> peer    "iecpeer", version, 32 random bytes
//   peer -> run    the same
//   run -> peer    HMAC-SHA-256 of the key over who proves it and both numbers
//   peer -> run    the same of its own; whoever fails is hung up on
//
// The frames that follow have a key for each direction, made in the same way.
// They are not encrypted: what is secret in a test is so on the device's wire
// too.
#ifndef IEC_LIB_PEER_CHANNEL_H_
#define IEC_LIB_PEER_CHANNEL_H_

#include <chrono>
#include <optional>
#include <string>

#include "lib/base/file.h"
#include "lib/base/result.h"
#include "lib/peer/protocol.h"

namespace iec {

class PeerChannel {
 public:
  enum class Side { kRun, kPeer };
  // Takes a connected, non-blocking socket through the opening.
  static Result<PeerChannel> Open(UniqueFd fd, Side side,
                                  const std::string& key,
                                  std::chrono::milliseconds timeout);

  int fd() const { return fd_.get(); }
  // Queued, and sent as far as the connection takes it.
  Status Send(const PeerMessage& message);
  Status Flush();
  size_t queued() const { return out_.size(); }
  // What has arrived; nothing where that is no whole message yet. An Error
  // where the other side has gone or is not what it was.
  Result<std::optional<PeerMessage>> Receive();
  // Waits for one.
  Result<PeerMessage> Await(std::chrono::milliseconds timeout);

 private:
  PeerChannel(UniqueFd fd, const std::string& key_out,
              const std::string& key_in);

  UniqueFd fd_;
  PeerFrameWriter writer_;
  PeerFrameReader reader_;
  std::string out_;
};

// The key from a file that only its owner reads: at least 16 bytes, a newline
// at the end not among them.
Result<std::string> ReadPeerKey(const std::string& path);

// A connection whose other side has lost its power ends within half a minute.
void WatchConnection(int fd);

}  // namespace iec

#endif  // IEC_LIB_PEER_CHANNEL_H_
