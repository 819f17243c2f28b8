// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/symmetric_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

auto IsKey(const char* name, const char* algorithm, int bits) {
  return AllOf(Field(&SymmetricKey::name, name),
               Field(&SymmetricKey::algorithm, algorithm),
               Field(&SymmetricKey::bits, bits));
}

constexpr char kHex[] = "9f86d081884c7d659a2feaa0c55ad015";
constexpr char kBase64[] = "q83vASNFZ4mrze8BI0VniavN7wEjRWeJFBUWFxgZGh0=";

TEST(KeyStrength, RandomBytesCountInFull) {
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(BitsOfBytes(RandomBytes(16)), 128);
    EXPECT_EQ(BitsOfBytes(RandomBytes(32)), 256);
  }
}

TEST(KeyStrength, WhatAnybodyWouldTryCountsNothing) {
  EXPECT_EQ(BitsOfBytes(std::string(32, '\0')), 0);
  EXPECT_EQ(BitsOfBytes(std::string("\1\2\3\4\5\6\7\10", 8)), 0);
  EXPECT_EQ(BitsOfText(""), 0);
  EXPECT_EQ(BitsOfText("0123456789"), 0);
  EXPECT_EQ(BitsOfText("aaaabbbbccccdddd"), 0);
}

TEST(KeyStrength, ARepetitionCountsOnce) {
  const std::string half = RandomBytes(8);
  EXPECT_EQ(BitsOfBytes(half + half), 64);
}

TEST(KeyStrength, TextCountsByItsCharacters) {
  EXPECT_EQ(BitsOfText("hunter22"), 41);
  // Written as bytes it is no better.
  EXPECT_EQ(BitsOfBytes("hunter22hunter23"), BitsOfText("hunter22hunter23"));
  EXPECT_GE(BitsOfText(RandomFrom("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr"
                                  "stuvwxyz0123456789",
                                  22)),
            114);
}

TEST(SymmetricKeys, NamesAlgorithms) {
  EXPECT_EQ(AlgorithmName("hmac-sha256"), "SHA256");
  EXPECT_EQ(AlgorithmName("SHA-256"), "SHA256");
  EXPECT_EQ(AlgorithmName("hmac-sha512-256"), "SHA512");
  EXPECT_EQ(AlgorithmName("AES128CMAC"), "AES");
  EXPECT_EQ(AlgorithmName("SHA"), "SHA1");
  EXPECT_EQ(AlgorithmName("hmac-md5.sig-alg.reg.int"), "MD5SIGALGREGINT");
}

TEST(SymmetricKeys, OfTimeServers) {
  const std::string hex = kHex;
  EXPECT_THAT(
      TimeKeys("# 9 SHA1 HEX:00\n\n1 SHA256 HEX:" + hex + "\n2 hunter22\n3 " +
               "SHA1 ASCII:hunter22\n4 M hunter22\n5 AES128 " + hex + "\n"),
      ElementsAre(IsKey("key 1", "SHA256", 128), IsKey("key 2", "MD5", 41),
                  IsKey("key 3", "SHA1", 41), IsKey("key 4", "MD5", 41),
                  IsKey("key 5", "AES", 128)));
}

TEST(SymmetricKeys, OfTunnels) {
  EXPECT_THAT(TunnelKeys(std::string("[Interface]\nPrivateKey = ") + kBase64 +
                         "\n[Peer]\nPresharedKey = " + kBase64 + "\n"),
              ElementsAre(IsKey("preshared key 1", "CHACHA20POLY1305", 256)));
}

TEST(SymmetricKeys, OfWirelessNetworks) {
  EXPECT_THAT(WirelessKeys("network={\n ssid=\"x\"\n psk=\"hunter22\"\n}\n"),
              ElementsAre(IsKey("psk", "AES", 41)));
  EXPECT_THAT(WirelessKeys(std::string("psk=") + kHex + kHex + "\n"),
              ElementsAre(IsKey("psk", "AES", 128)));
  EXPECT_THAT(WirelessKeys("wep_key0=hunter22\n"),
              ElementsAre(IsKey("wep_key0", "WEP", 41)));
}

TEST(SymmetricKeys, OfTunnelsByIpsec) {
  EXPECT_THAT(IpsecKeys(std::string(": PSK \"hunter22\"\na b : PSK 0x") + kHex +
                        "\n: RSA key.pem\n"),
              ElementsAre(IsKey("PSK 1", "", 41), IsKey("PSK 2", "", 128)));
  EXPECT_THAT(IpsecKeys(std::string("ike-1 {\n secret = 0s") + kBase64 + "\n}"),
              ElementsAre(IsKey("secret 1", "", 256)));
}

TEST(SymmetricKeys, OfNameServers) {
  EXPECT_THAT(
      NameServerKeys(std::string("key \"a\" {\n algorithm hmac-sha256;"
                                 "\n secret \"") +
                     kBase64 + "\";\n};\nkey b { algorithm hmac-md5; " +
                     "secret \"AAAA\"; };\n"),
      ElementsAre(IsKey("key a", "SHA256", 256), IsKey("key b", "MD5", 0)));
  EXPECT_THAT(NameServerKeys("key \"unfinished\" {"), IsEmpty());
}

TEST(SymmetricKeys, FollowsWhatFilesInclude) {
  const std::string root = testing::TempDir() + "/include";
  ASSERT_TRUE(EnsurePrivateDirectory(root + "/conf").ok());
  const auto put = [&root](const std::string& path, const std::string& text) {
    ASSERT_TRUE(WriteFileAtomically(root + path, text, 0600).ok());
  };
  put("/a.conf", "include /b.conf\ninclude c.secrets\nconfdir /conf /none\n");
  put("/b.conf", "include /a.conf\n# include /d.conf\n");
  put("/c.secrets", "");
  put("/conf/e.conf", "");
  put("/d.conf", "");
  EXPECT_THAT(WithIncluded({"/a.*"}, root),
              ElementsAre(root + "/a.conf", root + "/b.conf",
                          root + "/c.secrets", root + "/conf/e.conf"));
}

TEST(SymmetricKeys, OfManagement) {
  EXPECT_THAT(
      ManagementKeys("createUser ann SHA-256 \"hunter22\" AES\n"
                     "usmUser 1 3 0x8000 \"bob\" \"bob\" NULL "
                     ".1.3.6.1.6.3.10.1.1.2 0x9f86d081884c7d659a2feaa0c55ad015 "
                     ".1.3.6.1.6.3.10.1.2.2 0x9f86d081884c7d65 \"\"\n"),
      ElementsAre(IsKey("SHA-256 of ann", "SHA256", 41),
                  IsKey("AES of ann", "AES", 41),
                  IsKey("MD5 of \"bob\"", "MD5", 128),
                  IsKey("DES of \"bob\"", "DES", 64)));
}

}  // namespace
}  // namespace iec
