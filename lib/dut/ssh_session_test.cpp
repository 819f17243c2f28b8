// SPDX-License-Identifier: Apache-2.0
// Against a real OpenSSH server that each test suite starts for itself.
#include "lib/dut/ssh_session.h"

#include <dirent.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <memory>
#include <string>
#include <thread>

#include "lib/base/tcp.h"
#include "lib/base/text.h"
#include "lib/dut/kexinit.h"
#include "lib/dut/listeners.h"
#include "lib/dut/sshd_for_test.h"

namespace iec {
namespace {

using Answer = SshAuthentication::Answer;
using std::chrono::milliseconds;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr milliseconds kLong{30'000};

class SshSessionTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    why_ = new std::string;
    auto started = SshdForTest::Start(
        "UsePAM no\nPasswordAuthentication yes\n"
        "KbdInteractiveAuthentication no\nMaxAuthTries 3\nMaxSessions 2\n"
        "Banner none\n"
        "Ciphers aes256-gcm@openssh.com,aes128-ctr\n"
        "MACs hmac-sha2-256-etm@openssh.com\n"
        "KexAlgorithms curve25519-sha256,diffie-hellman-group16-sha512\n",
        why_);
    if (started) server_ = new SshdForTest(std::move(*started));
  }

  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
    delete why_;
    why_ = nullptr;
  }

  void SetUp() override {
    if (server_ == nullptr) GTEST_SKIP() << *why_;
    const auto me = iec::Run({.argv = {"id", "-un"}});
    ASSERT_TRUE(me.ok());
    me_ = std::string(Trim(me->out));
  }

  SshTarget Target() const {
    SshTarget target;
    target.port = server_->port();
    target.user = me_;
    return target;
  }

  SshSession MustConnect() const {
    auto session = SshSession::Connect(Target());
    if (!session.ok()) {
      ADD_FAILURE() << session.error().message;
      std::abort();
    }
    return *std::move(session);
  }

  SshSession MustLogIn() const {
    SshSession session = MustConnect();
    const auto answer = session.AuthenticateByKey(server_->user_key());
    EXPECT_TRUE(answer.ok() && answer->answer == Answer::kGranted)
        << server_->Log();
    return session;
  }

  static SshdForTest* server_;
  static std::string* why_;
  std::string me_;
};

SshdForTest* SshSessionTest::server_ = nullptr;
std::string* SshSessionTest::why_ = nullptr;

TEST_F(SshSessionTest, TellsWhatWasAgreedOn) {
  SshSession session = MustConnect();
  const SshServer& server = session.server();
  EXPECT_THAT(server.identification, StartsWith("SSH-2.0-OpenSSH_"));
  EXPECT_EQ(server.host_key_type, "ssh-ed25519");
  EXPECT_THAT(server.host_key, StartsWith("SHA256:"));
  EXPECT_EQ(server.key_exchange, "curve25519-sha256");
  EXPECT_EQ(server.cipher_to_server, "aes256-gcm@openssh.com");
  EXPECT_EQ(server.cipher_to_client, "aes256-gcm@openssh.com");
  EXPECT_EQ(server.mac_to_client, "aead-gcm");
}

TEST_F(SshSessionTest, HangsUpOnWhatIsNoSsh) {
  const auto begin = std::chrono::steady_clock::now();
  const auto port = SendTcp("127.0.0.1", Target().port, "no SSH\r\n",
                            std::chrono::seconds(20));
  ASSERT_TRUE(port.ok()) << port.error().message;
  EXPECT_GT(*port, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(15));
  EXPECT_FALSE(SendTcp("127.0.0.1", 1, "x", std::chrono::seconds(5)).ok());
}

TEST_F(SshSessionTest, OneAlgorithmOffers) {
  SshTarget target = Target();
  target.key_exchanges = "diffie-hellman-group16-sha512";
  target.ciphers = "aes128-ctr";
  auto session = SshSession::Negotiate(target);
  ASSERT_TRUE(session.ok()) << session.error().message;
  ASSERT_TRUE(session->has_value());
  EXPECT_EQ((*session)->server().key_exchange, "diffie-hellman-group16-sha512");
  EXPECT_EQ((*session)->server().cipher_to_server, "aes128-ctr");
  EXPECT_EQ((*session)->server().mac_to_server,
            "hmac-sha2-256-etm@openssh.com");

  for (auto [slot, name] :
       {std::pair{&SshTarget::key_exchanges, "diffie-hellman-group14-sha1"},
        {&SshTarget::ciphers, "aes256-ctr"},
        {&SshTarget::host_keys, "ssh-rsa"}}) {
    SshTarget other = Target();
    other.*slot = name;
    auto refused = SshSession::Negotiate(other);
    ASSERT_TRUE(refused.ok()) << refused.error().message;
    EXPECT_FALSE(refused->has_value()) << name;
    EXPECT_FALSE(SshSession::Connect(other).ok());
  }
  target.ciphers = "rot13";
  EXPECT_THAT(SshSession::Negotiate(target).error().message,
              HasSubstr("knows none of 'rot13'"));
}

TEST_F(SshSessionTest, PinsTheHostKey) {
  SshTarget target = Target();
  target.pinned_host_key = MustConnect().server().host_key;
  EXPECT_TRUE(SshSession::Connect(target).ok());
  target.pinned_host_key = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  EXPECT_THAT(SshSession::Connect(target).error().message,
              HasSubstr("not the pinned"));
}

TEST_F(SshSessionTest, ListsTheMethods) {
  SshSession session = MustConnect();
  const auto answer = session.AuthenticateByNothing();
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->answer, Answer::kDenied);
  EXPECT_THAT(answer->methods, ElementsAre("publickey", "password"));
  EXPECT_EQ(session.banner(), "");
}

TEST_F(SshSessionTest, AWrongKeyIsDeniedAndTheRightOneIsNot) {
  SshSession session = MustConnect();
  const auto stranger = SshKey::Generate();
  ASSERT_TRUE(stranger.ok());
  const auto denied = session.AuthenticateByKey(*stranger);
  ASSERT_TRUE(denied.ok()) << denied.error().message;
  EXPECT_EQ(denied->answer, Answer::kDenied);
  const auto granted = session.AuthenticateByKey(server_->user_key());
  ASSERT_TRUE(granted.ok()) << granted.error().message;
  EXPECT_EQ(granted->answer, Answer::kGranted);
}

TEST_F(SshSessionTest, TooManyTriesEndTheConnectionAsAValue) {
  SshSession session = MustConnect();
  for (int tries = 0; tries < 2; ++tries) {
    const auto denied = session.AuthenticateByPassword("wrong");
    ASSERT_TRUE(denied.ok()) << denied.error().message;
    EXPECT_EQ(denied->answer, Answer::kDenied);
  }
  const auto closed = session.AuthenticateByPassword("wrong");
  ASSERT_TRUE(closed.ok()) << closed.error().message;
  EXPECT_EQ(closed->answer, Answer::kClosed);
  EXPECT_THAT(closed->reason, HasSubstr("Too many authentication failures"));
  EXPECT_FALSE(session.IsConnected());
  const auto after = session.AuthenticateByPassword("wrong");
  EXPECT_FALSE(after.ok() && after->answer == Answer::kGranted);
}

TEST_F(SshSessionTest, RunsCommands) {
  SshSession session = MustLogIn();
  const auto outcome = session.Execute("echo out; echo err >&2; exit 3", kLong);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(outcome->out, "out\n");
  EXPECT_EQ(outcome->err, "err\n");
  EXPECT_EQ(outcome->exit_status, 3);
  const auto big = session.Execute("head -c 3000000 /dev/zero", kLong);
  ASSERT_TRUE(big.ok()) << big.error().message;
  EXPECT_EQ(big->out.size(), size_t{1} << 20);
  EXPECT_TRUE(big->truncated);
  EXPECT_EQ(big->exit_status, 0);
  const auto killed = session.Execute("kill -9 $$", kLong);
  ASSERT_TRUE(killed.ok()) << killed.error().message;
  EXPECT_EQ(killed->exit_status, -1);
}

TEST_F(SshSessionTest, ACommandHasATimeLimit) {
  SshSession session = MustLogIn();
  const auto outcome = session.Execute("sleep 1000", milliseconds(300));
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_TRUE(outcome->timed_out);
  EXPECT_FALSE(outcome->Succeeded());
}

TEST_F(SshSessionTest, RunsCommandsOnATerminal) {
  SshSession session = MustLogIn();
  const auto outcome =
      session.ExecuteOnTerminal("tty; stty size; echo err >&2", kLong);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_THAT(outcome->out,
              ::testing::MatchesRegex("/dev/pts/[0-9]+\r\n50 250\r\nerr\r\n"));
}

TEST_F(SshSessionTest, AChannelHoldsADialogue) {
  SshSession session = MustLogIn();
  auto channel = session.OpenChannel();
  ASSERT_TRUE(channel.ok() && channel->has_value());
  ASSERT_TRUE(*(*channel)->StartCommand("read x; echo got $x"));
  ASSERT_TRUE((*channel)->Write("it\n").ok());
  const auto outcome = (*channel)->Collect(kLong);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(outcome->out, "got it\n");
}

TEST_F(SshSessionTest, AChannelEndsThoughItsErrorsAreUnread) {
  SshSession session = MustLogIn();
  auto channel = session.OpenChannel();
  ASSERT_TRUE(channel.ok() && channel->has_value());
  ASSERT_TRUE((*channel)->StartCommand("echo no >&2").ok());
  for (int looks = 0; looks < 100 && !(*channel)->ended(); ++looks) {
    const auto said = (*channel)->Read(milliseconds(50));
    EXPECT_TRUE(said.ok() && said->empty());
  }
  EXPECT_TRUE((*channel)->ended());
  const auto end = (*channel)->Collect(kLong);
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->err, "no\n");
  EXPECT_EQ(end->exit_status, 0);
}

TEST_F(SshSessionTest, MoreSessionsThanAllowedAreRefusedAsAValue) {
  SshSession session = MustLogIn();
  auto first = session.OpenChannel();
  auto second = session.OpenChannel();
  auto third = session.OpenChannel();
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_TRUE(first->has_value());
  EXPECT_TRUE(second->has_value());
  ASSERT_TRUE(third.ok()) << third.error().message;
  EXPECT_FALSE(third->has_value());
  EXPECT_TRUE(session.IsConnected());
  EXPECT_TRUE(*(*first)->StartCommand("true"));
}

TEST_F(SshSessionTest, AChannelOutlivesItsSessionObject) {
  std::optional<SshChannel> channel;
  {
    SshSession session = MustLogIn();
    auto opened = session.OpenChannel();
    ASSERT_TRUE(opened.ok() && opened->has_value());
    channel = std::move(**opened);
  }
  ASSERT_TRUE(*channel->StartCommand("echo still here"));
  EXPECT_EQ(channel->Collect(kLong)->out, "still here\n");
}

TEST_F(SshSessionTest, LeaksNoDescriptor) {
  const auto count = [] {
    int entries = 0;
    DIR* directory = opendir("/proc/self/fd");
    while (readdir(directory) != nullptr) ++entries;
    closedir(directory);
    return entries;
  };
  { MustLogIn(); }
  const int before = count();
  for (int i = 0; i < 3; ++i) {
    { MustLogIn(); }
    SshTarget target = Target();
    target.ciphers = "aes256-ctr";
    EXPECT_FALSE(SshSession::Connect(target).ok());
    SshSession closed = MustConnect();
    for (int tries = 0; tries < 3; ++tries) {
      (void)closed.AuthenticateByPassword("wrong");
    }
  }
  EXPECT_EQ(count(), before);
}

TEST_F(SshSessionTest, WorksInSeveralThreads) {
  std::string out[3];
  std::thread threads[3];
  for (size_t i = 0; i < 3; ++i) {
    threads[i] = std::thread([this, &out, i] {
      SshSession session = MustLogIn();
      const auto outcome = session.Execute("echo " + std::to_string(i), kLong);
      out[i] = outcome.ok() ? outcome->out : outcome.error().message;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(out, ElementsAre("0\n", "1\n", "2\n"));
}

TEST_F(SshSessionTest, TheOfferIsReadAsTheServerSentIt) {
  const auto offer = ReadServerOffer("127.0.0.1", server_->port(), kLong);
  ASSERT_TRUE(offer.ok()) << offer.error().message;
  EXPECT_EQ(offer->identification, MustConnect().server().identification);
  EXPECT_THAT(offer->kexinit.key_exchanges, Contains("curve25519-sha256"));
  EXPECT_THAT(offer->kexinit.host_keys, ElementsAre("ssh-ed25519"));
  EXPECT_THAT(offer->kexinit.ciphers_to_client,
              ElementsAre("aes256-gcm@openssh.com", "aes128-ctr"));
  EXPECT_THAT(offer->kexinit.macs_to_server,
              ElementsAre("hmac-sha2-256-etm@openssh.com"));
}

TEST(SshSession, NoServerIsAnError) {
  SshTarget target;
  target.address = "127.1.2.3";
  target.port = 1;
  target.user = "nobody";
  EXPECT_EQ(SshSession::Connect(target).error().message,
            "connecting to 127.1.2.3 port 1: Connection refused");
}

TEST(SshSession, AServerThatSaysNothingIsAnError) {
  const auto own = OwnListener::Start();
  ASSERT_TRUE(own.ok()) << own.error().message;
  SshTarget target;
  target.port = own->listener().port;
  target.timeout = milliseconds(300);
  EXPECT_THAT(SshSession::Connect(target).error().message,
              HasSubstr("Timeout"));
  EXPECT_THAT(ReadServerOffer("127.0.0.1", target.port, milliseconds(300))
                  .error()
                  .message,
              HasSubstr("no key exchange offer came in time (0 bytes did)"));
}

TEST(SshSession, ComesFromAnotherAddressWhereItIsDropped) {
  const auto own = OwnListener::Start();
  ASSERT_TRUE(own.ok()) << own.error().message;
  SshTarget target;
  target.port = own->listener().port;
  target.timeout = milliseconds(3'000);
  std::vector<uint32_t> sources;
  std::thread server([&] {
    for (int i = 0; i < 2; ++i) {
      sockaddr_in peer{};
      socklen_t length = sizeof peer;
      const UniqueFd dropped(
          accept(own->fd(), reinterpret_cast<sockaddr*>(&peer), &length));
      sources.push_back(ntohl(peer.sin_addr.s_addr));
    }
  });
  EXPECT_FALSE(SshSession::Connect(target).ok());
  server.join();
  EXPECT_EQ(sources[0], INADDR_LOOPBACK);
  EXPECT_NE(sources[1], INADDR_LOOPBACK);
  EXPECT_EQ(sources[1] >> 24, 127u);
}

TEST(SshSession, ShowsTheBanner) {
  std::string why;
  char path[] = "/tmp/iec-banner-XXXXXX";
  const UniqueFd fd(mkstemp(path));
  ASSERT_TRUE(WriteAll(fd.get(), "Authorised persons only.\n").ok());
  auto server = SshdForTest::Start(
      std::string("UsePAM no\nPasswordAuthentication yes\nBanner ") + path +
          "\nAuthenticationMethods publickey,password\n",
      &why);
  if (!server) {
    unlink(path);
    GTEST_SKIP() << why;
  }
  SshTarget target;
  target.port = server->port();
  target.user = std::string(Trim(iec::Run({.argv = {"id", "-un"}})->out));
  auto session = SshSession::Connect(target);
  ASSERT_TRUE(session.ok()) << session.error().message;
  EXPECT_EQ(session->banner(), "");
  const auto nothing = session->AuthenticateByNothing();
  unlink(path);
  ASSERT_TRUE(nothing.ok());
  EXPECT_EQ(session->banner(), "Authorised persons only.\n");
  // And a chain of methods.
  EXPECT_THAT(nothing->methods, ElementsAre("publickey"));
  const auto partial = session->AuthenticateByKey(server->user_key());
  ASSERT_TRUE(partial.ok()) << partial.error().message;
  EXPECT_EQ(partial->answer, Answer::kPartial);
  EXPECT_THAT(partial->methods, ElementsAre("password"));
}

}  // namespace
}  // namespace iec
