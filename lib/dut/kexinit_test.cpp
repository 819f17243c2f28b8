// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/kexinit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace iec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Number(uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(value >> shift & 0xff);
  }
  return bytes;
}

std::string Text(const std::string& text) {
  return Number(static_cast<uint32_t>(text.size())) + text;
}

std::string KexInit(const std::string& key_exchanges = "a,b") {
  std::string payload = "\x14" + std::string(16, 'c') + Text(key_exchanges);
  for (const char* names :
       {"k", "c1", "c2,c3", "m1", "m2", "none", "zlib,none", "", ""}) {
    payload += Text(names);
  }
  return payload + std::string(1, '\1') + Number(0);
}

std::string Packet(const std::string& payload) {
  size_t padding = 4;
  while ((payload.size() + 5 + padding) % 8 != 0) ++padding;
  return Number(static_cast<uint32_t>(payload.size() + 1 + padding)) +
         static_cast<char>(padding) + payload + std::string(padding, '\0');
}

std::string ErrorOf(const std::string& bytes) {
  const auto offer = ParseServerOpening(bytes);
  return offer.ok() ? "" : offer.error().message;
}

bool WantsMore(const std::string& bytes) {
  const auto offer = ParseServerOpening(bytes);
  return offer.ok() && !offer->has_value();
}

TEST(ParseKexInit, GivesEveryListInItsPlace) {
  const auto offer = ParseKexInit(KexInit());
  ASSERT_TRUE(offer.ok()) << offer.error().message;
  EXPECT_THAT(offer->key_exchanges, ElementsAre("a", "b"));
  EXPECT_THAT(offer->host_keys, ElementsAre("k"));
  EXPECT_THAT(offer->ciphers_to_server, ElementsAre("c1"));
  EXPECT_THAT(offer->ciphers_to_client, ElementsAre("c2", "c3"));
  EXPECT_THAT(offer->macs_to_server, ElementsAre("m1"));
  EXPECT_THAT(offer->macs_to_client, ElementsAre("m2"));
  EXPECT_THAT(offer->compressions_to_server, ElementsAre("none"));
  EXPECT_THAT(offer->compressions_to_client, ElementsAre("zlib", "none"));
  EXPECT_THAT(offer->languages_to_server, IsEmpty());
  EXPECT_TRUE(offer->guess_follows);
}

TEST(ParseKexInit, EveryCutIsAnError) {
  const std::string whole = KexInit();
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(ParseKexInit(whole.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(ParseKexInit(whole + "x").ok());
}

TEST(ParseKexInit, RefusesNamesThatAreNone) {
  for (const char* names : {",", "a,", ",a", "a,,b", "a b", "a\n", "a\x80"}) {
    EXPECT_FALSE(ParseKexInit(KexInit(names)).ok()) << names;
  }
  EXPECT_TRUE(ParseKexInit(KexInit(std::string(64, 'a'))).ok());
  EXPECT_FALSE(ParseKexInit(KexInit(std::string(65, 'a'))).ok());
}

TEST(ParseServerOpening, ReadsItInAnyPieces) {
  const std::string whole = "Welcome\r\nto this\nSSH-2.0-Test_1.0 c\r\n" +
                            Packet("\x02" + Text("ignored")) +
                            Packet(KexInit());
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(WantsMore(whole.substr(0, size))) << size;
  }
  const auto offer = ParseServerOpening(whole + "what follows");
  ASSERT_TRUE(offer.ok()) << offer.error().message;
  ASSERT_TRUE(offer->has_value());
  EXPECT_EQ((*offer)->identification, "SSH-2.0-Test_1.0 c");
  EXPECT_THAT((*offer)->lines_before, ElementsAre("Welcome", "to this"));
  EXPECT_THAT((*offer)->kexinit.key_exchanges, ElementsAre("a", "b"));
}

TEST(ParseServerOpening, RefusesWhatIsNoSsh2) {
  EXPECT_THAT(ErrorOf("SSH-1.5-old\r\n"), HasSubstr("SSH-1.5-old"));
  EXPECT_EQ(ErrorOf("SSH-1.99-both\r\n"), "");
  EXPECT_NE(ErrorOf(std::string(2000, 'x')), "");
  EXPECT_NE(ErrorOf("SSH-2.0-" + std::string(250, 'x') + "\r\n"), "");
  std::string lines;
  for (int i = 0; i < 60; ++i) lines += "HTTP/1.1 400 Bad Request\r\n";
  EXPECT_NE(ErrorOf(lines), "");
}

TEST(ParseServerOpening, RefusesPacketsThatSshForbids) {
  const std::string hello = "SSH-2.0-x\r\n";
  EXPECT_NE(ErrorOf(hello + Number(35004) + "\x04"), "") << "too long";
  EXPECT_NE(ErrorOf(hello + Number(0xffffffff) + "\x04"), "");
  EXPECT_NE(ErrorOf(hello + Number(13) + "\x04"), "") << "not in blocks of 8";
  EXPECT_NE(ErrorOf(hello + Number(12) + "\x03"), "") << "too little padding";
  EXPECT_NE(ErrorOf(hello + Number(12) + "\x0b"), "") << "padding only";
  EXPECT_NE(ErrorOf(hello + Packet("\x1ex")), "") << "another message";
  EXPECT_THAT(ErrorOf(hello + Packet("\x01" + Number(2) + Text("no <b>"))),
              HasSubstr("reason 2: no \\x3cb>"));
  std::string ignored;
  for (int i = 0; i < 20; ++i) ignored += Packet("\x02" + Text("x"));
  EXPECT_NE(ErrorOf(hello + ignored), "");
}

// A taste of what the fuzz target does at length.
TEST(ParseServerOpening, ChangedBytesNeverBreakIt) {
  const std::string whole = "SSH-2.0-x\r\n" + Packet(KexInit());
  std::mt19937 random(42);
  int accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = whole;
    for (int change = 0; change < 3; ++change) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    const auto offer = ParseServerOpening(bytes);
    if (offer.ok() && offer->has_value()) ++accepted;
  }
  EXPECT_GT(accepted, 0) << "the cookie and the padding can be anything";
}

TEST(ReadServerOffer, NamesWhereItFailed) {
  // Port 1 of a loopback address that nobody uses.
  const auto offer =
      ReadServerOffer("127.1.2.3", 1, std::chrono::milliseconds(5000));
  ASSERT_FALSE(offer.ok());
  EXPECT_EQ(offer.error().message,
            "connecting to 127.1.2.3 port 1: Connection refused");
  EXPECT_THAT(ReadServerOffer("localhost", 22, std::chrono::milliseconds(1))
                  .error()
                  .message,
              HasSubstr("not a numeric IP address"));
}

}  // namespace
}  // namespace iec
