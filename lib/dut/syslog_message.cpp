// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/syslog_message.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>

#include "lib/base/file.h"

namespace iec {

Status SendSyslogMessage(std::string_view text) {
  constexpr int kPriority = 10 << 3 | 5;
  constexpr char kSocket[] = "/dev/log";
  const UniqueFd fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, kSocket, sizeof kSocket);
  const std::string message =
      fmt::format("<{}>iec-runner: {}", kPriority, text);
  if (!fd ||
      sendto(fd.get(), message.data(), message.size(), MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0) {
    return ErrnoError("sending a message to", kSocket);
  }
  return {};
}

}  // namespace iec
