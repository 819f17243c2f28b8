// SPDX-License-Identifier: Apache-2.0
// What an SSH server offers before anybody has said who they are: its
// identification and all algorithms of its first key exchange message. Read by
// ourselves, because a client library only tells what was agreed on.
#ifndef IEC_LIB_DUT_KEXINIT_H_
#define IEC_LIB_DUT_KEXINIT_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/tcp.h"

namespace iec {

// SSH_MSG_KEXINIT of RFC 4253, section 7.1, in the server's order.
struct SshKexInit {
  std::vector<std::string> key_exchanges;
  std::vector<std::string> host_keys;
  std::vector<std::string> ciphers_to_server;
  std::vector<std::string> ciphers_to_client;
  std::vector<std::string> macs_to_server;
  std::vector<std::string> macs_to_client;
  std::vector<std::string> compressions_to_server;
  std::vector<std::string> compressions_to_client;
  std::vector<std::string> languages_to_server;
  std::vector<std::string> languages_to_client;
  bool guess_follows = false;
};

struct SshServerOffer {
  std::string identification;             // "SSH-2.0-OpenSSH_9.2p1", no CR LF
  std::vector<std::string> lines_before;  // it may send some first
  SshKexInit kexinit;
};

// The payload of the message, its number (20) included. Strict: every length
// must be exact, names are printable ASCII of at most 64 characters.
Result<SshKexInit> ParseKexInit(std::string_view payload);

// Everything that a server has sent so far: nothing while more is needed. An
// Error where no more bytes could make it right.
Result<std::optional<SshServerOffer>> ParseServerOpening(
    std::string_view bytes);

// Connects and reads; `timeout` covers both.
Result<SshServerOffer> ReadServerOffer(const std::string& address,
                                       uint16_t port,
                                       std::chrono::milliseconds timeout,
                                       const TcpConnector& connector = {});

}  // namespace iec

#endif  // IEC_LIB_DUT_KEXINIT_H_
