// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/open_answer.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

TEST(OpenAnswer, APageIsClosedByAFieldForAPassword) {
  EXPECT_TRUE(IsOpenPage("HTTP/1.0 200 OK\r\n\r\n<a href=/pw>Password</a>"));
  EXPECT_TRUE(IsOpenPage("HTTP/1.1 203 So\r\n\r\n"));
  EXPECT_FALSE(IsOpenPage("HTTP/1.1 200 OK\r\n\r\n<input TYPE='Password'>"));
  EXPECT_FALSE(IsOpenPage("HTTP/1.1 401 Unauthorized\r\n\r\n"));
  EXPECT_FALSE(IsOpenPage("HTTP/1.1 204 No Content\r\n\r\n"));
  EXPECT_FALSE(IsOpenPage("200"));
  EXPECT_FALSE(IsOpenPage(""));
}

TEST(OpenAnswer, FollowsWhereItLeads) {
  const auto to = [](const std::string& location) {
    return RedirectOf("HTTP/1.0 302 Found\r\nServer: x\r\nLOCATION: " +
                          location + "\r\n\r\nlocation: /no",
                      8081);
  };
  EXPECT_EQ(to("/console#top"), "/console");
  EXPECT_EQ(to("console"), "/console");
  EXPECT_EQ(to("http://pump/a?b"), "/a?b");
  EXPECT_EQ(to("http://pump:8081"), "/");
  EXPECT_EQ(to("http://[::1]/x"), "/x");
  EXPECT_EQ(to("//pump/x"), "/x");
  EXPECT_EQ(to("http://pump:80/"), "");
  EXPECT_EQ(to("https://pump/"), "");
  EXPECT_EQ(to(""), "");
  EXPECT_EQ(RedirectOf("HTTP/1.0 200 OK\r\nLocation: /a\r\n\r\n", 80), "");
  EXPECT_EQ(RedirectOf("HTTP/1.0 302 Found\r\n\r\nLocation: /a", 80), "");
}

TEST(OpenAnswer, KnowsEnginesCallsAndDebuggers) {
  EXPECT_TRUE(IsOpenEngine("HTTP/1.0 200 OK\r\n\r\n{\"ApiVersion\":\"1\"}"));
  EXPECT_FALSE(IsOpenEngine("HTTP/1.0 200 OK\r\n\r\n{\"etcdserver\":\"3\"}"));
  EXPECT_FALSE(IsOpenEngine("HTTP/1.0 404 None\r\n\r\n{\"Version\":\"1\"}"));
  EXPECT_TRUE(HasResult("{\"id\": 1, \"result\": {}}"));
  EXPECT_FALSE(HasResult("{\"result\": null, \"error\": {\"code\": 1}}"));
  EXPECT_FALSE(HasResult("a \"result\": 1"));
  EXPECT_FALSE(HasResult("{\"result\""));
  EXPECT_TRUE(IsDebugger("+$PacketSize=47ff;multiprocess+#9d"));
  EXPECT_TRUE(IsDebugger("+$#00"));
  EXPECT_FALSE(IsDebugger("+$#0"));
  EXPECT_FALSE(IsDebugger("+$"));
}

TEST(OpenAnswer, ReadsWhatAScreenOffers) {
  EXPECT_EQ(ScreenVersion("RFB 003.003\n"), "RFB 003.003\n");
  EXPECT_EQ(ScreenVersion("RFB 003.007\n"), "RFB 003.007\n");
  EXPECT_EQ(ScreenVersion("RFB 003.889\n"), "RFB 003.008\n");
  EXPECT_EQ(ScreenVersion("RFB 005.000\n"), "RFB 003.008\n");
  EXPECT_EQ(ScreenVersion("RFB 003"), "");
  EXPECT_EQ(ScreenVersion("SSH-2.0-OpenSSH_9.2\n"), "");
  EXPECT_TRUE(OffersNoSecurity("\x02\x02\x01", "RFB 003.008\n"));
  EXPECT_FALSE(OffersNoSecurity("\x01\x02\x01", "RFB 003.008\n"));
  EXPECT_FALSE(
      OffersNoSecurity(std::string_view("\0\0\0\0\1", 5), "RFB 003.008\n"));
  EXPECT_FALSE(OffersNoSecurity("", "RFB 003.008\n"));
  EXPECT_TRUE(
      OffersNoSecurity(std::string_view("\0\0\0\1", 4), "RFB 003.003\n"));
  EXPECT_FALSE(
      OffersNoSecurity(std::string_view("\0\0\0\2", 4), "RFB 003.003\n"));
}

}  // namespace
}  // namespace iec
