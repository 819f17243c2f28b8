// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/key_block.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/base/text.h"
#include "lib/redact/redacted_test.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kBody[] =
    "MHcCAQEEIPEMTSabc123DEF456ghi789JKL012mno345PQR678stu901VWX234yz";

std::string Key(const std::string& prefix, const std::string& suffix) {
  std::string text;
  for (const std::string line :
       {"-----BEGIN RSA PRIVATE KEY-----", "Proc-Type: 4,ENCRYPTED",
        "DEK-Info: AES-128-CBC,AAAA", "", kBody,
        "TAIL1a2b=", "-----END RSA PRIVATE KEY-----"}) {
    text += fmt::format("{}{}{}\n", prefix, line, suffix);
  }
  return text;
}

TEST(KeyBlock, NothingStaysOfAKeyWhateverIsAroundIts) {
  for (const char* prefix :
       {"", "[1.1] ", "[    1.234567] ", "  | ", "app[12]: ", "18:00:00 "}) {
    for (const char* suffix : {"", "\r", "\\n", "\","}) {
      EXPECT_THAT(Redacted(Key(prefix, suffix) + "after it"),
                  AllOf(Not(HasSubstr("TAIL")), Not(HasSubstr("MHcC")),
                        HasSubstr("after it")))
          << prefix << "|" << suffix;
    }
  }
  std::string line;
  for (const std::string& part : Split(Key("", ""), '\n')) line += part + "\\n";
  EXPECT_THAT(Redacted(line + "after it"),
              AllOf(Not(HasSubstr("TAIL")), Not(HasSubstr("MHcC")),
                    HasSubstr("after it")));
}

TEST(KeyBlock, WhatAConsolePutsBetweenItsLinesStays) {
  std::string text;
  for (const std::string& line : Split(Key("", ""), '\n')) {
    text += line +
            "\n[    3.1] usb 1-1: it is there\nresult: pass\n"
            "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=a RESULT=pass>\n";
  }
  EXPECT_THAT(
      Redacted(text),
      AllOf(
          HasSubstr("usb 1-1: it is there\nresult: pass\n<LAVA_SIGNAL_TESTCASE "
                    "TEST_CASE_ID=a RESULT=pass>"),
          Not(HasSubstr("MHcC"))));
}

TEST(KeyBlock, ATornKeyDoesNotSwallowALog) {
  std::string text = "-----BEGIN PRIVATE KEY-----\n";
  for (int i = 0; i < 10; ++i) text += fmt::format("line {}\n", i);
  EXPECT_THAT(Redacted(text + "word\n"),
              AllOf(HasSubstr("line"), HasSubstr("\nword\n")));
}

}  // namespace
}  // namespace iec
