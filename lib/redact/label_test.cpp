// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/label.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/redact/redacted_test.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Label, ASecretIsTakenWhereverItsLabelEnds) {
  for (const char* text : {"DB_PASSWORD=Qw9abc",
                           "LAVA_TOKEN=Qw9abc",
                           "client_secret=Qw9abc",
                           "GET https://h/api?access_token=Qw9abc",
                           "?private_token=Qw9abc&x=1",
                           "PGPASSWORD=Qw9abc",
                           "accessToken: Qw9abc",
                           "AWS_SECRET_ACCESS_KEY=Qw9abc",
                           "wpa psk=\"Qw9abc\"",
                           "pwd=Qw9abc",
                           "pass=Qw9abc",
                           "SSHPASS_PASS=Qw9abc",
                           "password%3DQw9abc",
                           "PRIVATE-TOKEN: Qw9abc",
                           "password=>Qw9abc",
                           "password:\x1b[0m \x1b[31mQw9abc\x1b[0m",
                           "Authorization: Basic Qw9abc",
                           "'Authorization': 'Bearer Qw9abc'",
                           "  password: qwnineabc",
                           "- password: qwnineabc\n"}) {
    EXPECT_THAT(Redacted(text),
                AllOf(HasSubstr("secret-"), Not(HasSubstr("Qw9")),
                      Not(HasSubstr("qwnine"))))
        << text;
  }
}

TEST(Label, ASecretIsTakenInQuotesOfAnyDepth) {
  for (const char* text : {R"(resp: {"password": "Qw9, abc def"} ok)",
                           R"({'token': 'Qw9abc def'} ok)",
                           R"({\"password\": \"Qw9abc\\\" def\"} ok)",
                           R"({\\\"token\\\":\\\"Qw9abc def\\\"} ok)",
                           R"("msg": {"PRIVATE-TOKEN": "qwnine def"} ok)",
                           R"("a_secret" : "qwnine def", "b": " ok")",
                           R"(password="Qw9abc def", ok)"}) {
    EXPECT_THAT(
        Redacted(text),
        AllOf(HasSubstr("secret-"), Not(HasSubstr("Qw9")),
              Not(HasSubstr("qwnine")), Not(HasSubstr("def")), HasSubstr("ok")))
        << text;
  }
  EXPECT_THAT(Redacted(R"({"token": "qwnine def)"), Not(HasSubstr("qwnine")))
      << "it is cut off";
}

TEST(Label, ASecretIsTakenBehindAnOptionAndAName) {
  for (const char* text :
       {"curl --password Qw9abc x", "tool --api-token=Qw9abc x",
        "wget --http-password 'Qw9abc' x", "curl -u bobby:Qw9abc x",
        "curl --user \"bobby:Qw9abc\" x", "echo root:Qw9abc | chpasswd # x",
        "echo 'root:Qw9abc'|sudo chpasswd # x", "https://paula:Qw9abc@git/ x",
        "carol:Qw9ggxhByWYI.:19000:0:99999:7::: x"}) {
    EXPECT_THAT(Redacted(text), AllOf(HasSubstr("secret-"),
                                      Not(HasSubstr("Qw9")), HasSubstr("x")))
        << text;
  }
}

TEST(Label, WhatIsNoSecretStays) {
  for (const char* text :
       {"a wrong password: refused",
        "the token: CR_1_11_locks_the_account",
        "pass=12 fail=0",
        "pass: 12",
        "PWD=/root OLDPWD=~",
        "passed=5",
        "docker run -u 1000:1000",
        "sudo -u root id",
        "token null",
        R"("token": null, "secret": {"a": 1})",
        "secretary: Alice7x",
        "CR_1_5_hides_the_password: pass",
        "compass=12345678",
        "'login: ' or 'password: ' and no Echo1",
        "tokens 4096",
        "sha256sum: "
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "commit_id: da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "Serial: 8250/16550 driver",
        "serial=ttyS0",
        "Serial Number: unknown",
        "mac 52540012",
        "Serial Number: not specified"}) {
    EXPECT_EQ(Redacted(text), text);
  }
}

TEST(Label, SerialNumbersAndAddressesHaveLabelsToo) {
  for (const char* text :
       {"androidboot.serialno=SN12345", "SN: SN12345", "sn=SN12345",
        "  iSerial                 3 SN12345", "Serial Number: SNABCDEF",
        R"("serial": "SN12345")", "mac 5254SN", "mac: 52540012abcd",
        "HWaddr=52540012abcd"}) {
    EXPECT_THAT(Redacted(text),
                AllOf(Not(HasSubstr("SN1")), Not(HasSubstr("SNA")),
                      Not(HasSubstr("52540012abcd"))))
        << text;
  }
}

TEST(Label, ASecretNameEndsInALabel) {
  for (const char* name : {"password", "Password", "api_token", "accessToken",
                           "PRIVATE-TOKEN", "secrets", "client-secret", "psk",
                           "wifi_psk", "Authorization", "credentials"}) {
    EXPECT_TRUE(IsSecretName(name)) << name;
  }
  for (const char* name : {"pass", "result", "id", "token_id", "secretary",
                           "bypass", "name", "compass"}) {
    EXPECT_FALSE(IsSecretName(name)) << name;
  }
}

}  // namespace
}  // namespace iec
