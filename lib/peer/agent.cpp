// SPDX-License-Identifier: Apache-2.0
#include "lib/peer/agent.h"

#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <list>
#include <thread>

#include "lib/base/text.h"
#include "lib/peer/agent_session.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{200};
// Control connections at once; a run has one for each test that runs, and one.
constexpr size_t kMostConnections = 64;
constexpr int kBacklog = 16;

// The bytes of an address, by which networks are compared.
std::string AddressBytes(const sockaddr* address) {
  if (address == nullptr) return "";
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof v4);
    return {reinterpret_cast<const char*>(&v4.sin_addr), sizeof v4.sin_addr};
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof v6);
    return {reinterpret_cast<const char*>(&v6.sin6_addr), sizeof v6.sin6_addr};
  }
  return "";
}

bool SameNetwork(const std::string& a, const std::string& b,
                 const std::string& mask) {
  if (a.empty() || a.size() != b.size() || a.size() != mask.size()) {
    return false;
  }
  for (size_t i = 0; i < a.size(); ++i) {
    if (((a[i] ^ b[i]) & mask[i]) != 0) return false;
  }
  return true;
}

Result<UniqueFd> ListenForRuns(const Endpoint& endpoint) {
  IEC_ASSIGN_OR_RETURN(const SocketAddress address,
                       ParseAddress(endpoint.address, endpoint.port));
  UniqueFd fd(socket(address.get()->sa_family,
                     SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int yes = 1;
  if (!fd ||
      setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
      bind(fd.get(), address.get(), address.size) != 0 ||
      listen(fd.get(), kBacklog) != 0) {
    return ErrnoError("listening on", ToText(endpoint));
  }
  return fd;
}

// A control connection with its thread.
struct Connection {
  explicit Connection(int fd) : socket(fd) {}
  const int socket;
  std::atomic<bool> done = false;
  std::thread thread;
};

class Agent {
 public:
  explicit Agent(const PeerAgentOptions& options)
      : options_(options), runs_(options.say) {}

  ~Agent() {
    for (Connection& connection : connections_) connection.thread.join();
  }

  Status Serve() {
    IEC_ASSIGN_OR_RETURN(const UniqueFd listener,
                         ListenForRuns(options_.listen));
    options_.say(fmt::format("listening on {}: {} from {}",
                             ToText(options_.listen), Join(options_.duts, ", "),
                             Join(options_.from, ", ")));
    while (!*options_.stop) {
      pollfd polled{listener.get(), POLLIN, 0};
      if (poll(&polled, 1, static_cast<int>(kLook.count())) > 0) {
        Accept(listener.get());
      }
      connections_.remove_if([](Connection& connection) {
        if (!connection.done) return false;
        connection.thread.join();
        return true;
      });
    }
    return {};
  }

 private:
  void Accept(int listener) {
    SocketAddress remote;
    remote.size = sizeof remote.storage;
    UniqueFd fd(accept4(listener, reinterpret_cast<sockaddr*>(&remote.storage),
                        &remote.size, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!fd || connections_.size() >= kMostConnections) return;
    Connection& connection = connections_.emplace_back(fd.get());
    connection.thread = std::thread([this, &connection,
                                     name = ToText(EndpointOf(remote)),
                                     owned = fd.Release()]() mutable {
      const Status served = ServeRun(options_, runs_, UniqueFd(owned), name);
      if (!served.ok()) {
        options_.warn(name + ": " + served.error().message);
      }
      connection.done = true;
    });
  }

  const PeerAgentOptions& options_;
  PeerRuns runs_;
  std::list<Connection> connections_;
};

}  // namespace

Result<std::vector<std::string>> AttackAddresses(
    const std::vector<std::string>& duts, const std::string& control) {
  std::vector<std::string> targets;
  for (const std::string& dut : duts) {
    IEC_ASSIGN_OR_RETURN(const SocketAddress address, ParseAddress(dut, 0));
    targets.push_back(AddressBytes(address.get()));
  }
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return ErrnoError("listing own addresses");
  std::vector<std::string> found;
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    const std::string own = AddressBytes(one->ifa_addr);
    const std::string mask = AddressBytes(one->ifa_netmask);
    if (own.empty() || std::none_of(targets.begin(), targets.end(),
                                    [&](const std::string& target) {
                                      return SameNetwork(own, target, mask);
                                    })) {
      continue;
    }
    SocketAddress address;
    std::memcpy(&address.storage, one->ifa_addr,
                one->ifa_addr->sa_family == AF_INET ? sizeof(sockaddr_in)
                                                    : sizeof(sockaddr_in6));
    std::string text = EndpointOf(address).address;
    if (text != control) found.push_back(std::move(text));
  }
  freeifaddrs(list);
  return found;
}

Status ServeAsPeer(const PeerAgentOptions& options) {
  return Agent(options).Serve();
}

}  // namespace iec
