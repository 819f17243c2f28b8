// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/unix_listeners.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <set>

#include "lib/base/digest.h"
#include "lib/base/text.h"

namespace iec {
namespace {

struct SocketName {
  sockaddr_un address{};
  socklen_t size = 0;
};

SocketName SocketNameOf(const std::string& path) {
  SocketName name;
  name.address.sun_family = AF_UNIX;
  const size_t length = std::min(path.size(), sizeof name.address.sun_path - 1);
  memcpy(name.address.sun_path, path.data(), length);
  name.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
  if (path.starts_with('@')) {
    name.address.sun_path[0] = '\0';
  } else {
    name.size += 1;
  }
  return name;
}

}  // namespace

std::vector<UnixListener> ParseUnixListeners(std::string_view table) {
  std::vector<UnixListener> found;
  std::set<std::string> known;
  for (const std::string& line : Split(table, '\n')) {
    std::vector<std::string> words = Split(line, ' ');
    std::erase(words, "");
    // Flags: __SO_ACCEPTCON
    if (words.size() < 8 || words[3] != "00010000") continue;
    const int type = words[4] == "0001"   ? SOCK_STREAM
                     : words[4] == "0005" ? SOCK_SEQPACKET
                                          : 0;
    const std::string path = Join({words.begin() + 7, words.end()}, " ");
    if (type != 0 && known.insert(path).second) found.push_back({path, type});
  }
  return found;
}

Result<std::vector<UnixListener>> UnixListeners() {
  IEC_ASSIGN_OR_RETURN(const std::string table, ReadFile("/proc/net/unix"));
  return ParseUnixListeners(table);
}

Result<OwnUnixListener> OwnUnixListener::Start() {
  OwnUnixListener own;
  own.name_ = "@iec-runner-" + Hex(RandomBytes(8));
  const SocketName name = SocketNameOf(own.name_);
  own.fd_.Reset(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!own.fd_ ||
      bind(own.fd_.get(), reinterpret_cast<const sockaddr*>(&name.address),
           name.size) != 0 ||
      listen(own.fd_.get(), 4) != 0) {
    return ErrnoError("listening on", own.name_);
  }
  return own;
}

Status OwnUnixListener::Say(std::string_view text) {
  pollfd polled{fd_.get(), POLLIN, 0};
  if (poll(&polled, 1, 1000) == 1) {
    connection_.Reset(accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
  if (!connection_) return Error{"nobody has connected to our UNIX listener"};
  return WriteAll(connection_.get(), text);
}

UniqueFd ConnectUnix(const UnixListener& listener) {
  UniqueFd fd(socket(AF_UNIX, listener.type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const SocketName name = SocketNameOf(listener.path);
  if (!fd || connect(fd.get(), reinterpret_cast<const sockaddr*>(&name.address),
                     name.size) != 0) {
    return UniqueFd();
  }
  return fd;
}

}  // namespace iec
