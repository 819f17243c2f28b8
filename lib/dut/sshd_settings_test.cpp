// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sshd_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lib/base/file.h"

namespace iec {
namespace {

using ::testing::ElementsAre;

class SshdSettings : public testing::Test {
 protected:
  SshdSettings() {
    char path[] = "/tmp/iec-settings-XXXXXX";
    directory_ = mkdtemp(path);
  }
  ~SshdSettings() override { (void)RemoveTree(directory_); }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = directory_ + "/" + name;
    EXPECT_TRUE(CreateFile(path, text, 0600).ok());
    return path;
  }

  std::string directory_;
};

TEST_F(SshdSettings, ReadsKeywordsInEachForm) {
  const auto settings =
      ReadSshdSettings(Write("config",
                             "# HostKey no\n\tHostKey  /a\nhostkey=/b\nBANNER "
                             "\"/c d\"\n\nnothing\n"),
                       directory_);
  ASSERT_EQ(settings.size(), 3U);
  EXPECT_EQ(settings[0].keyword, "hostkey");
  EXPECT_EQ(settings[0].value, "/a");
  EXPECT_EQ(settings[1].value, "/b");
  EXPECT_EQ(settings[2].keyword, "banner");
  EXPECT_EQ(settings[2].value, "/c d");
}

TEST_F(SshdSettings, AMatchEndsWithItsFile) {
  Write("1.conf", "Banner /one\nMatch Address 192.0.2.0/24\n  Banner none\n");
  Write("2.conf", "Banner /two\n");
  const auto settings = ReadSshdSettings(
      Write("config", "Match User a\nInclude *.conf\nBanner /three\n"),
      directory_);
  ASSERT_EQ(settings.size(), 4U);
  EXPECT_EQ(settings[0].match, " User a");
  EXPECT_EQ(settings[1].match, " User a Address 192.0.2.0/24");
  EXPECT_EQ(settings[1].value, "none");
  EXPECT_EQ(settings[2].match, " User a");
  EXPECT_EQ(settings[3].value, "/three");
}

TEST_F(SshdSettings, AFileThatIncludesItselfEnds) {
  const auto settings = ReadSshdSettings(
      Write("config", "Banner /a\nInclude config\n"), directory_);
  EXPECT_GT(settings.size(), 1U);
}

TEST(SshdConnection, MeetsTheCriteria) {
  const PasswdDb accounts = PasswdDb::Parse(
      "ann:x:1000:1000::/:/bin/sh\nbob:x:1001:1001::/:/bin/sh\n",
      "ann:x:1000:\nbob:x:1001:\nstaff:x:50:bob\n", "");
  const std::vector<const User*> people = {accounts.FindUser("ann"),
                                           accounts.FindUser("bob")};
  const auto connection = [&](const std::string& match) {
    return ConnectionFor(match, people, accounts);
  };
  EXPECT_EQ(connection(" Address 192.0.2.0/24"),
            "user=ann,host=localhost,addr=192.0.2.0,laddr=127.0.0.1,lport=22");
  EXPECT_EQ(connection(" Group staff Address !10.1.1.1,10.*"),
            "user=bob,host=localhost,addr=10.1.1.1,laddr=127.0.0.1,lport=22");
  EXPECT_EQ(connection(" User *,!ann Host *.example.org LocalPort 2222"),
            "user=bob,host=1.example.org,addr=127.0.0.1,laddr=127.0.0.1,"
            "lport=2222");
  EXPECT_EQ(connection(" all"),
            "user=ann,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22");
  EXPECT_EQ(connection(" Address *"),
            "user=ann,host=localhost,addr=192.0.2.1,laddr=127.0.0.1,lport=22");
  EXPECT_EQ(connection(" User carl"), "");
  EXPECT_EQ(connection(" User ann Group staff"), "");
}

TEST(SshdGroups, AreThoseThatAMatchNames) {
  const PasswdDb accounts =
      PasswdDb::Parse("", "root:x:0:\noperator:x:37:\nopen:x:38:\n", "");
  const auto groups = [&](const std::string& match) {
    return GroupsFor(match, accounts);
  };
  EXPECT_EQ(groups(" Group operator User x"),
            (std::vector<std::string>{"operator"}));
  EXPECT_EQ(groups(" Address 10.0.0.0/8 group *,!operator"),
            (std::vector<std::string>{"open"}));
  EXPECT_TRUE(groups(" Group root,none").empty());
  EXPECT_TRUE(groups(" User operator").empty());
}

TEST(SshdArguments, AreThoseOfAServer) {
  using Arguments = std::vector<SshdArgument>;
  EXPECT_EQ(SshdArgumentsIn("sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 "
                            "startups"),
            Arguments{});
  EXPECT_EQ(SshdArgumentsIn("sshd: /usr/sbin/sshd -D -f /etc/a -oBanner=none "
                            "-o Port=23 -p 24 [listener] 1 of 10-100 -f /b"),
            (Arguments{{"-f", "/etc/a"},
                       {"-o", "Banner=none"},
                       {"-o", "Port=23"},
                       {"-p", "24"}}));
  EXPECT_EQ(SshdArgumentsIn("/usr/local/sbin/sshd -f /c"),
            (Arguments{{"-f", "/c"}}));
  EXPECT_EQ(SshdArgumentsIn("/usr/sbin/sshd -f"), (Arguments{{"-f", ""}}));
}

TEST(SshdArguments, AreNotThoseOfAConnection) {
  EXPECT_EQ(SshdArgumentsIn("sshd: ann [priv]"), std::nullopt);
  EXPECT_EQ(SshdArgumentsIn("sshd: ann@pts/0"), std::nullopt);
  EXPECT_EQ(SshdArgumentsIn("sshd:"), std::nullopt);
  EXPECT_EQ(SshdArgumentsIn(""), std::nullopt);
}

TEST(GroupsToLetIn, OneIsEnough) {
  const std::vector<SshdSetting> settings = {
      {"allowgroups", "files people  others", ""},
      {"forcecommand", "internal-sftp", " Group files"}};
  const std::vector<std::string> all = {"files", "others", "people", "x"};
  EXPECT_THAT(GroupsToLetIn(settings, {}, all), ElementsAre("others"));
  EXPECT_THAT(GroupsToLetIn(settings, {"people"}, all), ElementsAre());
  EXPECT_THAT(GroupsToLetIn(settings, {}, {"files"}), ElementsAre());
  EXPECT_THAT(GroupsToLetIn({{"allowgroups", "p*", ""}}, {}, all),
              ElementsAre("people"));
  EXPECT_THAT(GroupsToLetIn({}, {}, all), ElementsAre());
}

TEST(GroupsToLetIn, EachConditionHasItsOwn) {
  EXPECT_THAT(GroupsToLetIn({{"allowgroups", "a b", ""},
                             {"allowgroups", "b", " Address 192.0.2.1"},
                             {"allowgroups", "c", " LocalPort 2222"}},
                            {}, {"a", "b", "c"}),
              ElementsAre("a", "b", "c"));
}

TEST(MethodAfterKey, IsWhatEachListWithAKeyDemandsNext) {
  EXPECT_EQ(MethodAfterKey("publickey,keyboard-interactive:pam"),
            "keyboard-interactive");
  EXPECT_EQ(MethodAfterKey("hostbased publickey,password"), "password");
  EXPECT_EQ(MethodAfterKey("publickey,password publickey"), "");
  EXPECT_EQ(MethodAfterKey("publickey,publickey"), "");
  EXPECT_EQ(MethodAfterKey("any"), "");
  EXPECT_EQ(MethodAfterKey(""), "");
}

}  // namespace
}  // namespace iec
