// SPDX-License-Identifier: Apache-2.0
#include "lib/peer/client.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace iec {
namespace {

constexpr uint32_t kWakeId = 0;
constexpr std::chrono::milliseconds kLook{500};

}  // namespace

PeerClient::PeerClient(PeerChannel channel, UniqueFd wake,
                       std::function<void(const std::string&)> on_lost)
    : PeerLoop(std::move(channel)),
      wake_(std::move(wake)),
      on_lost_(std::move(on_lost)) {
  Watch(kWakeId, wake_.get(), POLLIN);
  // Signals are for the thread of the test.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { Work(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

PeerClient::~PeerClient() {
  stop_ = true;
  Wake();
  thread_.join();
}

void PeerClient::Wake() const {
  const uint64_t one = 1;
  (void)!write(wake_.get(), &one, sizeof one);
}

void PeerClient::Work() {
  Status status;
  while (!stop_ && status.ok()) status = Step(kLook);
  if (status.ok()) return;
  // Before the lent sockets end, so that nobody takes that for the device's
  // answer.
  on_lost_(status.error().message);
  const std::lock_guard lock(mutex_);
  lost_ = status.error().message;
  news_.notify_all();
  CarryNothing();
}

Status PeerClient::OnReady(uint32_t) {
  uint64_t count = 0;
  (void)!read(wake_.get(), &count, sizeof count);
  std::vector<PeerMessage> messages;
  {
    const std::lock_guard lock(mutex_);
    messages.swap(to_send_);
  }
  for (const PeerMessage& message : messages) {
    IEC_RETURN_IF_ERROR(Send(message));
  }
  return {};
}

void PeerClient::Tell(PeerMessage message) {
  {
    const std::lock_guard lock(mutex_);
    to_send_.push_back(std::move(message));
  }
  Wake();
}

std::shared_ptr<void> PeerClient::Holding(
    const std::shared_ptr<PeerClient>& client, uint32_t id) {
  return {nullptr, [client, id](void*) {
            {
              const std::lock_guard lock(client->mutex_);
              client->accepted_.erase(id);
            }
            client->Tell({PeerVerb::kClose, id, 0, {}, {}, {}});
          }};
}

Result<PeerClient::Answer> PeerClient::Ask(PeerMessage question, Lent lent,
                                           std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  if (question.id == 0) question.id = ++last_id_;
  const uint32_t id = question.id;
  questions_[id].lent = lent;
  if (question.verb == PeerVerb::kListen) accepted_[id];
  to_send_.push_back(std::move(question));
  Wake();
  news_.wait_for(lock, timeout,
                 [&] { return questions_[id].answered || !lost_.empty(); });
  Question asked = std::move(questions_[id]);
  questions_.erase(id);
  if (asked.answered) return std::move(asked.answer);
  return Error{"the peer: " + (lost_.empty() ? "no answer in time" : lost_)};
}

// One end is carried, the other one is for the test.
Result<UniqueFd> PeerClient::Lend(uint32_t id, Lent lent) {
  const int kind = lent == Lent::kDatagrams ? SOCK_SEQPACKET : SOCK_STREAM;
  int ends[2];
  if (socketpair(AF_UNIX, kind | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
    return ErrnoError("making a pair of sockets");
  }
  Carry(id, UniqueFd(ends[0]), lent == Lent::kDatagrams);
  return UniqueFd(ends[1]);
}

Status PeerClient::OnAccepted(const PeerMessage& message) {
  const auto listener = static_cast<uint32_t>(message.number);
  if (message.id < kAcceptedIds || Carries(message.id)) {
    return Error{"the peer gives a socket a number that is taken"};
  }
  const std::lock_guard lock(mutex_);
  const auto found = accepted_.find(listener);
  if (found == accepted_.end()) {
    return Send({PeerVerb::kClose, message.id, 0, {}, {}, {}});
  }
  IEC_ASSIGN_OR_RETURN(UniqueFd fd, Lend(message.id, Lent::kStream));
  found->second.push_back({std::move(fd), message.to});
  news_.notify_all();
  return {};
}

Status PeerClient::OnMessage(PeerMessage message) {
  switch (message.verb) {
    case PeerVerb::kAccepted:
      return OnAccepted(message);
    case PeerVerb::kDone:
    case PeerVerb::kFailed:
    case PeerVerb::kTime: {
      const std::lock_guard lock(mutex_);
      const auto found = questions_.find(message.id);
      if (found == questions_.end()) {
        // Nobody waits for it any more.
        if (message.verb != PeerVerb::kDone) return {};
        return Send({PeerVerb::kClose, message.id, 0, {}, {}, {}});
      }
      Question& question = found->second;
      if (message.verb == PeerVerb::kDone && question.lent != Lent::kNone) {
        IEC_ASSIGN_OR_RETURN(question.answer.fd,
                             Lend(message.id, question.lent));
      }
      question.answer.message = std::move(message);
      question.answered = true;
      news_.notify_all();
      return {};
    }
    case PeerVerb::kClose:  // of what is closed here too
      return {};
    default:
      return Error{"the peer says what only a run says"};
  }
}

Result<std::optional<PeerListener::Accepted>> PeerClient::Accept(
    uint32_t listener, std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  auto& waiting = accepted_[listener];
  news_.wait_for(lock, timeout,
                 [&] { return !waiting.empty() || !lost_.empty(); });
  if (!lost_.empty()) return Error{"the peer: " + lost_};
  if (waiting.empty()) return std::optional<PeerListener::Accepted>();
  PeerListener::Accepted next = std::move(waiting.front());
  waiting.pop_front();
  return std::optional<PeerListener::Accepted>(std::move(next));
}

}  // namespace iec
