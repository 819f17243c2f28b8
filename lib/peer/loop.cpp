// SPDX-License-Identifier: Apache-2.0
#include "lib/peer/loop.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace iec {
namespace {

// Where so much waits for the control connection, sockets are not read.
constexpr size_t kMostQueued = size_t{1} << 20;

}  // namespace

void PeerLoop::Carry(uint32_t id, UniqueFd fd, bool datagrams) {
  Carried socket;
  socket.fd = std::move(fd);
  socket.datagrams = datagrams;
  carried_[id] = std::move(socket);
}

// 0: nothing is of interest but its end; less: not even that.
short PeerLoop::EventsOf(const Carried& socket) const {
  short events = 0;
  if (!socket.out.empty()) events |= POLLOUT;
  if (socket.read_ended || socket.close_wanted) return events;
  // A datagram is not split.
  const size_t least = socket.datagrams ? kMostPeerBytes : 1;
  if (socket.credit >= least && channel_.queued() < kMostQueued) {
    return static_cast<short>(events | POLLIN);
  }
  return events != 0 ? events : short{-1};
}

Status PeerLoop::Step(std::chrono::milliseconds at_most) {
  std::vector<pollfd> polled;
  std::vector<uint32_t> carried;
  std::vector<uint32_t> watched;
  const auto control =
      static_cast<short>(POLLIN | (channel_.queued() > 0 ? POLLOUT : short{0}));
  polled.push_back({channel_.fd(), control, 0});
  for (const auto& [id, socket] : carried_) {
    const short events = EventsOf(socket);
    // poll() tells of an end that nobody asked about, again and again.
    if (events < 0) continue;
    carried.push_back(id);
    polled.push_back({socket.fd.get(), events, 0});
  }
  for (const auto& [id, one] : watched_) {
    watched.push_back(id);
    polled.push_back({one.fd, one.events, 0});
  }
  const int ready =
      poll(polled.data(), polled.size(), static_cast<int>(at_most.count()));
  if (ready < 0 && errno != EINTR) return ErrnoError("waiting for sockets");
  if (ready <= 0) return {};
  const pollfd* next = &polled[1];
  for (const uint32_t id : carried) {
    const short events = (next++)->revents;
    const auto found = carried_.find(id);
    if (events == 0 || found == carried_.end()) continue;
    IEC_RETURN_IF_ERROR(Serve(id, found->second, events));
  }
  for (const uint32_t id : watched) {
    const short events = (next++)->revents;
    if (events != 0 && watched_.contains(id)) IEC_RETURN_IF_ERROR(OnReady(id));
  }
  if ((polled[0].revents & POLLOUT) != 0) {
    IEC_RETURN_IF_ERROR(channel_.Flush());
  }
  return (polled[0].revents & ~POLLOUT) != 0 ? Receive() : Status();
}

Status PeerLoop::Receive() {
  for (;;) {
    IEC_ASSIGN_OR_RETURN(auto message, channel_.Receive());
    if (!message) return {};
    IEC_RETURN_IF_ERROR(Take(*std::move(message)));
  }
}

Status PeerLoop::Take(PeerMessage message) {
  const auto found = carried_.find(message.id);
  const bool known = found != carried_.end();
  switch (message.verb) {
    case PeerVerb::kData: {
      // It may have been on its way when we closed the socket.
      if (!known || found->second.close_wanted) return {};
      Carried& socket = found->second;
      socket.waiting += message.bytes.size();
      if (socket.waiting > kPeerWindow || socket.end_wanted) {
        return Error{"the other side sent more than it may"};
      }
      if (!message.bytes.empty()) socket.out.push_back(message.bytes);
      return Write(message.id, socket);
    }
    case PeerVerb::kWindow: {
      if (!known) return {};
      Carried& socket = found->second;
      if (message.number <= 0 ||
          static_cast<uint64_t>(message.number) > kPeerWindow - socket.credit) {
        return Error{"the other side took more than it was sent"};
      }
      socket.credit += static_cast<size_t>(message.number);
      return {};
    }
    case PeerVerb::kEnd:
      if (!known) return {};
      found->second.end_wanted = true;
      return Write(message.id, found->second);
    case PeerVerb::kClose:
      if (!known) return OnMessage(std::move(message));
      found->second.close_wanted = true;
      return Write(message.id, found->second);
    default:
      return OnMessage(std::move(message));
  }
}

Status PeerLoop::Serve(uint32_t id, Carried& socket, short events) {
  constexpr short kOver = POLLHUP | POLLERR | POLLNVAL;
  if ((events & POLLOUT) != 0) {
    IEC_RETURN_IF_ERROR(Write(id, socket));
    if (!Carries(id)) return {};
  }
  if (socket.read_ended || socket.close_wanted) {
    return (events & kOver) != 0 ? Finish(id, 0) : Status();
  }
  if ((events & (POLLIN | kOver)) == 0) return {};
  return Read(id, socket, (events & kOver) != 0);
}

Status PeerLoop::Read(uint32_t id, Carried& socket, bool hung_up) {
  std::array<char, kMostPeerBytes> buffer;
  const size_t most = std::min(buffer.size(), socket.credit);
  const ssize_t count = recv(socket.fd.get(), buffer.data(), most, 0);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return {};
  // A datagram to which somebody answered that nobody is there.
  if (count < 0 && socket.datagrams && errno == ECONNREFUSED) return {};
  if (count < 0) return Finish(id, errno);
  if (count > 0) {
    socket.credit -= static_cast<size_t>(count);
    PeerMessage data{PeerVerb::kData, id, 0, {}, {}, {}};
    data.bytes.assign(buffer.data(), static_cast<size_t>(count));
    return Send(data);
  }
  // Both directions are over, and not only the one from there.
  if (hung_up) return Finish(id, 0);
  if (socket.datagrams) return {};
  socket.read_ended = true;
  return Send({PeerVerb::kEnd, id, 0, {}, {}, {}});
}

Status PeerLoop::Write(uint32_t id, Carried& socket) {
  size_t taken = 0;
  size_t done = 0;
  int error = 0;
  for (std::string& bytes : socket.out) {
    const ssize_t count =
        send(socket.fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0) {
      if (errno == EINTR || errno == EAGAIN) break;
      // Of a datagram before: this one may fare better.
      if (!socket.datagrams || errno != ECONNREFUSED) {
        error = errno;
        break;
      }
    }
    const size_t part = count < 0 ? bytes.size() : static_cast<size_t>(count);
    taken += part;
    if (part < bytes.size()) {
      bytes.erase(0, part);
      break;
    }
    ++done;
  }
  socket.out.erase(socket.out.begin(),
                   socket.out.begin() + static_cast<ptrdiff_t>(done));
  socket.waiting -= taken;
  if (error != 0) return Finish(id, error);
  if (socket.close_wanted) {
    // Nobody there is told: it was their wish.
    if (socket.out.empty()) carried_.erase(id);
    return {};
  }
  if (socket.end_wanted && socket.out.empty()) {
    shutdown(socket.fd.get(), SHUT_WR);
  }
  if (taken == 0) return {};
  return Send({PeerVerb::kWindow, id, static_cast<int64_t>(taken), {}, {}, {}});
}

Status PeerLoop::Finish(uint32_t id, int error) {
  const bool wanted = carried_[id].close_wanted;
  carried_.erase(id);
  if (wanted) return {};
  return Send({PeerVerb::kClose, id, error, {}, {}, {}});
}

}  // namespace iec
