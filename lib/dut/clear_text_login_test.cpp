// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/clear_text_login.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

using std::chrono::milliseconds;

Listener Tcp(uint16_t port) { return {false, "127.0.0.1", port}; }

TEST(ClearTextLogin, ListensToWhatIsSaid) {
  EXPECT_EQ(ClearTextLogin(Tcp(9999), "\xff\xfd\x18", ""), "telnet");
  EXPECT_EQ(ClearTextLogin(Tcp(9999), "220 ready\r\n", "331 password\r\n"),
            "FTP");
  EXPECT_EQ(ClearTextLogin(Tcp(9999), "Debian\r\n\r\npump login: ", ""),
            "a login prompt");
  EXPECT_EQ(
      ClearTextLogin(Tcp(9999), "User Access Verification\r\nPassword: ", ""),
      "a login prompt");
  EXPECT_EQ(ClearTextLogin(Tcp(8080), "",
                           "HTTP/1.0 401 No\r\nWWW-Authenticate: Basic a\r\n"),
            "a web page that asks for a password");
  EXPECT_EQ(ClearTextLogin({true, "0.0.0.0", 9999}, "",
                           std::string_view("\0\5\0\1no\0", 7)),
            "TFTP");
}

TEST(ClearTextLogin, TakesASilentOneByItsPort) {
  EXPECT_EQ(ClearTextLogin(Tcp(23), "", ""), "telnet");
  EXPECT_EQ(ClearTextLogin(Tcp(513), "", ""), "rlogin");
  EXPECT_EQ(ClearTextLogin({true, "::", 69}, "", ""), "TFTP");
  EXPECT_EQ(ClearTextLogin(Tcp(443), "", ""), "");
  EXPECT_EQ(ClearTextLogin({true, "::", 123}, "", ""), "");
}

TEST(ClearTextLogin, PassesOthers) {
  EXPECT_EQ(ClearTextLogin(Tcp(23), "SSH-2.0-x\r\n", ""), "");
  EXPECT_EQ(ClearTextLogin(Tcp(21), "220 ready\r\n", "530 TLS first\r\n"), "");
  EXPECT_EQ(ClearTextLogin(Tcp(25), "220 mail\r\n", "502 what?\r\n"), "");
  EXPECT_EQ(ClearTextLogin(Tcp(80), "", "HTTP/1.0 301 to https\r\n"), "");
}

TEST(ClearTextProbe, TalksToAListener) {
  for (const auto& [said, what] :
       {std::pair("\xff\xfd\x18\xff\xfb\x01", "telnet"),
        std::pair("pump login: ", "a login prompt")}) {
    auto own = OwnListener::Start();
    ASSERT_TRUE(own.ok());
    ClearTextProbe probe({own->listener()});
    ASSERT_TRUE(own->Say(said).ok());
    const auto found = probe.Collect(milliseconds(200));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].what, what);
    EXPECT_EQ(found[0].listener.Name(), own->listener().Name());
  }
}

TEST(ClearTextProbe, GivesUpOnASilentOne) {
  const auto own = OwnListener::Start();
  ASSERT_TRUE(own.ok());
  ClearTextProbe probe({own->listener(), Tcp(1)});
  EXPECT_TRUE(probe.Collect(milliseconds(100)).empty());
}

}  // namespace
}  // namespace iec
