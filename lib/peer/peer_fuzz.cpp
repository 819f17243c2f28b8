// SPDX-License-Identifier: Apache-2.0
// libFuzzer target for what comes over a control connection, and for what an
// NTP client sends.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lib/peer/peer.h"
#include "lib/peer/protocol.h"
#include "lib/peer/time_server.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto message = iec::ParsePeerMessage(bytes);
  // There is one way to write each message.
  if (message.ok() && iec::EncodePeerMessage(*message) != bytes) std::abort();
  // Nothing that was not made with the key is taken.
  iec::PeerFrameReader reader("key");
  reader.Feed(bytes);
  const auto framed = reader.Next();
  if (framed.ok() && framed->has_value()) std::abort();
  if (message.ok()) {
    iec::PeerFrameReader right("key");
    right.Feed(iec::PeerFrameWriter("key").Frame(*message));
    const auto again = right.Next();
    if (!again.ok() || !again->has_value()) std::abort();
  }
  (void)iec::ParsePeerWelcome(bytes).ok();
  const auto now = std::chrono::seconds(1'795'478'400);
  const auto answer = iec::AnswerTimeRequest(bytes, now, now);
  if (answer && answer->size() != 48) std::abort();
  return 0;
}
