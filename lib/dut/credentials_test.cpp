// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "lib/base/text.h"
#include "lib/dut/privileged_requests.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;

constexpr char kStatus[] =
    "Name:\tsshd\nUid:\t1000\t0\t1000\t1001\nGid:\t5\t6\t7\t8\n"
    "Groups:\t4 24 \nNoNewPrivs:\t1\nCapInh:\t0000000000000000\n"
    "CapPrm:\t0000000002000001\nCapEff:\t0000000002000000\n"
    "CapBnd:\t000001ffffffffff\nCapAmb:\t0000000000000000\n";

TEST(ParseCredentials, ReadsAll) {
  const auto who = ParseCredentials(kStatus);
  ASSERT_TRUE(who.ok()) << who.error().message;
  EXPECT_THAT(who->uids, ElementsAre(1000, 0, 1000, 1001));
  EXPECT_THAT(who->gids, ElementsAre(5, 6, 7, 8));
  EXPECT_THAT(who->groups, ElementsAre(4, 24));
  EXPECT_EQ(CapabilityNames(who->permitted), "cap_chown,cap_sys_time");
  EXPECT_EQ(CapabilityNames(who->effective), "cap_sys_time");
  EXPECT_EQ(who->bounding, 0x1ffffffffffU);
  EXPECT_TRUE(who->no_new_privileges);
  EXPECT_TRUE(who->IsRoot());
}

TEST(ParseCredentials, RefusesWhatIsNone) {
  EXPECT_FALSE(ParseCredentials("").ok());
  EXPECT_FALSE(ParseCredentials("Uid:\t1\t2\t3\t4\n").ok());
  EXPECT_FALSE(ParseCredentials(std::string(kStatus) + "CapEff:\txyz\n").ok());
}

TEST(CapabilityNames, AreReadBack) {
  const auto bits = ParseCapabilityNames("cap_sys_time,cap_chown");
  ASSERT_TRUE(bits.ok());
  EXPECT_EQ(CapabilityNames(*bits), "cap_chown,cap_sys_time");
  EXPECT_FALSE(ParseCapabilityNames("cap_all").ok());
  EXPECT_EQ(CapabilityNames(uint64_t{1} << 60), "60");
}

class WithCredentialsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  }
  static std::string Granted(const Credentials& who) {
    const auto text = WithCredentials(
        who, [] { return Join(GrantedRequests(getppid()), " "); }, seconds(20));
    return text.ok() ? *text : text.error().message;
  }
  // Of a process without anything.
  static Credentials Powerless() {
    Credentials who;
    who.uids = {kNobodyId, kNobodyId, kNobodyId, kNobodyId};
    who.gids = who.uids;
    return who;
  }
};

TEST_F(WithCredentialsTest, GrantsThePowerlessNothing) {
  EXPECT_EQ(Granted(Powerless()), "");
}

TEST_F(WithCredentialsTest, GrantsWhatACapabilityIsFor) {
  Credentials who = Powerless();
  who.bounding = who.permitted = who.effective =
      *ParseCapabilityNames("cap_kill,cap_chown");
  EXPECT_EQ(Granted(who), "signal_processes change_owners");
}

TEST_F(WithCredentialsTest, IsWhatItWasTold) {
  Credentials who = Powerless();
  who.groups = {1234};
  who.inheritable = who.bounding = who.permitted = who.effective = who.ambient =
      *ParseCapabilityNames("cap_kill");
  who.no_new_privileges = true;
  const auto text = WithCredentials(
      who,
      [] {
        const auto own = CredentialsOf(getpid());
        return own.ok() ? CapabilityNames(own->ambient) +
                              (own->no_new_privileges ? " nnp " : " ") +
                              std::to_string(own->groups.at(0))
                        : own.error().message;
      },
      seconds(20));
  ASSERT_TRUE(text.ok()) << text.error().message;
  EXPECT_EQ(*text, "cap_kill nnp 1234");
}

TEST(PrivilegedRequests, HaveNames) {
  EXPECT_THAT(PrivilegedRequests(), Contains("mount"));
  EXPECT_THAT(ReadableHere({"/etc/passwd", "/nowhere"}),
              ElementsAre("/etc/passwd"));
  EXPECT_THAT(WritableHere({"/nowhere"}), testing::IsEmpty());
}

}  // namespace
}  // namespace iec
