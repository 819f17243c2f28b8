// SPDX-License-Identifier: Apache-2.0
#include "lib/peer/peer.h"

#include <fmt/format.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "lib/base/text.h"
#include "lib/peer/client.h"

namespace iec {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Lent = PeerClient::Lent;

constexpr milliseconds kOpening{10'000};
constexpr milliseconds kAnswer{20'000};
// A run that was killed lets go of the peer only after its connection died.
constexpr std::chrono::seconds kBusyPatience{40};
constexpr milliseconds kBusyPause{1'000};
constexpr int kTimeExchanges = 8;

// How a device does not take a connection; all else is trouble at the peer.
constexpr std::array kRefusals = {ECONNREFUSED, ECONNRESET,  ETIMEDOUT,
                                  EHOSTUNREACH, ENETUNREACH, ENOPROTOOPT,
                                  EACCES};

Error FromPeer(const PeerMessage& failed) {
  return Error{"the peer: " + Printable(failed.bytes, 300)};
}

Status Succeeded(const PeerMessage& answer) {
  if (answer.verb == PeerVerb::kFailed) return FromPeer(answer);
  return {};
}

// Empty where the peer is busy with another run.
Result<std::optional<PeerLease>> TryLease(const PeerTarget& target) {
  auto connected =
      ConnectTcp(target.endpoint.address, target.endpoint.port, kOpening);
  if (!connected.ok()) {
    return Error{connected.error().message +
                 ": start iec-runner peer there, and let its port through"};
  }
  UniqueFd fd = *std::move(connected);
  IEC_ASSIGN_OR_RETURN(PeerChannel channel,
                       PeerChannel::Open(std::move(fd), PeerChannel::Side::kRun,
                                         target.key, kOpening));
  IEC_RETURN_IF_ERROR(
      channel.Send({PeerVerb::kBegin, 0, 0, {}, {}, target.run}));
  IEC_ASSIGN_OR_RETURN(const PeerMessage answer, channel.Await(kOpening));
  if (answer.verb == PeerVerb::kFailed && answer.number == EBUSY) {
    return std::optional<PeerLease>();
  }
  IEC_RETURN_IF_ERROR(Succeeded(answer));
  if (answer.verb != PeerVerb::kWelcome) return Error{"it does not say hello"};
  IEC_ASSIGN_OR_RETURN(PeerWelcome welcome, ParsePeerWelcome(answer.bytes));
  return std::optional<PeerLease>(
      PeerLease{std::move(channel), std::move(welcome)});
}

}  // namespace

std::string ToText(const PeerWelcome& welcome) {
  std::string text = "version " + welcome.version + "\n";
  for (const auto& address : welcome.addresses)
    text += "from " + address + "\n";
  for (const auto& address : welcome.targets) text += "dut " + address + "\n";
  return text;
}

Result<PeerWelcome> ParsePeerWelcome(std::string_view text) {
  PeerWelcome welcome;
  for (const std::string& line : Split(text, '\n')) {
    const size_t blank = line.find(' ');
    const std::string value =
        blank == std::string::npos ? "" : line.substr(blank + 1);
    if (line.starts_with("version ")) {
      welcome.version = Printable(value, 60);
    } else if (line.starts_with("from ") || line.starts_with("dut ")) {
      const auto address = ParseAddress(value, 0);
      if (!address.ok()) return Error{"it names what is no address"};
      (line[0] == 'f' ? welcome.addresses : welcome.targets).push_back(value);
    } else if (!line.empty()) {
      return Error{"it says of itself what is not understood"};
    }
  }
  if (welcome.addresses.empty()) return Error{"it has no address to come from"};
  return welcome;
}

Result<PeerLease> LeasePeer(const PeerTarget& target) {
  const auto deadline = Clock::now() + kBusyPatience;
  const std::string context = "the peer at " + ToText(target.endpoint);
  for (;;) {
    auto lease = TryLease(target);
    if (!lease.ok()) {
      return lease.error().Within(context);
    }
    if (lease->has_value()) return **std::move(lease);
    if (Clock::now() >= deadline) {
      return Error{context +
                   " is busy with another run: wait for its end, or end it"};
    }
    std::this_thread::sleep_for(kBusyPause);
  }
}

std::string PeerConnection::Describe() const {
  if (fd) return "connected from " + ToText(from);
  return fmt::format("no connection: {}", std::strerror(refusal));
}

Peer::Peer(std::shared_ptr<PeerClient> client, PeerWelcome welcome)
    : client_(std::move(client)), welcome_(std::move(welcome)) {}
Peer::~Peer() = default;

Result<std::unique_ptr<Peer>> Peer::Connect(
    const PeerTarget& target, std::function<void(const std::string&)> on_lost) {
  IEC_ASSIGN_OR_RETURN(PeerLease lease, LeasePeer(target));
  UniqueFd wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake) return ErrnoError("making an event descriptor");
  auto client = std::make_shared<PeerClient>(
      std::move(lease.channel), std::move(wake), std::move(on_lost));
  return std::unique_ptr<Peer>(
      new Peer(std::move(client), std::move(lease.welcome)));
}

Result<PeerConnection> Peer::TryConnect(const std::string& from,
                                        const std::string& address,
                                        uint16_t port, milliseconds timeout) {
  PeerMessage question{PeerVerb::kConnect, 0, timeout.count(), {}, {}, {}};
  question.from.address = from;
  question.to = {address, port};
  IEC_ASSIGN_OR_RETURN(
      auto answer,
      client_->Ask(std::move(question), Lent::kStream, timeout + kAnswer));
  PeerConnection connection;
  connection.from = answer.message.from;
  connection.fd = std::move(answer.fd);
  if (connection.fd) return connection;
  connection.refusal = static_cast<int>(answer.message.number);
  if (std::find(kRefusals.begin(), kRefusals.end(), connection.refusal) ==
      kRefusals.end()) {
    return FromPeer(answer.message);
  }
  return connection;
}

TcpConnector Peer::From(const std::string& from) {
  return [this, from](const std::string& address, uint16_t port,
                      milliseconds timeout) -> Result<UniqueFd> {
    IEC_ASSIGN_OR_RETURN(PeerConnection connection,
                         TryConnect(from, address, port, timeout));
    if (connection.fd) return std::move(connection.fd);
    return Error{fmt::format("connecting from the peer's {} to {} port {}: {}",
                             from, address, port,
                             std::strerror(connection.refusal))};
  };
}

Result<PeerListener> Peer::Listen(const Endpoint& from) {
  IEC_ASSIGN_OR_RETURN(auto answer,
                       client_->Ask({PeerVerb::kListen, 0, 0, from, {}, {}},
                                    Lent::kNone, kAnswer));
  IEC_RETURN_IF_ERROR(Succeeded(answer.message));
  PeerListener listener;
  listener.client_ = client_;
  listener.number_ = answer.message.id;
  listener.id_ = PeerClient::Holding(client_, answer.message.id);
  listener.endpoint_ = answer.message.from;
  return listener;
}

Result<std::optional<PeerListener::Accepted>> PeerListener::Accept(
    milliseconds timeout) {
  return client_->Accept(number_, timeout);
}

Result<UniqueFd> Peer::OpenDatagrams(const Endpoint& from, const Endpoint& to) {
  IEC_ASSIGN_OR_RETURN(auto answer,
                       client_->Ask({PeerVerb::kDatagrams, 0, 0, from, to, {}},
                                    Lent::kDatagrams, kAnswer));
  IEC_RETURN_IF_ERROR(Succeeded(answer.message));
  return std::move(answer.fd);
}

Result<PeerTimeServer> Peer::ServeTime(const Endpoint& from,
                                       microseconds ahead) {
  IEC_ASSIGN_OR_RETURN(
      auto answer,
      client_->Ask({PeerVerb::kTimeServer, 0, ahead.count(), from, {}, {}},
                   Lent::kNone, kAnswer));
  IEC_RETURN_IF_ERROR(Succeeded(answer.message));
  PeerTimeServer server;
  server.client_ = client_;
  server.number_ = answer.message.id;
  server.id_ = PeerClient::Holding(client_, answer.message.id);
  return server;
}

Status PeerTimeServer::Shift(microseconds ahead) {
  IEC_ASSIGN_OR_RETURN(
      auto answer,
      client_->Ask({PeerVerb::kShift, number_, ahead.count(), {}, {}, {}},
                   Lent::kNone, kAnswer));
  return Succeeded(answer.message);
}

Result<PeerTimeServer::Reading> PeerTimeServer::Read() {
  std::optional<Reading> best;
  const auto now = [] {
    return std::chrono::duration_cast<microseconds>(
        std::chrono::system_clock::now().time_since_epoch());
  };
  for (int i = 0; i < kTimeExchanges; ++i) {
    const auto before = now();
    IEC_ASSIGN_OR_RETURN(
        auto answer, client_->Ask({PeerVerb::kAskTime, number_, 0, {}, {}, {}},
                                  Lent::kNone, kAnswer));
    const auto after = now();
    IEC_RETURN_IF_ERROR(Succeeded(answer.message));
    Reading reading;
    reading.round_trip = after - before;
    reading.ahead =
        microseconds(answer.message.number) - (before + reading.round_trip / 2);
    const auto served = ParseInteger(answer.message.bytes);
    reading.served = served.value_or(0);
    if (!best || reading.round_trip < best->round_trip) best = reading;
  }
  return *best;
}

}  // namespace iec
