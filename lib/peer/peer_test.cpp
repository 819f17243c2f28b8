// SPDX-License-Identifier: Apache-2.0
// Run and peer with each other, on the loopback addresses of this machine.
#include "lib/peer/peer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <thread>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/peer/agent.h"

namespace iec {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kKey = "a key of more than sixteen bytes";
constexpr milliseconds kPatience{20'000};

struct Server {
  UniqueFd fd;
  Endpoint endpoint;
};

Server ListenAt(const std::string& address, int kind = SOCK_STREAM) {
  Server server;
  server.fd.Reset(socket(AF_INET, kind | SOCK_CLOEXEC, 0));
  const auto any = ParseAddress(address, 0);
  EXPECT_EQ(bind(server.fd.get(), any->get(), any->size), 0);
  if (kind == SOCK_STREAM) {
    EXPECT_EQ(listen(server.fd.get(), 8), 0);
  }
  server.endpoint = EndpointOf(*LocalAddress(server.fd.get()));
  return server;
}

// Where nobody is.
Endpoint FreePlace(const std::string& address, int kind = SOCK_STREAM) {
  return ListenAt(address, kind).endpoint;
}

// Until `size` bytes, the end, or an error that is not "later".
std::string ReadUpTo(int fd, size_t size) {
  std::string text;
  std::array<char, 16384> buffer;
  while (text.size() < size) {
    pollfd polled{fd, POLLIN, 0};
    if (poll(&polled, 1, static_cast<int>(kPatience.count())) <= 0) break;
    const ssize_t count =
        read(fd, buffer.data(), std::min(buffer.size(), size - text.size()));
    if (count < 0 && errno == EAGAIN) continue;
    if (count <= 0) break;
    text.append(buffer.data(), static_cast<size_t>(count));
  }
  return text;
}

void WriteSlowly(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    pollfd polled{fd, POLLOUT, 0};
    if (poll(&polled, 1, static_cast<int>(kPatience.count())) <= 0) return;
    const ssize_t count = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EAGAIN) continue;
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

class PeerTest : public ::testing::Test {
 protected:
  PeerTest() {
    options_.listen = FreePlace("127.0.0.1");
    options_.key = kKey;
    options_.duts = {"127.0.0.1"};
    options_.from = {"127.0.0.2", "127.0.0.3"};
    options_.stop = &stop_;
    const auto keep = [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      said_ += line + "\n";
    };
    options_.say = keep;
    options_.warn = keep;
    agent_ = std::thread([this] { status_ = ServeAsPeer(options_); });
    while (Said().find("listening on") == std::string::npos) {
      std::this_thread::sleep_for(milliseconds(5));
    }
  }

  ~PeerTest() override { StopAgent(); }

  void StopAgent() {
    stop_ = true;
    if (agent_.joinable()) agent_.join();
    EXPECT_TRUE(status_.ok());
  }

  std::string Said() {
    const std::lock_guard lock(mutex_);
    return said_;
  }

  PeerTarget Target(const std::string& run = "run-1") const {
    return {options_.listen, kKey, run};
  }

  std::unique_ptr<Peer> Connect() {
    auto peer = Peer::Connect(Target(), [this](const std::string& why) {
      const std::lock_guard lock(mutex_);
      lost_ = why;
    });
    EXPECT_TRUE(peer.ok()) << peer.error().message;
    return std::move(*peer);
  }

  // A connection that the peer has made, and its end at the device.
  struct Link {
    UniqueFd here;
    UniqueFd there;
  };
  void Open(Peer& peer, Link& link) {
    const Server server = ListenAt("127.0.0.1");
    auto connection = peer.TryConnect("127.0.0.2", server.endpoint.address,
                                      server.endpoint.port, kPatience);
    ASSERT_TRUE(connection.ok() && connection->fd);
    link.here = std::move(connection->fd);
    link.there.Reset(accept(server.fd.get(), nullptr, nullptr));
  }

  PeerAgentOptions options_;
  std::atomic<bool> stop_ = false;
  Status status_;
  std::thread agent_;
  std::mutex mutex_;
  std::string said_;
  std::string lost_;
};

TEST_F(PeerTest, SaysWhatItIs) {
  const auto peer = Connect();
  EXPECT_THAT(peer->welcome().addresses, ElementsAre("127.0.0.2", "127.0.0.3"));
  EXPECT_THAT(peer->welcome().targets, ElementsAre("127.0.0.1"));
}

TEST_F(PeerTest, LendsConnectionsFromItsOwnAddresses) {
  const auto peer = Connect();
  const Server server = ListenAt("127.0.0.1");
  for (const std::string& from : peer->welcome().addresses) {
    auto connection = peer->TryConnect(from, server.endpoint.address,
                                       server.endpoint.port, kPatience);
    ASSERT_TRUE(connection.ok()) << connection.error().message;
    ASSERT_TRUE(connection->fd) << connection->Describe();
    SocketAddress remote;
    remote.size = sizeof remote.storage;
    const UniqueFd there(accept(server.fd.get(),
                                reinterpret_cast<sockaddr*>(&remote.storage),
                                &remote.size));
    EXPECT_EQ(ToText(EndpointOf(remote)), ToText(connection->from));
    EXPECT_EQ(EndpointOf(remote).address, from);
    WriteSlowly(connection->fd.get(), "from here");
    EXPECT_EQ(ReadUpTo(there.get(), 9), "from here");
    WriteSlowly(there.get(), "from there");
    EXPECT_EQ(ReadUpTo(connection->fd.get(), 10), "from there");
  }
}

TEST_F(PeerTest, CarriesMuchBothWaysAndEachEnd) {
  const auto peer = Connect();
  Link link;
  ASSERT_NO_FATAL_FAILURE(Open(*peer, link));
  const std::string much = RandomBytes(size_t{3} << 20);
  std::thread echo([&] {
    const std::string text = ReadUpTo(link.there.get(), much.size());
    WriteSlowly(link.there.get(), text);
    shutdown(link.there.get(), SHUT_WR);
  });
  std::thread writer([&] { WriteSlowly(link.here.get(), much); });
  // Nobody reads for a while: then the windows are full.
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_TRUE(ReadUpTo(link.here.get(), much.size() + 1) == much);
  writer.join();
  echo.join();
  // Their end came, ours is still to be told.
  shutdown(link.here.get(), SHUT_WR);
  EXPECT_EQ(ReadUpTo(link.there.get(), 1), "");
}

TEST_F(PeerTest, AnEndHereIsAnEndThere) {
  const auto peer = Connect();
  Link link;
  ASSERT_NO_FATAL_FAILURE(Open(*peer, link));
  WriteSlowly(link.here.get(), "last words");
  link.here.Reset();
  EXPECT_EQ(ReadUpTo(link.there.get(), 100), "last words");
}

TEST_F(PeerTest, TellsARefusalFromTrouble) {
  const auto peer = Connect();
  const uint16_t port = FreePlace("127.0.0.1").port;
  const auto refused =
      peer->TryConnect("127.0.0.2", "127.0.0.1", port, kPatience);
  ASSERT_TRUE(refused.ok()) << refused.error().message;
  EXPECT_FALSE(refused->fd);
  EXPECT_EQ(refused->refusal, ECONNREFUSED);
  EXPECT_FALSE(peer->From("127.0.0.2")("127.0.0.1", port, kPatience).ok());

  const auto other = peer->TryConnect("127.0.0.2", "127.0.0.9", 22, kPatience);
  ASSERT_FALSE(other.ok());
  EXPECT_THAT(other.error().message, HasSubstr("none of the addresses of"));
  const auto from = peer->TryConnect("127.0.0.4", "127.0.0.1", 22, kPatience);
  ASSERT_FALSE(from.ok());
  EXPECT_THAT(from.error().message, HasSubstr("--from"));
}

TEST_F(PeerTest, Listens) {
  const auto peer = Connect();
  auto listener = peer->Listen({"127.0.0.2", 0});
  ASSERT_TRUE(listener.ok()) << listener.error().message;
  const Endpoint& place = listener->endpoint();
  EXPECT_FALSE(listener->Accept(milliseconds(50))->has_value());
  // Only the device is let in.
  const auto stranger =
      ConnectTcp(place.address, place.port, kPatience, "127.0.0.5");
  EXPECT_FALSE(listener->Accept(milliseconds(300))->has_value());
  const auto device =
      ConnectTcp(place.address, place.port, kPatience, "127.0.0.1");
  ASSERT_TRUE(device.ok());
  auto accepted = listener->Accept(kPatience);
  ASSERT_TRUE(accepted.ok() && accepted->has_value());
  EXPECT_EQ((*accepted)->remote.address, "127.0.0.1");
  WriteSlowly(device->get(), "hello");
  EXPECT_EQ(ReadUpTo((*accepted)->fd.get(), 5), "hello");
}

TEST_F(PeerTest, SendsAndTakesDatagrams) {
  const auto peer = Connect();
  const Server device = ListenAt("127.0.0.1", SOCK_DGRAM);
  auto to = peer->OpenDatagrams({"127.0.0.2", 0}, device.endpoint);
  ASSERT_TRUE(to.ok()) << to.error().message;
  ASSERT_EQ(send(to->get(), "one", 3, 0), 3);
  ASSERT_EQ(send(to->get(), "two", 3, 0), 3);
  EXPECT_EQ(ReadUpTo(device.fd.get(), 3), "one");
  EXPECT_EQ(ReadUpTo(device.fd.get(), 3), "two");

  // Whoever of the device sends first is the other end.
  const Endpoint free = FreePlace("127.0.0.2", SOCK_DGRAM);
  auto any = peer->OpenDatagrams(free, {});
  ASSERT_TRUE(any.ok()) << any.error().message;
  const auto target = ParseAddress(free.address, free.port);
  sendto(device.fd.get(), "log", 3, 0, target->get(), target->size);
  EXPECT_EQ(ReadUpTo(any->get(), 3), "log");
  ASSERT_EQ(send(any->get(), "ack", 3, 0), 3);
  EXPECT_EQ(ReadUpTo(device.fd.get(), 3), "ack");
}

TEST_F(PeerTest, ServesTimeThatCanBeShifted) {
  const auto peer = Connect();
  const Endpoint free = FreePlace("127.0.0.2", SOCK_DGRAM);
  auto server = peer->ServeTime(free, seconds(0));
  ASSERT_TRUE(server.ok()) << server.error().message;
  auto reading = server->Read();
  ASSERT_TRUE(reading.ok()) << reading.error().message;
  EXPECT_LT(std::abs(reading->ahead.count()), 500'000);
  EXPECT_EQ(reading->served, 0);

  const Server device = ListenAt("127.0.0.1", SOCK_DGRAM);
  const auto target = ParseAddress(free.address, free.port);
  std::string request(48, '\0');
  request[0] = 0x23;
  request.replace(40, 8, "original");
  sendto(device.fd.get(), request.data(), request.size(), 0, target->get(),
         target->size);
  const std::string answer = ReadUpTo(device.fd.get(), 48);
  ASSERT_EQ(answer.size(), 48U);
  EXPECT_EQ(answer.substr(24, 8), "original");
  EXPECT_EQ(answer[0], 0x24);

  ASSERT_TRUE(server->Shift(seconds(2)).ok());
  reading = server->Read();
  ASSERT_TRUE(reading.ok());
  EXPECT_GT(reading->ahead.count(), 1'500'000);
  EXPECT_EQ(reading->served, 1);
}

TEST_F(PeerTest, ServesOneRunAtATime) {
  auto lease = LeasePeer(Target());
  ASSERT_TRUE(lease.ok()) << lease.error().message;
  {
    const auto same = Connect();
    EXPECT_FALSE(same->welcome().addresses.empty());
  }
  std::atomic<bool> got = false;
  std::thread other([&] {
    const auto second = LeasePeer(Target("run-2"));
    got = second.ok();
  });
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_FALSE(got);
  { const auto ends = std::move(lease).value(); }
  other.join();
  EXPECT_TRUE(got);
  StopAgent();
  EXPECT_THAT(Said(), AllOf(HasSubstr("run run-1 from 127.0.0.1"),
                            HasSubstr("run run-2 from 127.0.0.1")));
}

TEST_F(PeerTest, TellsWhatIsWrongAtTheOpening) {
  PeerTarget target = Target();
  target.key = "another key of more bytes";
  const auto wrong = LeasePeer(target);
  ASSERT_FALSE(wrong.ok());
  EXPECT_THAT(wrong.error().message, HasSubstr("does not know the same key"));

  target.endpoint = FreePlace("127.0.0.1");
  const auto refused = LeasePeer(target);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, HasSubstr("Connection refused"));
}

TEST(PeerOpening, RefusesOtherProgramsAndVersions) {
  const auto opening = [](const std::string& hello) {
    const Server server = ListenAt("127.0.0.1");
    std::thread other([&] {
      const UniqueFd fd(accept(server.fd.get(), nullptr, nullptr));
      WriteSlowly(fd.get(), hello);
      ReadUpTo(fd.get(), 40);
    });
    const auto lease = LeasePeer({server.endpoint, kKey, "run"});
    other.join();
    return lease.ok() ? "" : lease.error().message;
  };
  EXPECT_THAT(opening("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n"),
              HasSubstr("no iec-runner peer"));
  EXPECT_THAT(opening("iecpeer\x09" + std::string(32, 'x')),
              HasSubstr("use the same iec-runner on both"));
  EXPECT_THAT(opening(""), HasSubstr("no iec-runner peer"));
}

TEST_F(PeerTest, ALostPeerIsNoAnswerOfTheDevice) {
  const auto peer = Connect();
  Link link;
  ASSERT_NO_FATAL_FAILURE(Open(*peer, link));
  StopAgent();
  // What it had open is closed, and the run knows why.
  EXPECT_EQ(ReadUpTo(link.there.get(), 1), "");
  EXPECT_EQ(ReadUpTo(link.here.get(), 1), "");
  {
    const std::lock_guard lock(mutex_);
    EXPECT_THAT(lost_, HasSubstr("control connection"));
  }
  EXPECT_FALSE(peer->TryConnect("127.0.0.2", "127.0.0.1", 22, kPatience).ok());
}

TEST_F(PeerTest, AllIsClosedWithTheRun) {
  auto peer = Connect();
  Link link;
  ASSERT_NO_FATAL_FAILURE(Open(*peer, link));
  peer.reset();
  EXPECT_EQ(ReadUpTo(link.there.get(), 1), "");
}

}  // namespace
}  // namespace iec
