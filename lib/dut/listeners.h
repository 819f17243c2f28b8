// SPDX-License-Identifier: Apache-2.0
// Sockets that wait for others, as the kernel lists them.
#ifndef IEC_LIB_DUT_LISTENERS_H_
#define IEC_LIB_DUT_LISTENERS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/result.h"

namespace iec {

struct Listener {
  bool udp = false;
  std::string address;  // numeric; "0.0.0.0" or "::" for all
  uint16_t port = 0;
  uint64_t inode = 0;  // of the socket

  // "tcp 127.0.0.1 22"
  std::string Name() const;
  // Where this device reaches it: the loopback address for all addresses.
  std::string ReachableAt() const;
};

// TCP sockets that listen and UDP sockets that are bound and connected to
// nobody, of this network namespace, IPv4 and IPv6.
Result<std::vector<Listener>> Listeners();

// The text of /proc/net/tcp, tcp6, udp or udp6.
std::vector<Listener> ParseListeners(std::string_view table, bool udp);

// Numeric, those of one link alone with its name: "fe80::1%eth0".
std::vector<std::string> OwnAddresses();

// Where one of `all` may be reached from this device, the likeliest first: one
// that is bound to a network card answers at the addresses of that card alone.
std::vector<std::string> WaysTo(const Listener& listener,
                                const std::vector<Listener>& all,
                                const std::vector<std::string>& own);

// The TCP listener whom a client gets that calls this address and port; null
// where there is none.
const Listener* ListenerAt(const std::vector<Listener>& all,
                           const std::string& address, uint16_t port);

// A TCP listener of ours on the loopback address, by which a search for
// listeners shows that it sees them.
class OwnListener {
 public:
  static Result<OwnListener> Start();

  const Listener& listener() const { return listener_; }
  int fd() const { return fd_.get(); }
  // Says this to one who has connected.
  Status Say(std::string_view text);

 private:
  Listener listener_;
  UniqueFd fd_;
  UniqueFd connection_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_LISTENERS_H_
