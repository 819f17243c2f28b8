// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/open_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>

namespace iec {
namespace {

std::string_view Kind(const Conversation& said) {
  return OpenServiceKind(said, "12ab");
}

TEST(OpenService, TellsWhatAnswersWithoutALogin) {
  EXPECT_EQ(Kind({"", "begin-12ab\n", "", false}), "a shell");
  EXPECT_EQ(Kind({"BusyBox v1\n/ # ", "", "", false}), "a prompt");
  EXPECT_EQ(Kind({"", "\nrouter> ", "", false}), "a prompt");
  EXPECT_EQ(Kind({"", "-ERR quotes\r\n$120\r\nredis_version:7\r\n", "", false}),
            "an answer to commands");
  EXPECT_EQ(Kind({"", "ERROR\r\nVERSION 1.6.18\r\n", "", false}),
            "an answer to commands");
  EXPECT_EQ(Kind({"uid=0(root) gid=0(root)\n", "", "", true}),
            "output for everybody");
  EXPECT_EQ(Kind({"", "HTTP/1.0 400 Bad Request\r\n",
                  "HTTP/1.0 200 OK\r\n\r\n<h1>Settings</h1>", false}),
            "a web page without a login");
}

TEST(OpenService, TellsWhatProtocolsSay) {
  EXPECT_EQ(Kind({"", "", "", false, "begin-12ab\n"}), "a shell");
  EXPECT_EQ(Kind({"", "", "", false, "{\"id\": 1, \"result\": 4}"}),
            "an answer to a call");
  EXPECT_EQ(Kind({"", "+$#00", "", false}), "a debugger");
  EXPECT_EQ(Kind({"RFB 003.008\n", "", "", false, "", true}),
            "a screen without a password");
  EXPECT_EQ(Kind({"RFB 003.008\n", "", "", false}), "");
  EXPECT_EQ(Kind({"", "{\"error\": \"parse error\"}", "", false,
                  "{\"error\": \"who are you\"}"}),
            "");
  EXPECT_EQ(CallLine("12ab").find("begin"), std::string::npos);
  EXPECT_NE(CallLine("12ab").find(R"("exec":"echo be\"\"gin-12ab")"),
            std::string::npos);
}

TEST(OpenService, LeavesWhatAsksFirst) {
  EXPECT_EQ(Kind({"SSH-2.0-OpenSSH_9.2\r\n",
                  "Invalid SSH identification string.\r\n", "", false}),
            "");
  // A greeting that comes after the question.
  EXPECT_EQ(Kind({"",
                  "SSH-2.0-OpenSSH_9.2\r\n"
                  "Invalid SSH identification string.\r\n",
                  "", false}),
            "");
  EXPECT_EQ(Kind({"\xff\xfd\x18\nlogin: ", "Password: ", "", false}), "");
  EXPECT_EQ(Kind({"device login: ", "", "", false}), "");
  EXPECT_EQ(Kind({"", "-NOAUTH Authentication required.\r\n", "", false}), "");
  EXPECT_EQ(Kind({"220 mail ESMTP\r\n", "500 5.5.2 Error: bad syntax\r\n", "",
                  false}),
            "");
  EXPECT_EQ(Kind({"", "HTTP/1.1 400 Bad Request\r\nServer: x\r\n",
                  "HTTP/1.1 401 Unauthorized\r\n\r\n", false}),
            "");
  EXPECT_EQ(
      Kind({"", "", "HTTP/1.1 200 OK\r\n\r\n<input type=password>", false}),
      "");
  EXPECT_EQ(Kind({"", std::string("\x15\x03\x01\x00\x02", 5), "", false}), "");
  // An echo service.
  EXPECT_EQ(Kind({"", CommandLines("12ab"), "", false}), "");
  EXPECT_EQ(Kind({}), "");
}

TEST(OpenService, ReadsTheTableOfTheKernel) {
  const auto found = ParseUnixListeners(
      "Num       RefCount Protocol Flags    Type St Inode Path\n"
      "0000: 00000002 00000000 00010000 0001 01 5142697 /run/a b\n"
      "0000: 00000003 00000000 00000000 0001 03 5142848 /run/c\n"
      "0000: 00000002 00000000 00010000 0005 01 5142699 @d\n"
      "0000: 00000002 00000000 00000000 0002 01 5142700 /run/e\n"
      "0000: 00000002 00000000 00010000 0001 01 5142706 /run/a b\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].Name(), "unix /run/a b");
  EXPECT_EQ(found[1].Name(), "unix @d");
  EXPECT_EQ(found[1].type, SOCK_SEQPACKET);
}

TEST(OpenService, FindsOurOwn) {
  auto tcp = OwnListener::Start();
  auto local = OwnUnixListener::Start();
  ASSERT_TRUE(tcp.ok() && local.ok());
  OpenServiceProbe probe({tcp->listener()}, {{local->name(), SOCK_STREAM}});
  ASSERT_TRUE(tcp->Say("\n# ").ok());
  if (!local->Say("\n# ").ok()) GTEST_SKIP() << "only root becomes nobody";
  const auto found = probe.Collect();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].what, "a prompt");
  EXPECT_EQ(found[1].name, "unix " + local->name());
}

}  // namespace
}  // namespace iec
