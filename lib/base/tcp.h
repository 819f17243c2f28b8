// SPDX-License-Identifier: Apache-2.0
// TCP connections to numeric addresses: looking a name up would load the
// device's name service modules into a static program, which crashes it.
#ifndef IEC_LIB_BASE_TCP_H_
#define IEC_LIB_BASE_TCP_H_

#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "lib/base/file.h"
#include "lib/base/result.h"

namespace iec {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  const sockaddr* get() const;
};

// "192.0.2.1", "2001:db8::1" or "fe80::1%eth0".
Result<SocketAddress> ParseAddress(const std::string& address, uint16_t port);

// The other way round.
struct Endpoint {
  std::string address;
  uint16_t port = 0;
};
Endpoint EndpointOf(const SocketAddress& address);
// "192.0.2.1:22" or "[2001:db8::1]:22".
Result<Endpoint> ParseEndpoint(const std::string& text);
std::string ToText(const Endpoint& endpoint);
Result<SocketAddress> LocalAddress(int fd);

// The own address from which packets to `address` go out.
Result<std::string> OwnAddressTowards(const std::string& address);

// How a client gets its connection where it does not make it itself: of
// ConnectTcp()'s kind, so that it may also be lent by another machine.
using TcpConnector =
    std::function<Result<UniqueFd>(const std::string& address, uint16_t port,
                                   std::chrono::milliseconds timeout)>;

// A connected socket, non-blocking and close-on-exec. `source` is the local
// address to come from, any where empty.
Result<UniqueFd> ConnectTcp(const std::string& address, uint16_t port,
                            std::chrono::milliseconds timeout,
                            const std::string& source = {});

// Connects, sends `bytes`, and reads until the other side closes or the time
// is over. The local port, by which the other side may call us.
Result<uint16_t> SendTcp(const std::string& address, uint16_t port,
                         std::string_view bytes,
                         std::chrono::milliseconds timeout);

}  // namespace iec

#endif  // IEC_LIB_BASE_TCP_H_
