// SPDX-License-Identifier: Apache-2.0
#include "lib/peer/protocol.h"

#include "lib/base/digest.h"

namespace iec {
namespace {

constexpr size_t kMacSize = 16;
constexpr size_t kLongestAddress = 64;
// verb, id, number, two ports, two lengths of addresses.
constexpr size_t kFixedSize = 1 + 4 + 8 + 2 + 2 + 1 + 1;
constexpr size_t kLongestMessage =
    kFixedSize + 2 * kLongestAddress + kMostPeerBytes;

void Put(std::string& out, uint64_t value, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> shift);
  }
}

uint64_t Number(std::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

// Takes from the front; what is not there is nothing, and failed() then.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : bytes_(bytes) {}
  std::string_view Take(size_t size) {
    if (size > bytes_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  std::string_view rest() const { return bytes_; }
  bool failed() const { return failed_; }

 private:
  std::string_view bytes_;
  bool failed_ = false;
};

struct Fields {
  bool number = false;
  bool from = false;
  bool to = false;
  bool bytes = false;
};

// Which of the fields a verb has.
Fields FieldsOf(PeerVerb verb) {
  switch (verb) {
    case PeerVerb::kBegin:
    case PeerVerb::kWelcome:
    case PeerVerb::kData:
      return {.bytes = true};
    case PeerVerb::kConnect:
      return {.number = true, .from = true, .to = true};
    case PeerVerb::kListen:
      return {.from = true};
    case PeerVerb::kDatagrams:
    case PeerVerb::kDone:
      return {.from = true, .to = true};
    case PeerVerb::kTimeServer:
      return {.number = true, .from = true};
    case PeerVerb::kAccepted:
      return {.number = true, .from = true, .to = true};
    case PeerVerb::kFailed:
    case PeerVerb::kTime:
      return {.number = true, .bytes = true};
    case PeerVerb::kShift:
    case PeerVerb::kWindow:
    case PeerVerb::kClose:
      return {.number = true};
    case PeerVerb::kAskTime:
    case PeerVerb::kEnd:
      return {};
  }
  return {};
}

bool IsEmpty(const Endpoint& endpoint) {
  return endpoint.address.empty() && endpoint.port == 0;
}

std::string Mac(const std::string& key, uint64_t counter,
                std::string_view message) {
  std::string bytes;
  bytes.reserve(8 + message.size());
  Put(bytes, counter, 8);
  bytes += message;
  return HmacSha256(key, bytes).substr(0, kMacSize);
}

}  // namespace

std::string EncodePeerMessage(const PeerMessage& message) {
  std::string out;
  out.reserve(kFixedSize + message.from.address.size() +
              message.to.address.size() + message.bytes.size());
  Put(out, static_cast<uint8_t>(message.verb), 1);
  Put(out, message.id, 4);
  Put(out, static_cast<uint64_t>(message.number), 8);
  for (const Endpoint* endpoint : {&message.from, &message.to}) {
    Put(out, endpoint->port, 2);
    Put(out, endpoint->address.size(), 1);
    out += endpoint->address;
  }
  out += message.bytes;
  return out;
}

Result<PeerMessage> ParsePeerMessage(std::string_view bytes) {
  Taker taker(bytes);
  PeerMessage message;
  const auto verb = static_cast<uint8_t>(Number(taker.Take(1)));
  message.id = static_cast<uint32_t>(Number(taker.Take(4)));
  message.number = static_cast<int64_t>(Number(taker.Take(8)));
  for (Endpoint* endpoint : {&message.from, &message.to}) {
    endpoint->port = static_cast<uint16_t>(Number(taker.Take(2)));
    const size_t size = Number(taker.Take(1));
    if (size > kLongestAddress) return Error{"an address is too long"};
    endpoint->address = taker.Take(size);
  }
  if (taker.failed()) return Error{"a message is cut off"};
  if (verb < 1 || verb > static_cast<uint8_t>(PeerVerb::kLast)) {
    return Error{"a message is of an unknown kind"};
  }
  message.verb = static_cast<PeerVerb>(verb);
  message.bytes = taker.rest();
  const Fields fields = FieldsOf(message.verb);
  if (message.bytes.size() > kMostPeerBytes ||
      (!fields.number && message.number != 0) ||
      (!fields.from && !IsEmpty(message.from)) ||
      (!fields.to && !IsEmpty(message.to)) ||
      (!fields.bytes && !message.bytes.empty())) {
    return Error{"a message has what its kind has not"};
  }
  return message;
}

std::string PeerFrameWriter::Frame(const PeerMessage& message) {
  const std::string body = EncodePeerMessage(message);
  std::string frame;
  frame.reserve(4 + body.size() + kMacSize);
  Put(frame, body.size(), 4);
  frame += body;
  frame += Mac(key_, counter_++, body);
  return frame;
}

Result<std::optional<PeerMessage>> PeerFrameReader::Next() {
  const std::string_view left = std::string_view(buffer_).substr(taken_);
  if (left.size() < 4) return std::optional<PeerMessage>();
  const size_t size = Number(left.substr(0, 4));
  // Before the rest is waited for: nobody makes us keep more.
  if (size < kFixedSize || size > kLongestMessage) {
    return Error{"a frame has a length that none has"};
  }
  if (left.size() < 4 + size + kMacSize) {
    buffer_.erase(0, taken_);
    taken_ = 0;
    return std::optional<PeerMessage>();
  }
  const std::string_view body = left.substr(4, size);
  if (!EqualInConstantTime(Mac(key_, counter_, body),
                           left.substr(4 + size, kMacSize))) {
    return Error{"a frame is not from the other side: its code is wrong"};
  }
  ++counter_;
  IEC_ASSIGN_OR_RETURN(PeerMessage message, ParsePeerMessage(body));
  taken_ += 4 + size + kMacSize;
  return std::optional<PeerMessage>(std::move(message));
}

}  // namespace iec
