// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/redactor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/redact/match.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

std::string Redacted(const std::string& text,
                     const RedactOptions& options = {}) {
  Redactor redactor(options, Pseudonyms("salt"));
  redactor.Learn(text);
  return redactor.Text(text);
}

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

TEST(Redactor, LeavesWhatIsEverywhereTheSame) {
  for (const char* text :
       {"listens on 127.0.0.1:22 and [::1]:22 and 0.0.0.0",
        "at 18:00:00 in 12:34:56", "version 5.10.1", "std::string a::b",
        "CR_1_1_RE_1_asks_at_console", "00:00:00:00:00:00", "sum 1234567890",
        "/usr/lib/x86_64-linux-gnu/libcrypto.so.3", "getty@tty1.service",
        "a wrong password: refused", "password was asked for", "serial console",
        "the token is taken", "root@dut:~#"}) {
    EXPECT_EQ(Redacted(text), text);
  }
}

TEST(Redactor, ReplacesSecrets) {
  for (const char* secret :
       {"$6$saltsalt$Zm9vYmFyZm9vYmFyZm9vYmFy/.abc",
        "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o",
        "d41d8cd98f00b204e9800998ecf8427e", "AAAAC3NzaC1lZDI1NTE5AAAAIJ2x9",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v4ZpguoprT1UR9JyNFUV1wqaa+zK0lw=="}) {
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
        "$a$", "password:", "token=", "sudo: ", "a@", "-----END "}) {
    std::string text;
    while (text.size() < (2u << 20)) text += part;
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
