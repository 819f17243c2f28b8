// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/redactor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/redact/redacted_test.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

TEST(Redactor, ReplacesAddresses) {
  for (const char* address :
       {"192.168.7.20", "10.0.0.1", "fe80::5054:ff:fe12:3456", "2001:db8::1",
        "52:54:00:12:34:56", "52-54-00-12-34-56", "alice@example.org",
        "a.b+c@lab.example.org"}) {
    const std::string text =
        Redacted("from " + std::string(address) + ": refused");
    EXPECT_THAT(text, Not(HasSubstr(address)));
    EXPECT_THAT(text, MatchesRegex("from (ip|mac|mail)-[0-9a-f]{10}: refused"))
        << address;
  }
}

TEST(Redactor, ReplacesAddressesInAnyForm) {
  for (const char* address :
       {"enx525400abcd02", "5254.00ab.cd04", "52_54_00_AB_CD_05",
        "1:2:3:4:5:6:7:18", "edwin%40example.com", "edwin&#64;example.com"}) {
    for (const char* before : {"from ", "\x1b[1m", "%2F", "x_"}) {
      const bool within = std::string(before) == "x_";
      if (within && std::string(address).find('_') == std::string::npos) {
        continue;
      }
      EXPECT_THAT(Redacted(before + std::string(address) + " x"),
                  Not(HasSubstr(address)))
          << before;
    }
  }
  for (const char* text : {"eth0_10.11.12.14", "addr10.11.12.14 x",
                           "10.11.12.14_eth0", "http://10.11.12.14:80/"}) {
    EXPECT_THAT(Redacted(text), Not(HasSubstr("10.11.12.14"))) << text;
  }
}

TEST(Redactor, SeesWhatIsInColour) {
  for (const std::string begin :
       {"\x1b[32m", "\x1b[01;32m", "\x1b[0;1;39m", "\x1b[31m\x1b[K", "\x1b(B",
        "\\e[32m", "\\x1b[32m", "\\x1B[32m", "\\u001b[32m", "\\033[32m",
        "\\\\x1b[32m", "\\\\e[1m"}) {
    for (const std::string secret :
         {"10.11.12.13", "52:54:00:ab:cd:01", "2001:db8::77", "alice@ex.org",
          "password=Qw9abc", "lab7.corp.example", "dorothy"}) {
      RedactOptions options;
      options.hosts = {"corp.example"};
      options.users = {"dorothy"};
      EXPECT_THAT(Redacted("x " + begin + secret + "\x1b[0m y", options),
                  AllOf(Not(HasSubstr(secret)), HasSubstr(begin)))
          << secret;
    }
  }
}

TEST(Redactor, LeavesWhatIsEverywhereTheSame) {
  for (const char* text :
       {"listens on 127.0.0.1:22 and [::1]:22 and 0.0.0.0",
        "at 18:00:00 in 12:34:56",
        "version 5.10.1",
        "std::string a::b",
        "CR_1_1_RE_1_asks_at_console",
        "00:00:00:00:00:00",
        "sum 1234567890",
        "/usr/lib/x86_64-linux-gnu/libcrypto.so.3",
        "getty@tty1.service",
        "a wrong password: refused",
        "password was asked for",
        "serial console",
        "the token is taken",
        "root@dut:~#",
        "kevin:x:500:500::/var/kevin:/bin/sh",
        "v10.1.2.3",
        "abcd.1234",
        "CR_1_1_RE_1_unique_identification_and_authentication_of_2_Users",
        "/usr/lib/Jenkins-2-Plugins/Some-Long-Name/And-Another-Part7",
        "550e8400-e29b-41d4-a716-446655440000"}) {
    EXPECT_EQ(Redacted(text), text);
  }
}

TEST(Redactor, ReplacesSecrets) {
  for (const char* secret :
       {"$6$saltsalt$Zm9vYmFyZm9vYmFyZm9vYmFy/.abc",
        "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o",
        "d41d8cd98f00b204e9800998ecf8427e", "AAAAC3NzaC1lZDI1NTE5AAAAIJ2x9",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v4ZpguoprT1UR9JyNFUV1wqaa+zK0lw==",
        "Zm9v-YmFy_Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy1X",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "glpat-Qw9_ABCdef123456789x", "AKIAIOSFODNN7EXAMPLQ",
        "{SSHA}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3",
        "16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48"}) {
    const std::string text = Redacted("x " + std::string(secret) + " y");
    EXPECT_THAT(text, MatchesRegex("x secret-[0-9a-f]{10} y")) << secret;
  }
  for (const char* text :
       {"token=hunter", "IEC_RECORD_KEY=abc", "password: Hunter2x",
        "Authorization: Bearer abcdef", "api_key=\"abc\""}) {
    EXPECT_THAT(Redacted(text),
                AllOf(HasSubstr("secret-"), Not(HasSubstr("hunter")),
                      Not(HasSubstr("abc")), Not(HasSubstr("Hunter"))))
        << text;
  }
}

TEST(Redactor, ReplacesAPrivateKeyOverSeveralLines) {
  const std::string key =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\nBCIEIJ1h==\n"
      "-----END PRIVATE KEY-----\nafter";
  EXPECT_THAT(Redacted(key),
              AllOf(Not(HasSubstr("MC4CAQ")), Not(HasSubstr("BCIEI")),
                    HasSubstr("after")));
  Redactor redactor({}, Pseudonyms("salt"));
  redactor.Text("-----BEGIN PRIVATE KEY-----");
  EXPECT_EQ(redactor.Text("MC4CAQAwBQYDK2Vw"), "");
  EXPECT_THAT(redactor.Text("<it was torn off> and goes on"),
              HasSubstr("goes on"));
}

TEST(Redactor, WhatOnlyLooksLikeTheBeginOfAKeyIsReadOn) {
  for (const char* text :
       {"-----BEGIN alice@example.org", "-----BEGIN from 10.1.2.3 -----",
        "-----BEGIN -----BEGIN 10.1.2.3"}) {
    EXPECT_THAT(Redacted(text),
                AllOf(Not(HasSubstr("alice")), Not(HasSubstr("10.1"))))
        << text;
  }
  EXPECT_THAT(Redacted("-----BEGIN PRIVATE KEY---"), HasSubstr(" removed "));
}

TEST(Redactor, ReplacesTheWholeOfWhatIsLong) {
  std::string mixed;
  for (int i = 0; i < 3000; ++i) mixed += "aB3";
  std::string hash = "$6$salt$" + mixed;
  std::string hex;
  for (int i = 0; i < 9000; ++i) hex += "0123456789abcdef"[i * 7 % 16];
  for (const std::string& secret :
       {mixed, hash, hex, "eyJ" + mixed + "." + mixed, "token=" + mixed + "-",
        "password: " + mixed + "~" + mixed}) {
    EXPECT_THAT(Redacted("x " + secret + " y"),
                MatchesRegex("x [a-z:= ]*secret-[0-9a-f]{10}=* y"))
        << secret.substr(0, 20);
  }
}

TEST(Redactor, NoTextTakesForEver) {
  for (const std::string part :
       {"uid=", "-----BEGIN ", "-----BEGIN X-----", ":x:", "a/", "a+", "eyJ-",
        "$a$", "password:", "token=", "token=\"", "sudo: ", "a@", "-----END ",
        "\\", "a:", "aa:", "gid=1(a),"}) {
    std::string text;
    while (text.size() < (1u << 19)) text += part;
    EXPECT_FALSE(Redacted(text).empty()) << part;
  }
}

TEST(Redactor, ReplacesSerialNumbers) {
  for (const char* text :
       {"Serial Number: C02XK1234", "ID_SERIAL_SHORT=50026B7282",
        "SerialNumber=5YD12345", "S/N: AB-12345", "serial no. 123456"}) {
    EXPECT_THAT(Redacted(text),
                AllOf(HasSubstr("serial-"), Not(HasSubstr("123")),
                      Not(HasSubstr("5002"))))
        << text;
  }
  RedactOptions options;
  options.serials = {"XYZ"};
  EXPECT_THAT(Redacted("disk xyz here", options), Not(HasSubstr("xyz")));
}

TEST(Redactor, ReplacesPeopleEverywhereOnceTheyAreKnown) {
  for (const char* sign :
       {"/home/alice/.ssh", "session opened for user alice by",
        "Failed password for invalid user alice from", "uid=1000(alice) gid",
        "alice:x:1000:1000::", "sudo: alice : TTY=pts/0", "alice@dut:~$"}) {
    const std::string text =
        Redacted(std::string(sign) + "; then alice came, not malice");
    EXPECT_THAT(text, AllOf(Not(HasSubstr("then alice")), HasSubstr("malice"),
                            HasSubstr("user-")))
        << sign;
  }
  EXPECT_THAT(Redacted("/home/root uid=0(root) uid=33(www-data) root"),
              AllOf(HasSubstr("uid=0(root)"), HasSubstr("www-data")));
  RedactOptions options;
  options.users = {"bob"};
  EXPECT_THAT(Redacted("bob logs in", options), Not(HasSubstr("bob")));
}

TEST(Redactor, ReplacesHostsThatAreGiven) {
  RedactOptions options;
  options.hosts = {"dut7", "lab.example.org"};
  const std::string text =
      Redacted("DUT7 login: at gw.lab.example.org, not dut70", options);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("DUT7 ")), Not(HasSubstr("example")),
                          HasSubstr("dut70"), HasSubstr("host-")));
  options.serials = {"SNX1"};
  EXPECT_THAT(
      Redacted("x_dut7 %2Fdut7 dut7-2 a-dut7 dut7_eth0 _SNX1 SNX1_2", options),
      AllOf(Not(HasSubstr("dut7")), Not(HasSubstr("SNX1")),
            HasSubstr("_eth0")));
  EXPECT_THAT(Redacted("CR_1_1_dut7_is_named dut7_password=Qw9abc", options),
              AllOf(HasSubstr("CR_1_1_dut7_is_named"), Not(HasSubstr("Qw9"))));
}

TEST(Redactor, TheSameValueIsTheSameWord) {
  const std::string text = Redacted("10.1.2.3 and 10.1.2.3 and 10.1.2.4");
  const std::string first = text.substr(0, 13);
  EXPECT_THAT(text.substr(13), testing::StartsWith(" and " + first + " and "));
  EXPECT_THAT(text, Not(testing::EndsWith(first)));
}

TEST(Redactor, NobodyCanLookAWordUp) {
  Redactor one({});
  Redactor two({});
  EXPECT_NE(one.Text("10.1.2.3"), two.Text("10.1.2.3"))
      << "the salt is not random";
}

TEST(Redactor, SeesAWordBehindAnEscape) {
  RedactOptions options;
  options.users = {"alice"};
  for (const char* text :
       {R"(x\nalice y)", R"(\"alice\")", R"(\x1balice)", R"(\u001balice)"}) {
    EXPECT_THAT(Redacted(text, options), Not(HasSubstr("alice"))) << text;
  }
}

TEST(Redactor, AnyBytesComeToAnEnd) {
  std::string text;
  for (int i = 0; i < 4096; ++i) text += static_cast<char>(i * 37);
  EXPECT_FALSE(Redacted(text + text).empty());
  EXPECT_EQ(Redacted(""), "");
  EXPECT_FALSE(Redacted(std::string(200'000, '$')).empty());
  EXPECT_FALSE(Redacted(std::string(200'000, 'a')).empty());
}

}  // namespace
}  // namespace iec
