// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/listeners.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

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
