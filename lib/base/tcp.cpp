// SPDX-License-Identifier: Apache-2.0
#include "lib/base/tcp.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>

#include <cerrno>
#include <cstring>
#include <limits>

#include "lib/base/text.h"

namespace iec {
namespace {

template <typename T>
SocketAddress Pack(const T& address) {
  SocketAddress packed;
  std::memcpy(&packed.storage, &address, sizeof address);
  packed.size = sizeof address;
  return packed;
}

// The outcome of a connect() that is under way, as an errno value.
int WaitForConnection(int fd, std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd polled{fd, POLLOUT, 0};
    const int ready =
        left.count() > 0 ? poll(&polled, 1, static_cast<int>(left.count())) : 0;
    if (ready == 0) return ETIMEDOUT;
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return errno;
    int failure = 0;
    socklen_t size = sizeof failure;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &size) != 0) {
      return errno;
    }
    return failure;
  }
}

}  // namespace

const sockaddr* SocketAddress::get() const {
  return reinterpret_cast<const sockaddr*>(&storage);
}

Result<SocketAddress> ParseAddress(const std::string& address, uint16_t port) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  if (inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) return Pack(v4);

  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  const size_t percent = address.find('%');
  if (percent != std::string::npos) {
    v6.sin6_scope_id = if_nametoindex(address.c_str() + percent + 1);
    if (v6.sin6_scope_id == 0) {
      return Error{address + ": there is no such network interface"};
    }
  }
  if (inet_pton(AF_INET6, address.substr(0, percent).c_str(), &v6.sin6_addr) ==
      1) {
    return Pack(v6);
  }
  return Error{address +
               " is not a numeric IP address; names are not looked "
               "up on the device"};
}

Endpoint EndpointOf(const SocketAddress& address) {
  Endpoint endpoint;
  char text[INET6_ADDRSTRLEN] = "";
  if (address.storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address.storage, sizeof v6);
    inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    endpoint.port = ntohs(v6.sin6_port);
  } else {
    sockaddr_in v4{};
    std::memcpy(&v4, &address.storage, sizeof v4);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    endpoint.port = ntohs(v4.sin_port);
  }
  endpoint.address = text;
  return endpoint;
}

Result<Endpoint> ParseEndpoint(const std::string& text) {
  const size_t colon = text.rfind(':');
  const bool brackets = text.starts_with('[');
  if (colon != std::string::npos && colon > 0 &&
      (!brackets || text[colon - 1] == ']')) {
    const auto port = ParseInteger(text.substr(colon + 1));
    const std::string address =
        brackets ? text.substr(1, colon - 2) : text.substr(0, colon);
    if (port && *port > 0 && *port <= std::numeric_limits<uint16_t>::max() &&
        (address.find(':') != std::string::npos) == brackets) {
      const auto number = static_cast<uint16_t>(*port);
      const auto parsed = ParseAddress(address, number);
      if (!parsed.ok()) return parsed.error();
      return Endpoint{address, number};
    }
  }
  return Error{
      fmt::format("'{}' is no numeric ADDRESS:PORT, as 192.0.2.1:7101 or "
                  "[2001:db8::1]:7101",
                  Printable(text, 80))};
}

std::string ToText(const Endpoint& endpoint) {
  const bool v6 = endpoint.address.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", v6 ? "[" : "", endpoint.address,
                     v6 ? "]" : "", endpoint.port);
}

Result<SocketAddress> LocalAddress(int fd) {
  SocketAddress local;
  local.size = sizeof local.storage;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&local.storage),
                  &local.size) != 0) {
    return ErrnoError("looking at a socket");
  }
  return local;
}

Result<std::string> OwnAddressTowards(const std::string& address) {
  // Any port does: connecting such a socket sends nothing.
  IEC_ASSIGN_OR_RETURN(const SocketAddress target, ParseAddress(address, 9));
  const UniqueFd fd(
      socket(target.get()->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!fd || connect(fd.get(), target.get(), target.size) != 0) {
    return ErrnoError("looking for the way to", address);
  }
  IEC_ASSIGN_OR_RETURN(const SocketAddress local, LocalAddress(fd.get()));
  return EndpointOf(local).address;
}

Result<UniqueFd> ConnectTcp(const std::string& address, uint16_t port,
                            std::chrono::milliseconds timeout,
                            const std::string& source) {
  IEC_ASSIGN_OR_RETURN(const SocketAddress target, ParseAddress(address, port));
  const std::string peer = fmt::format("{} port {}", address, port);
  UniqueFd fd(socket(target.get()->sa_family,
                     SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return ErrnoError("creating a socket for", peer);
  if (!source.empty()) {
    IEC_ASSIGN_OR_RETURN(const SocketAddress local, ParseAddress(source, 0));
    if (bind(fd.get(), local.get(), local.size) != 0) {
      return ErrnoError("coming from", source);
    }
  }
  if (connect(fd.get(), target.get(), target.size) == 0) return fd;
  if (errno == EINPROGRESS) {
    errno = WaitForConnection(fd.get(), timeout);
    if (errno == 0) return fd;
  }
  return ErrnoError("connecting to", peer);
}

Result<uint16_t> SendTcp(const std::string& address, uint16_t port,
                         std::string_view bytes,
                         std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  IEC_ASSIGN_OR_RETURN(const UniqueFd fd, ConnectTcp(address, port, timeout));
  IEC_ASSIGN_OR_RETURN(const SocketAddress local, LocalAddress(fd.get()));
  if (send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(bytes.size())) {
    return ErrnoError("sending to", address);
  }
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd polled{fd.get(), POLLIN, 0};
    if (left.count() <= 0 ||
        poll(&polled, 1, static_cast<int>(left.count())) == 0) {
      break;
    }
    char buffer[512];
    const ssize_t count = recv(fd.get(), buffer, sizeof buffer, 0);
    if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) break;
  }
  return EndpointOf(local).port;
}

}  // namespace iec
