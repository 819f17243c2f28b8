// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/secret_text.h"

#include <gtest/gtest.h>

#include <string>

namespace iec {
namespace {

const std::string kBody(64, 'A');
// In two pieces: no tool that looks for keys shall find one here.
const std::string kEnd = std::string(" PRIVATE ") + "KEY-----\n";

TEST(SecretText, FindsAPrivateKey) {
  EXPECT_EQ(SecretIn("-----BEGIN RSA" + kEnd + kBody + "\n"), "a private key");
  EXPECT_EQ(SecretIn("-----BEGIN CERTIFICATE-----\nAAAA\n-----END "
                     "CERTIFICATE-----\n-----BEGIN" +
                     kEnd + kBody + "\r\n"),
            "a private key");
  EXPECT_EQ(SecretIn("-----BEGIN OPENSSH" + kEnd +
                     "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAA"
                     "\n"),
            "a private key");
  EXPECT_EQ(SecretIn("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"),
            "a private key");
}

TEST(SecretText, PassesEncryptedKeysAndTalkOfKeys) {
  EXPECT_EQ(SecretIn("-----BEGIN ENCRYPTED" + kEnd + kBody + "\n"), "");
  EXPECT_EQ(SecretIn("-----BEGIN RSA" + kEnd + "Proc-Type: 4,ENCRYPTED\n"), "");
  EXPECT_EQ(SecretIn("-----BEGIN OPENSSH" + kEnd +
                     "b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAA"
                     "\n"),
            "");
  EXPECT_EQ(SecretIn("grep -q '-----BEGIN RSA" + kEnd + "exit 1\n"), "");
  EXPECT_EQ(SecretIn("-----BEGIN" + kEnd), "");
  EXPECT_EQ(SecretIn(""), "");
}

TEST(SecretText, FindsAPasswordHash) {
  const std::string hash(43, 'h');
  for (const std::string& text :
       {"$5$salt$" + hash, "root:$y$j9T$salt$" + hash + ":19000::\n",
        "a:!$6$salt$" + hash, "passwd=\"$1$salt$" + hash + "\"",
        "a:1000:1:$6$salt$" + hash + ",$6$salt$" + hash,
        "u $2b$12$" + hash + "hhhhhhhhhh", "x:$argon2id$v=19$m=6,t=1$s$" + hash,
        std::string("password_pbkdf2 root grub.pbkdf2.sha512.10000.AB")}) {
    EXPECT_EQ(SecretIn(text), "a password hash") << text;
  }
}

TEST(SecretText, PassesOtherDollars) {
  for (const char* text :
       {"echo $1$2$3", "$6$salt$short", "cost: $5$ or $6$",
        "sed 's/$1$aaaaaaaaaaaaaaaaaaaaaa aaaa/'",
        "a$6$salt$hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh",
        "$foo$salt$hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"}) {
    EXPECT_EQ(SecretIn(text), "") << text;
  }
}

TEST(SecretText, FindsKeysOfNetworks) {
  for (const char* text : {"network={\n ssid=\"a\"\n psk=\"12345678\"\n}\n",
                           "[wifi-security]\nkey-mgmt=wpa-psk\npsk=12345678\n",
                           "[Interface]\nPrivateKey = AAAA=\n",
                           "ssid=a\nwpa_passphrase=12345678\n"}) {
    EXPECT_EQ(SecretIn(text), "a wireless or tunnel key") << text;
  }
  for (const char* text :
       {"psk=12345678\n", "network={\n#psk=\"12345678\"\n}",
        "[WireGuard]\nPrivateKeyFile=/etc/k\n", "ssid=a\nwpa_passphrase=\n"}) {
    EXPECT_EQ(SecretIn(text), "") << text;
  }
}

TEST(SecretText, FindsASecondFactor) {
  EXPECT_EQ(SecretIn("ABCDEFGH\n\" TOTP_AUTH\n12345678\n"),
            "a second factor's secret");
  EXPECT_EQ(SecretIn("say \" TOTP_AUTH"), "");
}

}  // namespace
}  // namespace iec
