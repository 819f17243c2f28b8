// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/kexinit.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "lib/base/file.h"
#include "lib/base/tcp.h"
#include "lib/base/text.h"

namespace iec {
namespace {

// RFC 4253, section 4.2: with CR LF.
constexpr size_t kLongestIdentification = 255;
// Section 4.2 sets no limit for lines before it; these are ours.
constexpr size_t kMostLinesBefore = 50;
constexpr size_t kLongestLineBefore = 1024;
// Section 6.1: what every implementation must take.
constexpr uint32_t kLongestPacket = 35000;
// RFC 4251, section 6.
constexpr size_t kLongestName = 64;
constexpr int kMostOtherPackets = 8;

constexpr char kDisconnect = 1;
constexpr char kIgnore = 2;
constexpr char kDebug = 4;
constexpr char kKexInit = 20;

// What the server must have to send its offer: OpenSSH waits for it.
constexpr std::string_view kOurIdentification = "SSH-2.0-iec_runner\r\n";

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  // An empty view and failed() where there are not so many bytes.
  std::string_view Take(size_t count) {
    if (count > bytes_.size()) {
      failed_ = true;
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }

  uint8_t TakeByte() {
    const std::string_view byte = Take(1);
    return byte.empty() ? 0 : static_cast<uint8_t>(byte[0]);
  }

  uint32_t TakeNumber() {
    uint32_t number = 0;
    for (const char c : Take(4)) {
      number = number << 8 | static_cast<uint8_t>(c);
    }
    return number;
  }

  bool failed() const { return failed_; }
  size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
  bool failed_ = false;
};

bool IsPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > 0x20 && c < 0x7f; });
}

Status TakeNames(Reader& reader, std::vector<std::string>& names) {
  const std::string_view list = reader.Take(reader.TakeNumber());
  if (reader.failed()) return Error{"the message is cut off"};
  if (list.empty()) return {};
  for (std::string& name : Split(list, ',')) {
    if (name.empty() || name.size() > kLongestName || !IsPrintable(name)) {
      return Error{"not a name of an algorithm: '" + Printable(name, 80) + "'"};
    }
    names.push_back(std::move(name));
  }
  return {};
}

// Takes one line; nothing where its end has not come yet.
std::optional<std::string_view> TakeLine(std::string_view& bytes) {
  const size_t end = bytes.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// Sets `offer.identification` once it is there.
Status TakeIdentification(std::string_view& bytes, SshServerOffer& offer) {
  for (;;) {
    const std::string_view before = bytes;
    const auto line = TakeLine(bytes);
    if (!line) {
      if (bytes.size() > kLongestLineBefore) {
        return Error{
            "it sent a line of more than 1024 bytes: it is no SSH "
            "server"};
      }
      return {};
    }
    if (line->substr(0, 4) == "SSH-") {
      if (before.size() - bytes.size() > kLongestIdentification) {
        return Error{"its identification is longer than 255 bytes"};
      }
      offer.identification = *line;
      return {};
    }
    if (line->size() > kLongestLineBefore ||
        offer.lines_before.size() >= kMostLinesBefore) {
      return Error{
          "it sent too much before any identification: it is no SSH "
          "server"};
    }
    offer.lines_before.emplace_back(*line);
  }
}

// The payload of the next packet (RFC 4253, section 6, before encryption).
Result<std::optional<std::string_view>> TakePacket(std::string_view& bytes) {
  const std::optional<std::string_view> more;
  if (bytes.size() < 5) return more;
  Reader reader(bytes);
  const uint32_t length = reader.TakeNumber();
  const uint8_t padding = reader.TakeByte();
  if (length > kLongestPacket || length < 12 || (length + 4) % 8 != 0 ||
      padding < 4 || padding + 2U > length) {
    return Error{fmt::format(
        "it sent a packet of length {} with padding {}, which SSH does not "
        "allow",
        length, padding)};
  }
  if (bytes.size() - 4 < length) return more;
  const std::string_view payload = bytes.substr(5, length - padding - 1);
  bytes.remove_prefix(4 + length);
  return std::optional<std::string_view>(payload);
}

Error Disconnected(std::string_view payload) {
  Reader reader(payload.substr(1));
  const uint32_t reason = reader.TakeNumber();
  const std::string_view text = reader.Take(reader.TakeNumber());
  return Error{fmt::format("it disconnected with reason {}: {}", reason,
                           Printable(text, 200))};
}

Status SendIdentification(int fd) {
  // A fresh connection has room for these few bytes.
  if (send(fd, kOurIdentification.data(), kOurIdentification.size(),
           MSG_NOSIGNAL) != static_cast<ssize_t>(kOurIdentification.size())) {
    return ErrnoError("sending our identification");
  }
  return {};
}

Result<SshServerOffer> ReadOpening(int fd,
                                   std::chrono::steady_clock::time_point end) {
  std::string bytes;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd polled{fd, POLLIN, 0};
    if (left.count() <= 0 ||
        poll(&polled, 1, static_cast<int>(left.count())) == 0) {
      return Error{fmt::format(
          "no key exchange offer came in time ({} bytes did)", bytes.size())};
    }
    std::array<char, 8192> buffer{};
    const ssize_t count = recv(fd, buffer.data(), buffer.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (count < 0) return ErrnoError("reading its offer");
    if (count == 0) {
      return Error{fmt::format(
          "it closed the connection after {} bytes, before its offer",
          bytes.size())};
    }
    bytes.append(buffer.data(), static_cast<size_t>(count));
    IEC_ASSIGN_OR_RETURN(auto offer, ParseServerOpening(bytes));
    if (offer) return *std::move(offer);
  }
}

}  // namespace

Result<SshKexInit> ParseKexInit(std::string_view payload) {
  Reader reader(payload);
  if (reader.TakeByte() != kKexInit) {
    return Error{"not a key exchange message"};
  }
  reader.Take(16);  // the cookie
  SshKexInit offer;
  for (auto* names :
       {&offer.key_exchanges, &offer.host_keys, &offer.ciphers_to_server,
        &offer.ciphers_to_client, &offer.macs_to_server, &offer.macs_to_client,
        &offer.compressions_to_server, &offer.compressions_to_client,
        &offer.languages_to_server, &offer.languages_to_client}) {
    IEC_RETURN_IF_ERROR(TakeNames(reader, *names));
  }
  offer.guess_follows = reader.TakeByte() != 0;
  const uint32_t reserved = reader.TakeNumber();
  if (reader.failed()) return Error{"the message is cut off"};
  if (reserved != 0 || reader.left() != 0) {
    return Error{"the message goes on where it must end"};
  }
  return offer;
}

Result<std::optional<SshServerOffer>> ParseServerOpening(
    std::string_view bytes) {
  const std::optional<SshServerOffer> more;
  SshServerOffer offer;
  IEC_RETURN_IF_ERROR(TakeIdentification(bytes, offer));
  if (offer.identification.empty()) return more;
  // 1.99 is a server that also speaks version 1 (RFC 4253, section 5.1).
  if (!offer.identification.starts_with("SSH-2.0-") &&
      !offer.identification.starts_with("SSH-1.99-")) {
    return Error{"it does not speak SSH 2: " + Printable(offer.identification)};
  }
  for (int packets = 0; packets <= kMostOtherPackets; ++packets) {
    IEC_ASSIGN_OR_RETURN(const auto payload, TakePacket(bytes));
    if (!payload) return more;
    switch (payload->front()) {
      case kKexInit: {
        IEC_ASSIGN_OR_RETURN(offer.kexinit, ParseKexInit(*payload));
        return std::optional<SshServerOffer>(std::move(offer));
      }
      case kIgnore:
      case kDebug:
        break;
      case kDisconnect:
        return Disconnected(*payload);
      default:
        return Error{fmt::format(
            "it sent message {} before its key exchange offer",
            static_cast<unsigned>(static_cast<uint8_t>(payload->front())))};
    }
  }
  return Error{"it sent too many messages before its key exchange offer"};
}

Result<SshServerOffer> ReadServerOffer(const std::string& address,
                                       uint16_t port,
                                       std::chrono::milliseconds timeout,
                                       const TcpConnector& connector) {
  const auto end = std::chrono::steady_clock::now() + timeout;
  IEC_ASSIGN_OR_RETURN(const UniqueFd fd,
                       connector ? connector(address, port, timeout)
                                 : ConnectTcp(address, port, timeout));
  const std::string server =
      fmt::format("the SSH server at {} port {}", address, port);
  if (auto sent = SendIdentification(fd.get()); !sent.ok()) {
    return sent.error().Within(server);
  }
  auto offer = ReadOpening(fd.get(), end);
  if (!offer.ok()) return offer.error().Within(server);
  return offer;
}

}  // namespace iec
