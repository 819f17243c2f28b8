// SPDX-License-Identifier: Apache-2.0
// The run's end of the control connection: one thread that carries bytes, and
// questions that other threads put to the peer.
#ifndef IEC_LIB_PEER_CLIENT_H_
#define IEC_LIB_PEER_CLIENT_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lib/peer/loop.h"
#include "lib/peer/peer.h"

namespace iec {

class PeerClient : public PeerLoop {
 public:
  PeerClient(PeerChannel channel, UniqueFd wake,
             std::function<void(const std::string&)> on_lost);
  ~PeerClient() override;

  // What the new socket of a question is here.
  enum class Lent { kNone, kStream, kDatagrams };
  struct Answer {
    PeerMessage message;
    UniqueFd fd;  // where a socket was lent
  };
  // The answer, kFailed too; an Error where there is none. `id` 0: a new one.
  Result<Answer> Ask(PeerMessage question, Lent lent,
                     std::chrono::milliseconds timeout);
  // Closes what has this id, with the last copy.
  static std::shared_ptr<void> Holding(
      const std::shared_ptr<PeerClient>& client, uint32_t id);
  Result<std::optional<PeerListener::Accepted>> Accept(
      uint32_t listener, std::chrono::milliseconds timeout);

 private:
  struct Question {
    Lent lent = Lent::kNone;
    bool answered = false;
    Answer answer;
  };

  Status OnMessage(PeerMessage message) override;
  Status OnReady(uint32_t id) override;
  Status OnAccepted(const PeerMessage& message);
  Result<UniqueFd> Lend(uint32_t id, Lent lent);
  void Tell(PeerMessage message);
  void Wake() const;
  void Work();

  UniqueFd wake_;
  std::function<void(const std::string&)> on_lost_;
  std::atomic<bool> stop_ = false;

  std::mutex mutex_;  // of all that follows
  std::condition_variable news_;
  std::string lost_;  // why, once it is
  uint32_t last_id_ = 0;
  std::vector<PeerMessage> to_send_;
  std::map<uint32_t, Question> questions_;
  std::map<uint32_t, std::deque<PeerListener::Accepted>> accepted_;

  std::thread thread_;  // last: it uses the others
};

}  // namespace iec

#endif  // IEC_LIB_PEER_CLIENT_H_
