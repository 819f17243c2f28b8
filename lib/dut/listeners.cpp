// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/listeners.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

#include "lib/base/file.h"
#include "lib/base/tcp.h"
#include "lib/base/text.h"

namespace iec {
namespace {

// The kernel prints each four bytes of an address as a number of this machine.
std::string AddressOf(const std::string& hex) {
  std::array<uint32_t, 4> words{};
  const size_t count = hex.size() / 8;
  if (hex.size() % 8 != 0 || (count != 1 && count != 4)) return "";
  for (size_t i = 0; i < count; ++i) {
    words[i] = static_cast<uint32_t>(
        std::strtoul(hex.substr(i * 8, 8).c_str(), nullptr, 16));
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(count == 1 ? AF_INET : AF_INET6, words.data(), text.data(),
            text.size());
  return text.data();
}

constexpr size_t kMostWays = 12;
constexpr std::string_view kMapped = "::ffff:";  // IPv4 by a socket of IPv6

bool IsV6(std::string_view address) {
  return address.find(':') != std::string_view::npos &&
         !address.starts_with(kMapped);
}

std::string_view WithoutMapping(std::string_view address) {
  if (address.starts_with(kMapped)) address.remove_prefix(kMapped.size());
  return address.substr(0, address.find('%'));
}

}  // namespace

std::string Listener::Name() const {
  return fmt::format("{} {} {}", udp ? "udp" : "tcp", address, port);
}

std::string Listener::ReachableAt() const {
  if (address == "0.0.0.0") return "127.0.0.1";
  return address == "::" ? "::1" : address;
}

std::vector<Listener> ParseListeners(std::string_view table, bool udp) {
  // TCP_LISTEN; TCP_CLOSE is what a UDP socket without a peer says.
  const std::string_view wanted = udp ? "07" : "0A";
  std::vector<Listener> listeners;
  for (const std::string& line : Split(table, '\n')) {
    std::vector<std::string> words = Split(line, ' ');
    std::erase(words, "");
    if (words.size() < 4 || words[3] != wanted) continue;
    const size_t colon = words[1].find(':');
    if (colon == std::string::npos) continue;
    Listener listener;
    listener.udp = udp;
    listener.address = AddressOf(words[1].substr(0, colon));
    listener.port = static_cast<uint16_t>(
        std::strtoul(words[1].c_str() + colon + 1, nullptr, 16));
    if (words.size() > 9) {
      listener.inode = std::strtoull(words[9].c_str(), nullptr, 10);
    }
    if (!listener.address.empty()) listeners.push_back(std::move(listener));
  }
  return listeners;
}

Result<std::vector<Listener>> Listeners() {
  std::vector<Listener> all;
  for (const char* name : {"tcp", "tcp6", "udp", "udp6"}) {
    const std::string path = fmt::format("/proc/net/{}", name);
    if (name[3] != '\0' && !Exists(path)) continue;  // a kernel without IPv6
    IEC_ASSIGN_OR_RETURN(const std::string table, ReadFile(path));
    const auto some = ParseListeners(table, name[0] == 'u');
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::vector<std::string> OwnAddresses() {
  std::vector<std::string> own;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return own;
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_UP) == 0) continue;
    SocketAddress address;
    const int family = one->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    address.size =
        family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
    memcpy(&address.storage, one->ifa_addr, address.size);
    std::string text = EndpointOf(address).address;
    if (text.starts_with("fe80:")) text += fmt::format("%{}", one->ifa_name);
    own.push_back(std::move(text));
  }
  freeifaddrs(all);
  return own;
}

std::vector<std::string> WaysTo(const Listener& listener,
                                const std::vector<Listener>& all,
                                const std::vector<std::string>& own) {
  std::vector<std::string> ways;
  const auto add = [&ways](const std::string& way) {
    if (ways.size() < kMostWays &&
        std::find(ways.begin(), ways.end(), way) == ways.end()) {
      ways.push_back(way);
    }
  };
  add(listener.ReachableAt());
  // One of both families, where no other has the port of IPv4.
  const bool both =
      listener.address == "::" &&
      std::none_of(all.begin(), all.end(), [&](const Listener& other) {
        return !other.udp && other.port == listener.port &&
               !IsV6(other.address);
      });
  if (both) add("127.0.0.1");
  for (const std::string& address : own) {
    const bool wild = listener.address == "0.0.0.0" ? !IsV6(address)
                      : listener.address == "::"    ? both || IsV6(address)
                                                    : false;
    if (wild || WithoutMapping(address) == listener.address) add(address);
  }
  return ways;
}

const Listener* ListenerAt(const std::vector<Listener>& all,
                           const std::string& address, uint16_t port) {
  const Listener* found = nullptr;
  int best = 0;
  for (const Listener& listener : all) {
    if (listener.udp || listener.port != port) continue;
    const int exact =
        WithoutMapping(listener.address) == WithoutMapping(address) ? 3
        : listener.address == (IsV6(address) ? "::" : "0.0.0.0")    ? 2
        : listener.address == "::"                                  ? 1
                                                                    : 0;
    if (exact > best) {
      best = exact;
      found = &listener;
    }
  }
  return found;
}

Result<OwnListener> OwnListener::Start() {
  OwnListener own;
  own.listener_.address = "127.0.0.1";
  IEC_ASSIGN_OR_RETURN(SocketAddress address,
                       ParseAddress(own.listener_.address, 0));
  own.fd_.Reset(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!own.fd_ || bind(own.fd_.get(), address.get(), address.size) != 0 ||
      listen(own.fd_.get(), 4) != 0) {
    return ErrnoError("listening on the loopback address");
  }
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  getsockname(own.fd_.get(), reinterpret_cast<sockaddr*>(&bound), &size);
  own.listener_.port = ntohs(bound.sin_port);
  return own;
}

Status OwnListener::Say(std::string_view text) {
  pollfd polled{fd_.get(), POLLIN, 0};
  if (poll(&polled, 1, 1000) == 1) {
    connection_.Reset(accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
  if (!connection_) return Error{"nobody has connected to our listener"};
  return WriteAll(connection_.get(), text);
}

}  // namespace iec
