// SPDX-License-Identifier: Apache-2.0
#include "lib/peer/agent_session.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "lib/base/text.h"
#include "lib/base/version.h"
#include "lib/peer/loop.h"
#include "lib/peer/peer.h"
#include "lib/peer/time_server.h"

namespace iec {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kOpening{10'000};
constexpr milliseconds kLook{100};
constexpr milliseconds kLongestConnect{120'000};
// Of one control connection.
constexpr size_t kMostSockets = 2048;
constexpr int kBacklog = 128;

UnixMicroseconds Now() {
  return std::chrono::duration_cast<UnixMicroseconds>(
      std::chrono::system_clock::now().time_since_epoch());
}

class AgentSession : public PeerLoop {
 public:
  AgentSession(PeerChannel channel, const PeerAgentOptions& options)
      : PeerLoop(std::move(channel)), options_(options) {}

  Status Serve() {
    IEC_RETURN_IF_ERROR(Send(Welcome()));
    while (!*options_.stop) {
      IEC_RETURN_IF_ERROR(Step(kLook));
      IEC_RETURN_IF_ERROR(EndSlowConnects());
    }
    return {};
  }

  uint64_t sockets() const { return sockets_; }

 private:
  enum class Kind { kConnecting, kListener, kDatagrams, kTimeServer };
  struct Own {
    Kind kind = Kind::kConnecting;
    UniqueFd fd;
    Clock::time_point deadline;          // of a connect
    std::chrono::microseconds ahead{0};  // of a time server
    int64_t served = 0;
  };

  PeerMessage Welcome() const {
    const PeerWelcome welcome{std::string(kVersion), options_.from,
                              options_.duts};
    return {PeerVerb::kWelcome, 0, 0, {}, {}, ToText(welcome)};
  }

  Status Fail(uint32_t id, int error, std::string message) {
    return Send({PeerVerb::kFailed, id, error, {}, {}, std::move(message)});
  }
  Status FailByErrno(uint32_t id, std::string_view doing) {
    const int error = errno;
    return Fail(id, error, ErrnoError(doing).message);
  }

  // Empty where it may be opened.
  std::string Objection(const PeerMessage& question, bool wants_target) const {
    if (question.id == 0 || question.id >= kAcceptedIds ||
        own_.contains(question.id) || Carries(question.id)) {
      return "the number of the socket is taken";
    }
    if (own_.size() + carried() >= kMostSockets) return "too many sockets";
    if (!Contains(options_.from, question.from.address)) {
      return fmt::format("{} is none of the addresses of --from",
                         Printable(question.from.address, 80));
    }
    if (wants_target && !Contains(options_.duts, question.to.address)) {
      return fmt::format("{} is none of the addresses of --dut",
                         Printable(question.to.address, 80));
    }
    return "";
  }

  // A socket bound to `from`; errno where there is none.
  UniqueFd Bound(const Endpoint& from, int kind) {
    const auto address = ParseAddress(from.address, from.port);
    errno = EINVAL;
    if (!address.ok()) return UniqueFd();
    UniqueFd fd(socket(address->get()->sa_family,
                       kind | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int yes = 1;
    if (!fd ||
        setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(fd.get(), address->get(), address->size) != 0) {
      return UniqueFd();
    }
    return fd;
  }

  Status Done(uint32_t id, int fd, const Endpoint& to = {}) {
    ++sockets_;
    IEC_ASSIGN_OR_RETURN(const SocketAddress local, LocalAddress(fd));
    return Send({PeerVerb::kDone, id, 0, EndpointOf(local), to, {}});
  }

  Status Keep(uint32_t id, Kind kind, UniqueFd fd) {
    Watch(id, fd.get(), kind == Kind::kConnecting ? POLLOUT : POLLIN);
    Own& own = own_[id];
    own.kind = kind;
    own.fd = std::move(fd);
    return {};
  }

  UniqueFd Release(uint32_t id) {
    Unwatch(id);
    UniqueFd fd = std::move(own_[id].fd);
    own_.erase(id);
    return fd;
  }

  Status OnMessage(PeerMessage question) override {
    switch (question.verb) {
      case PeerVerb::kConnect:
        return Connect(question);
      case PeerVerb::kListen:
        return Listen(question);
      case PeerVerb::kDatagrams:
        return OpenDatagrams(question);
      case PeerVerb::kTimeServer:
        return ServeTime(question);
      case PeerVerb::kShift:
      case PeerVerb::kAskTime:
        return TellTime(question);
      case PeerVerb::kClose:
        Unwatch(question.id);
        own_.erase(question.id);
        return {};
      default:
        return Error{"the run says what only a peer says"};
    }
  }

  Status Connect(const PeerMessage& question) {
    const uint32_t id = question.id;
    if (auto objection = Objection(question, true); !objection.empty()) {
      return Fail(id, 0, std::move(objection));
    }
    UniqueFd fd = Bound(question.from, SOCK_STREAM);
    if (!fd) return FailByErrno(id, "coming from " + question.from.address);
    const auto target = ParseAddress(question.to.address, question.to.port);
    if (!target.ok()) return Fail(id, 0, target.error().message);
    if (connect(fd.get(), target->get(), target->size) != 0 &&
        errno != EINPROGRESS) {
      return FailByErrno(id, "connecting to " + ToText(question.to));
    }
    IEC_RETURN_IF_ERROR(Keep(id, Kind::kConnecting, std::move(fd)));
    own_[id].deadline =
        Clock::now() + std::clamp(milliseconds(question.number),
                                  milliseconds(1), kLongestConnect);
    return {};
  }

  Status Listen(const PeerMessage& question) {
    if (auto objection = Objection(question, false); !objection.empty()) {
      return Fail(question.id, 0, std::move(objection));
    }
    UniqueFd fd = Bound(question.from, SOCK_STREAM);
    if (!fd || listen(fd.get(), kBacklog) != 0) {
      return FailByErrno(question.id, "listening on " + ToText(question.from));
    }
    IEC_RETURN_IF_ERROR(Done(question.id, fd.get()));
    return Keep(question.id, Kind::kListener, std::move(fd));
  }

  Status OpenDatagrams(const PeerMessage& question) {
    const bool anybody = question.to.address.empty();
    if (auto objection = Objection(question, !anybody); !objection.empty()) {
      return Fail(question.id, 0, std::move(objection));
    }
    UniqueFd fd = Bound(question.from, SOCK_DGRAM);
    if (!fd)
      return FailByErrno(question.id, "opening " + ToText(question.from));
    if (!anybody) {
      const auto target = ParseAddress(question.to.address, question.to.port);
      if (!target.ok()) return Fail(question.id, 0, target.error().message);
      if (connect(fd.get(), target->get(), target->size) != 0) {
        return FailByErrno(question.id, "reaching " + ToText(question.to));
      }
    }
    IEC_RETURN_IF_ERROR(Done(question.id, fd.get(), question.to));
    if (anybody) return Keep(question.id, Kind::kDatagrams, std::move(fd));
    Carry(question.id, std::move(fd), /*datagrams=*/true);
    return {};
  }

  Status ServeTime(const PeerMessage& question) {
    if (auto objection = Objection(question, false); !objection.empty()) {
      return Fail(question.id, 0, std::move(objection));
    }
    UniqueFd fd = Bound(question.from, SOCK_DGRAM);
    if (!fd) {
      return FailByErrno(question.id,
                         "serving time at " + ToText(question.from));
    }
    IEC_RETURN_IF_ERROR(Done(question.id, fd.get()));
    IEC_RETURN_IF_ERROR(Keep(question.id, Kind::kTimeServer, std::move(fd)));
    own_[question.id].ahead = std::chrono::microseconds(question.number);
    return {};
  }

  Status TellTime(const PeerMessage& question) {
    const auto found = own_.find(question.id);
    if (found == own_.end() || found->second.kind != Kind::kTimeServer) {
      return Fail(question.id, 0, "there is no such time server");
    }
    Own& server = found->second;
    if (question.verb == PeerVerb::kShift) {
      server.ahead = std::chrono::microseconds(question.number);
    }
    return Send({PeerVerb::kTime,
                 question.id,
                 (Now() + server.ahead).count(),
                 {},
                 {},
                 std::to_string(server.served)});
  }

  Status OnReady(uint32_t id) override {
    switch (own_[id].kind) {
      case Kind::kConnecting:
        return FinishConnect(id);
      case Kind::kListener:
        return Accept(id);
      case Kind::kDatagrams:
        return MeetSender(id);
      case Kind::kTimeServer:
        return AnswerRequests(own_[id]);
    }
    return {};
  }

  Status FinishConnect(uint32_t id) {
    UniqueFd fd = Release(id);
    int failure = 0;
    socklen_t size = sizeof failure;
    if (getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &failure, &size) != 0) {
      failure = errno;
    }
    if (failure != 0) return Fail(id, failure, std::strerror(failure));
    IEC_RETURN_IF_ERROR(Done(id, fd.get()));
    Carry(id, std::move(fd));
    return {};
  }

  Status EndSlowConnects() {
    const auto now = Clock::now();
    std::vector<uint32_t> late;
    for (const auto& [id, own] : own_) {
      if (own.kind == Kind::kConnecting && own.deadline <= now) {
        late.push_back(id);
      }
    }
    for (const uint32_t id : late) {
      Release(id);
      IEC_RETURN_IF_ERROR(Fail(id, ETIMEDOUT, std::strerror(ETIMEDOUT)));
    }
    return {};
  }

  // Others than the device get no answer.
  bool IsDut(const SocketAddress& address) const {
    return Contains(options_.duts, EndpointOf(address).address);
  }

  Status Accept(uint32_t listener) {
    SocketAddress remote;
    remote.size = sizeof remote.storage;
    UniqueFd fd(accept4(own_[listener].fd.get(),
                        reinterpret_cast<sockaddr*>(&remote.storage),
                        &remote.size, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!fd || !IsDut(remote) || own_.size() + carried() >= kMostSockets) {
      return {};
    }
    const uint32_t id = kAcceptedIds + accepted_++;
    ++sockets_;
    IEC_ASSIGN_OR_RETURN(const SocketAddress local, LocalAddress(fd.get()));
    Carry(id, std::move(fd));
    return Send({PeerVerb::kAccepted,
                 id,
                 listener,
                 EndpointOf(local),
                 EndpointOf(remote),
                 {}});
  }

  // The device's first datagram makes its sender the other end.
  Status MeetSender(uint32_t id) {
    const int fd = own_[id].fd.get();
    SocketAddress sender;
    sender.size = sizeof sender.storage;
    char byte = 0;
    if (recvfrom(fd, &byte, 1, MSG_PEEK,
                 reinterpret_cast<sockaddr*>(&sender.storage),
                 &sender.size) < 0) {
      return {};
    }
    if (!IsDut(sender) || connect(fd, sender.get(), sender.size) != 0) {
      (void)!recv(fd, &byte, 1, 0);
      return {};
    }
    Carry(id, Release(id), /*datagrams=*/true);
    return {};
  }

  Status AnswerRequests(Own& server) {
    std::array<char, 512> buffer;
    SocketAddress client;
    client.size = sizeof client.storage;
    const ssize_t count =
        recvfrom(server.fd.get(), buffer.data(), buffer.size(), 0,
                 reinterpret_cast<sockaddr*>(&client.storage), &client.size);
    const auto received = Now() + server.ahead;
    if (count < 0 || !IsDut(client)) return {};
    const auto answer =
        AnswerTimeRequest({buffer.data(), static_cast<size_t>(count)}, received,
                          Now() + server.ahead);
    if (!answer) return {};
    if (sendto(server.fd.get(), answer->data(), answer->size(), MSG_NOSIGNAL,
               client.get(), client.size) > 0) {
      ++server.served;
    }
    return {};
  }

  const PeerAgentOptions& options_;
  std::map<uint32_t, Own> own_;  // what is not carried, or not yet
  uint32_t accepted_ = 0;
  uint64_t sockets_ = 0;
};

}  // namespace

bool PeerRuns::Enter(const std::string& run, const std::string& remote) {
  const std::lock_guard lock(mutex_);
  if (connections_ > 0 && run != run_) return false;
  if (connections_++ == 0) {
    run_ = run;
    remote_ = remote;
    sockets_ = 0;
  }
  return true;
}

void PeerRuns::Leave(uint64_t sockets) {
  const std::lock_guard lock(mutex_);
  sockets_ += sockets;
  if (--connections_ > 0) return;
  say_(fmt::format("run {} from {}: {} sockets lent", run_, remote_, sockets_));
}

Status ServeRun(const PeerAgentOptions& options, PeerRuns& runs, UniqueFd fd,
                const std::string& remote) {
  IEC_ASSIGN_OR_RETURN(
      PeerChannel channel,
      PeerChannel::Open(std::move(fd), PeerChannel::Side::kPeer, options.key,
                        kOpening));
  IEC_ASSIGN_OR_RETURN(const PeerMessage begin, channel.Await(kOpening));
  if (begin.verb != PeerVerb::kBegin) {
    return Error{"it does not say for which run"};
  }
  const std::string run = Printable(begin.bytes, 80);
  if (!runs.Enter(run, remote)) {
    return channel.Send(
        {PeerVerb::kFailed, 0, EBUSY, {}, {}, "another run has the peer"});
  }
  AgentSession session(std::move(channel), options);
  // How it ends is the run's affair.
  (void)session.Serve();
  runs.Leave(session.sockets());
  return {};
}

}  // namespace iec
