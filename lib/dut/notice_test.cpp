// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/notice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> Missing(
    std::string_view text, const std::vector<std::string>& patterns = {}) {
  const auto missing = MissingFromNotice(text, patterns);
  EXPECT_TRUE(missing.ok());
  return missing.ok() ? *missing : std::vector<std::string>{"error"};
}

constexpr char kOwner[] = "This device is the property of its operator. ";
constexpr char kMonitored[] = "All activity is\nmonitored and recorded. ";
constexpr char kProhibited[] = "Any other use is prohibited. ";
constexpr char kConsent[] = "By going on you consent to that.\n";

std::string Notice(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += part;
  return all;
}

TEST(Notice, NeedsItsFourElements) {
  EXPECT_THAT(Missing(Notice({kOwner, kMonitored, kProhibited, kConsent})),
              IsEmpty());
  EXPECT_THAT(Missing(Notice({kMonitored, kProhibited, kConsent})),
              ElementsAre("whose system it is"));
  EXPECT_THAT(Missing(Notice({kOwner, kProhibited, kConsent})),
              ElementsAre("that use is monitored"));
  EXPECT_THAT(Missing(Notice({kOwner, kMonitored, kConsent})),
              ElementsAre("that unauthorised use is prohibited"));
  EXPECT_THAT(Missing(Notice({kOwner, kMonitored, kProhibited})),
              ElementsAre("that use means consent"));
  EXPECT_EQ(Missing("").size(), 4U);
  EXPECT_EQ(Missing("Debian GNU/Linux 12 \n \r\n").size(), 4U);
}

// Texts that operators use.
TEST(Notice, KnowsUsualTexts) {
  for (const char* text :
       {"You are accessing a U.S. Government (USG) Information System (IS) "
        "that is provided for USG-authorized use only. By using this IS, you "
        "consent to the following conditions: the USG routinely intercepts and "
        "monitors communications.",
        "**********************************\n"
        "* This system belongs to ACME    *\n"
        "* Waterworks. Unauthorized access*\n"
        "* will be prosecuted. Sessions   *\n"
        "* are logged. By logging in you  *\n"
        "* agree to this.                 *\n"
        "**********************************\n",
        "ACME Inc. Authorised users only! Use is subject to audit, and "
        "constitutes acceptance of these terms."}) {
    EXPECT_THAT(Missing(text), IsEmpty()) << text;
  }
}

TEST(Notice, ThePatternsOfTheProfileDecide) {
  const std::vector<std::string> patterns = {"nur .* befugte", "zeichnet"};
  EXPECT_THAT(Missing("Nur f\xc3\xbcr\n   Befugte, aufgezeichnet", patterns),
              IsEmpty());
  EXPECT_THAT(Missing("Nur f\xc3\xbcr Befugte", patterns),
              ElementsAre("'zeichnet'"));
  EXPECT_FALSE(MissingFromNotice("", {"("}).ok());
}

TEST(Notice, FindsAPassword) {
  const std::vector<std::string> accounts = {"root", "operator"};
  for (const char* text : {"password: toor", "Login: root / toor", "root:root",
                           "user root, "
                           "password=toor.",
                           "The root password is toor",
                           "default password for "
                           "root is 'toor'",
                           "operator/operator", "hint\nPIN: 1234\n"}) {
    EXPECT_EQ(SecretInNotice(text, accounts), "a password") << text;
  }
  for (const char* text :
       {"Keep your password secret.", "Your password is confidential.",
        "A password is required", "Passwords must not be shared: ask for one",
        "Contact: security@example.com", "and/or", "",
        "Questions: operator desk, phone: 123"}) {
    EXPECT_EQ(SecretInNotice(text, accounts), "") << text;
  }
}

TEST(Notice, NamesTheSystemByWholeWords) {
  const std::vector<std::string> names = {"Debian GNU/Linux", "6.1.0-37-amd64",
                                          "x86_64", "12.11", "bookworm"};
  EXPECT_EQ(NameInNotice("Debian\nGNU/Linux 12", names), "Debian GNU/Linux");
  EXPECT_EQ(NameInNotice("kernel 6.1.0-37-AMD64.", names), "6.1.0-37-amd64");
  EXPECT_EQ(NameInNotice("release 12.110 of bookworms", names), "");
  EXPECT_EQ(NameInNotice("", names), "");
}

TEST(Notice, TakesNamesFromTheRelease) {
  const auto names = NamesOfRelease(
      "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian "
      "GNU/Linux\"\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\nID=debian\n"
      "HOME_URL=\"https://www.debian.org/\"\n");
  for (const char* name :
       {"debian", "debian 12", "bookworm", "Debian GNU/Linux 12 (bookworm)"}) {
    EXPECT_THAT(names, Contains(name));
  }
  EXPECT_THAT(names, Not(Contains("12")));
  EXPECT_THAT(names, Contains("Debian GNU/Linux"));
  // Not the owner's own name, which the notice may have to say.
  EXPECT_THAT(NamesOfRelease("ID=acme\nVERSION_ID=3.1\nNAME=ACME\n"
                             "PRETTY_NAME=\"ACME Pump OS 3.1\"\nVERSION=3.1\n"),
              ElementsAre("ACME Pump OS 3.1", "acme 3.1"));
}

}  // namespace
}  // namespace iec
