// SPDX-License-Identifier: Apache-2.0
#include "lib/peer/channel.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "lib/base/digest.h"

namespace iec {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::string_view kMagic = "iecpeer";
constexpr size_t kRandomSize = 32;
constexpr size_t kProofSize = 32;
constexpr size_t kHelloSize = kMagic.size() + 1 + kRandomSize;
constexpr size_t kShortestKey = 16;
constexpr size_t kLongestKey = 4096;

bool WaitFor(int fd, short events, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    pollfd polled{fd, events, 0};
    const int ready = poll(&polled, 1, std::max(0, int(left.count())));
    if (ready < 0 && errno == EINTR) continue;
    return ready > 0;
  }
}

// Less than `size` bytes where no more come.
Result<std::string> ReadExactly(int fd, size_t size,
                                Clock::time_point deadline) {
  std::string bytes(size, '\0');
  size_t filled = 0;
  while (filled < size) {
    if (!WaitFor(fd, POLLIN, deadline)) {
      if (filled > 0) break;
      return Error{"it did not answer: is it iec-runner peer?"};
    }
    const ssize_t count = recv(fd, &bytes[filled], size - filled, 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) break;
    filled += static_cast<size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

// So little that a new connection takes it at once.
Status SendAtOnce(int fd, std::string_view bytes) {
  if (send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(bytes.size())) {
    return ErrnoError("sending");
  }
  return {};
}

Status CheckHello(std::string_view hello) {
  if (hello.size() != kHelloSize || !hello.starts_with(kMagic)) {
    return Error{
        "what answers there is no iec-runner peer: name the address and port "
        "of its --listen"};
  }
  const auto version = static_cast<uint8_t>(hello[kMagic.size()]);
  if (version != kPeerVersion) {
    return Error{fmt::format(
        "it speaks version {} of the protocol and this program version {}: "
        "use the same iec-runner on both machines",
        version, kPeerVersion)};
  }
  return {};
}

}  // namespace

PeerChannel::PeerChannel(UniqueFd fd, const std::string& key_out,
                         const std::string& key_in)
    : fd_(std::move(fd)), writer_(key_out), reader_(key_in) {}

Result<PeerChannel> PeerChannel::Open(UniqueFd fd, Side side,
                                      const std::string& key,
                                      milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  const bool is_run = side == Side::kRun;
  const std::string own = RandomBytes(kRandomSize);
  std::string hello(kMagic);
  hello += static_cast<char>(kPeerVersion);
  IEC_RETURN_IF_ERROR(SendAtOnce(fd.get(), hello + own));
  IEC_ASSIGN_OR_RETURN(const std::string theirs,
                       ReadExactly(fd.get(), kHelloSize, deadline));
  IEC_RETURN_IF_ERROR(CheckHello(theirs));
  const std::string other = theirs.substr(kHelloSize - kRandomSize);
  const std::string both = is_run ? own + other : other + own;
  const auto derive = [&](std::string_view what) {
    return HmacSha256(key, std::string(what) + both);
  };
  const std::string run_proof = derive("run proves ");
  const std::string peer_proof = derive("peer proves");
  // The run first: who does not know the key learns nothing made with it.
  if (is_run) IEC_RETURN_IF_ERROR(SendAtOnce(fd.get(), run_proof));
  IEC_ASSIGN_OR_RETURN(const std::string proof,
                       ReadExactly(fd.get(), kProofSize, deadline));
  if (!EqualInConstantTime(proof, is_run ? peer_proof : run_proof)) {
    return Error{
        "it does not know the same key: give both machines the same file"};
  }
  if (!is_run) IEC_RETURN_IF_ERROR(SendAtOnce(fd.get(), peer_proof));
  WatchConnection(fd.get());
  const std::string to_peer = derive("run to peer");
  const std::string to_run = derive("peer to run");
  return PeerChannel(std::move(fd), is_run ? to_peer : to_run,
                     is_run ? to_run : to_peer);
}

Status PeerChannel::Send(const PeerMessage& message) {
  out_ += writer_.Frame(message);
  return Flush();
}

Status PeerChannel::Flush() {
  size_t sent = 0;
  while (sent < out_.size()) {
    const ssize_t count =
        send(fd_.get(), out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) break;
    if (count < 0) return ErrnoError("sending over the control connection");
    sent += static_cast<size_t>(count);
  }
  out_.erase(0, sent);
  return {};
}

Result<std::optional<PeerMessage>> PeerChannel::Receive() {
  std::array<char, 65536> buffer;
  for (;;) {
    auto message = reader_.Next();
    if (!message.ok() || message->has_value()) return message;
    const ssize_t count = recv(fd_.get(), buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return std::optional<PeerMessage>();
    if (count < 0) return ErrnoError("reading the control connection");
    if (count == 0) return Error{"the control connection was ended"};
    reader_.Feed({buffer.data(), static_cast<size_t>(count)});
  }
}

Result<PeerMessage> PeerChannel::Await(milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  for (;;) {
    IEC_ASSIGN_OR_RETURN(auto message, Receive());
    if (message) return *std::move(message);
    if (!WaitFor(fd_.get(), POLLIN, deadline)) {
      return Error{"no answer in time"};
    }
  }
}

Result<std::string> ReadPeerKey(const std::string& path) {
  // O_NONBLOCK: a FIFO in its place must not make us wait.
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!fd || fstat(fd.get(), &status) != 0) return ErrnoError("opening", path);
  if (!S_ISREG(status.st_mode)) return Error{path + " is no regular file"};
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Error{fmt::format(
        "{} has mode {:04o}, so others may know the key: chmod 600, and make "
        "a new one where they are not to be trusted",
        path, status.st_mode & 07777)};
  }
  IEC_ASSIGN_OR_RETURN(std::string key, ReadAll(fd.get(), kLongestKey));
  if (key.ends_with('\n')) key.pop_back();
  if (key.size() < kShortestKey) {
    return Error{fmt::format(
        "{} has {} bytes, and a key at least {}: openssl rand -hex 32 makes "
        "one",
        path, key.size(), kShortestKey)};
  }
  return key;
}

void WatchConnection(int fd) {
  const auto set = [fd](int level, int option, int value) {
    setsockopt(fd, level, option, &value, sizeof value);
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 10);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, 25'000);
  set(IPPROTO_TCP, TCP_NODELAY, 1);
}

}  // namespace iec
