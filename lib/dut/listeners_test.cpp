// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/listeners.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

namespace iec {
namespace {

TEST(Listeners, ReadsTheTablesOfTheKernel) {
  if (std::endian::native != std::endian::little) GTEST_SKIP();
  const auto tcp = ParseListeners(
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when\n"
      "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000\n"
      "   1: 0100007F:170C 00000000:0000 0A 00000000:00000000 00:00000000\n"
      "   2: 0100007F:0016 0100007F:8AE2 01 00000000:00000000 00:00000000\n",
      false);
  ASSERT_EQ(tcp.size(), 2U);
  EXPECT_EQ(tcp[0].Name(), "tcp 0.0.0.0 22");
  EXPECT_EQ(tcp[0].ReachableAt(), "127.0.0.1");
  EXPECT_EQ(tcp[1].Name(), "tcp 127.0.0.1 5900");
  const auto udp6 = ParseListeners(
      "  0: 00000000000000000000000000000000:0045 "
      "00000000000000000000000000000000:0000 07 00000000:00000000\n"
      "  1: 000080FE00000000FF005450B6AA3BFE:0222 "
      "00000000000000000000000000000000:0000 07 00000000:00000000\n",
      true);
  ASSERT_EQ(udp6.size(), 2U);
  EXPECT_EQ(udp6[0].Name(), "udp :: 69");
  EXPECT_EQ(udp6[0].ReachableAt(), "::1");
  EXPECT_EQ(udp6[1].Name(), "udp fe80::5054:ff:fe3b:aab6 546");
}

TEST(Listeners, TellsWhomAClientGets) {
  const std::vector<Listener> all = {
      {false, "0.0.0.0", 22},         {false, "::", 22},
      {true, "127.0.0.1", 2222},      {false, "::", 2222},
      {false, "::ffff:10.0.0.1", 22}, {false, "10.0.0.2", 22}};
  const auto at = [&all](const char* address, uint16_t port) {
    const Listener* found = ListenerAt(all, address, port);
    return found == nullptr ? "none" : found->Name();
  };
  EXPECT_EQ(at("127.0.0.1", 22), "tcp 0.0.0.0 22");
  EXPECT_EQ(at("::1", 22), "tcp :: 22");
  EXPECT_EQ(at("127.0.0.1", 2222), "tcp :: 2222");
  EXPECT_EQ(at("10.0.0.1", 22), "tcp ::ffff:10.0.0.1 22");
  EXPECT_EQ(at("10.0.0.2", 22), "tcp 10.0.0.2 22");
  EXPECT_EQ(at("127.0.0.1", 23), "none");
}

TEST(Listeners, TellsWhereToTryIt) {
  const std::vector<std::string> own = {"127.0.0.1", "10.9.8.7", "::1",
                                        "fe80::1%eth0"};
  using Ways = std::vector<std::string>;
  const Listener v4{false, "0.0.0.0", 22};
  const Listener v6{false, "::", 22};
  const Listener link{false, "fe80::1", 23};
  EXPECT_EQ(WaysTo(v4, {v4, v6}, own), (Ways{"127.0.0.1", "10.9.8.7"}));
  EXPECT_EQ(WaysTo(v6, {v4, v6}, own), (Ways{"::1", "fe80::1%eth0"}));
  EXPECT_EQ(WaysTo(v6, {v6}, own),
            (Ways{"::1", "127.0.0.1", "10.9.8.7", "fe80::1%eth0"}));
  EXPECT_EQ(WaysTo(link, {link}, own), (Ways{"fe80::1", "fe80::1%eth0"}));
  EXPECT_FALSE(OwnAddresses().empty());
}

TEST(Listeners, PassesOverWhatIsNoTable) {
  for (const char* text :
       {"", "a b c 0A", "0: 00:0016 0:0 0A", "0: 0100007F 0:0 0A"}) {
    EXPECT_TRUE(ParseListeners(text, false).empty()) << text;
  }
}

TEST(Listeners, SeesOurOwn) {
  const auto own = OwnListener::Start();
  ASSERT_TRUE(own.ok()) << own.error().message;
  const auto all = Listeners();
  ASSERT_TRUE(all.ok()) << all.error().message;
  EXPECT_TRUE(std::any_of(all->begin(), all->end(), [&](const Listener& one) {
    return one.Name() == own->listener().Name();
  }));
}

}  // namespace
}  // namespace iec
