// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/people.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/redact/redacted_test.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(People, AreLearntWhereATextNamesThem) {
  for (const char* sign :
       {"acct=\"alice\" exe=/x", "user=alice logged in", "LOGNAME=alice",
        "groups=27(sudo),1003(alice)", "gid=1003(alice)", "\ndut7 login: alice",
        "\ndut7 login: alice\r", "session opened for user alice(uid=1) by",
        "/Users/alice/x", "C:\\Users\\alice\\x", "https://alice:Qw9@git/",
        "alice:$6$saltsalt$abcdefgh:19000", "submitter: alice",
        "\x1b[01;32malice@dut7\x1b[00m:~$", "\\e[32malice@dut7\\e[0m",
        "for user \x1b[1malice\x1b[0m"}) {
    const std::string text =
        Redacted(std::string(sign) + "\nthen \x1b[1malice\x1b[0m came");
    EXPECT_THAT(text, AllOf(Not(HasSubstr("alice")), HasSubstr("user-")))
        << sign;
  }
}

TEST(People, NoWordOfAFormatIsAPerson) {
  for (const char* word :
       {"pass", "fail", "name", "result", "suite", "metadata", "TEST_CASE_ID",
        "RESULT", "CR_1_11_locks_the_account", "LAVA_SIGNAL_TESTCASE"}) {
    const std::string text = std::string(word) + "@myhost\n" + word;
    EXPECT_EQ(Redacted(text), text);
  }
}

TEST(People, ANameOfSeveralWordsIsOneAndItsPartsAre) {
  Redactor redactor({}, Pseudonyms("salt"));
  redactor.LearnName("Alice Millerx");
  redactor.LearnName("Security Team");
  const std::string text =
      redactor.Text("Alice Millerx and Millerx of the Security Team, Security");
  EXPECT_THAT(text, AllOf(Not(HasSubstr("Alice")), Not(HasSubstr("Millerx")),
                          HasSubstr(", Security"), Not(HasSubstr("Team"))));
  EXPECT_THAT(text, HasSubstr(redactor.Person("Alice Millerx")));
  EXPECT_THAT(Redacted("julia:x:1002:1002:Julia Roberts,Room 5:/home/julia:"
                       "/bin/sh\nJulia Roberts"),
              AllOf(Not(HasSubstr("Roberts")), HasSubstr("Room 5")));
}

}  // namespace
}  // namespace iec
