// SPDX-License-Identifier: Apache-2.0
// peer: a second machine that a run uses as a remote arm. `iec-runner peer`
// serves there and lends sockets to the run on the device: what the device
// sees on its wire comes from the peer, while test, verdict and record stay
// where they always are.
//
// This file: what the two say to each other over the control connection. A
// frame is a length, the message, and the first 16 bytes of an HMAC-SHA-256
// over a counter and the message; channel.h has the keys.
#ifndef IEC_LIB_PEER_PROTOCOL_H_
#define IEC_LIB_PEER_PROTOCOL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/base/tcp.h"

namespace iec {

// Of both sides, and of no others: there is no second version to talk to.
inline constexpr uint8_t kPeerVersion = 1;

enum class PeerVerb : uint8_t {
  // Of the run. Each is answered by kDone or kFailed with the same id, which
  // the run chooses, unless it says otherwise.
  kBegin = 1,   // bytes: the id of the run. Comes first; kWelcome answers
  kConnect,     // TCP from `from` to `to`; number: most milliseconds
  kListen,      // TCP at `from`; kAccepted for each connection
  kDatagrams,   // UDP between `from` and `to`, anybody's where that is empty
  kTimeServer,  // NTP at `from`; number: microseconds that it is ahead
  kShift,       // number: the same for the time server `id` from now on
  kAskTime,     // kTime answers
  // Of the peer.
  kWelcome,   // bytes: lines, see PeerWelcome
  kDone,      // from, to: the addresses of the new socket
  kFailed,    // number: errno or 0; bytes: the message
  kAccepted,  // id: of the new socket; number: of the listener; from, to
  kTime,      // number: microseconds since 1970; bytes: requests served
  // Of both, for an open socket.
  kData,
  kWindow,  // number: so many bytes of data have been taken
  kEnd,     // no more data
  kClose,   // the socket is gone; number: errno of why, or 0
  kLast = kClose
};

struct PeerMessage {
  PeerVerb verb = PeerVerb::kClose;
  uint32_t id = 0;
  int64_t number = 0;
  Endpoint from;  // addresses of at most 64 bytes
  Endpoint to;
  std::string bytes;
};

// Sockets that the peer has accepted are numbered from here on.
inline constexpr uint32_t kAcceptedIds = 0x80000000;
// What one message carries, and what may be under way for one socket.
inline constexpr size_t kMostPeerBytes = 32768;
inline constexpr size_t kPeerWindow = size_t{256} << 10;

std::string EncodePeerMessage(const PeerMessage& message);
// Strict: every length exact, no field where the verb has none.
Result<PeerMessage> ParsePeerMessage(std::string_view bytes);

// One direction of a connection: gives each message its frame.
class PeerFrameWriter {
 public:
  explicit PeerFrameWriter(std::string key) : key_(std::move(key)) {}
  std::string Frame(const PeerMessage& message);

 private:
  std::string key_;
  uint64_t counter_ = 0;
};

// The other end of it.
class PeerFrameReader {
 public:
  explicit PeerFrameReader(std::string key) : key_(std::move(key)) {}
  void Feed(std::string_view bytes) { buffer_.append(bytes); }
  // Nothing while a frame is incomplete. After an Error the stream is lost.
  Result<std::optional<PeerMessage>> Next();

 private:
  std::string key_;
  uint64_t counter_ = 0;
  std::string buffer_;
  size_t taken_ = 0;
};

}  // namespace iec

#endif  // IEC_LIB_PEER_PROTOCOL_H_
