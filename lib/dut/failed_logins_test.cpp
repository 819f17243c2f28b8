// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/failed_logins.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "lib/base/file.h"

namespace iec {
namespace {

std::string Failure(uint64_t time) {
  std::string bytes(64, '\0');
  bytes.replace(0, 5, "tty1x");
  std::memcpy(&bytes[56], &time, sizeof time);
  return bytes;
}

TEST(WithOlderFailures, ChangesTheTimesOnly) {
  int failures = 0;
  const auto older = WithOlderFailures(
      Failure(2'000'000) + Failure(0) + Failure(3'000'000), 900, &failures);
  ASSERT_TRUE(older.ok());
  EXPECT_EQ(*older, Failure(1'999'100) + Failure(0) + Failure(2'999'100));
  EXPECT_EQ(failures, 2);
}

TEST(WithOlderFailures, OtherFormsAreRefused) {
  int failures = 0;
  EXPECT_FALSE(WithOlderFailures("half a record", 1, &failures).ok());
}

TEST(RecentFailuresIn, CountsFromATimeOn) {
  const auto recent =
      RecentFailuresIn(Failure(100) + Failure(0) + Failure(200), 150);
  ASSERT_TRUE(recent.ok());
  EXPECT_EQ(*recent, 1);
  EXPECT_FALSE(RecentFailuresIn("half a record", 0).ok());
}

TEST(FailedLoginDirectory, IsWhatTheFileSays) {
  EXPECT_EQ(FailedLoginDirectory("deny = 3\n#dir = /a\n"), "/run/faillock");
  EXPECT_EQ(FailedLoginDirectory("dir = /var/lib/faillock\n"),
            "/var/lib/faillock");
}

TEST(FailedLoginDirectories, ServicesMayHaveTheirOwn) {
  char path[] = "/tmp/iec-faillock-XXXXXX";
  const std::string top = mkdtemp(path);
  const auto put = [&top](const std::string& name, const std::string& text) {
    EXPECT_TRUE(CreateFile(top + name, text, 0644).ok());
  };
  mkdir((top + "/pam.d").c_str(), 0755);
  put("/faillock.conf", "dir = /var/lib/faillock\n");
  put("/other.conf", "dir=/var/lib/other\n");
  put("/pam.d/common-auth", "auth required pam_unix.so dir=/no\n");
  put("/pam.d/sshd",
      "auth [default=die] pam_faillock.so authfail dir=/var/lib/ssh\n");
  put("/pam.d/login",
      "account required pam_faillock.so conf=" + top + "/other.conf\n");
  EXPECT_EQ(FailedLoginDirectories(top + "/faillock.conf", top + "/pam.d"),
            (std::set<std::string>{"/run/faillock", "/var/lib/faillock",
                                   "/var/lib/other", "/var/lib/ssh"}));
  EXPECT_EQ(FailedLoginDirectories(top + "/none", top + "/none"),
            std::set<std::string>{"/run/faillock"});
  EXPECT_TRUE(RemoveTree(top).ok());
}

TEST(ExemptFromLocks, IsAGroupWhereRootIsNotLocked) {
  char path[] = "/tmp/iec-faillock-XXXXXX";
  const std::string top = mkdtemp(path);
  const auto put = [&top](const std::string& name, const std::string& text) {
    EXPECT_TRUE(CreateFile(top + name, text, 0644).ok());
  };
  mkdir((top + "/pam.d").c_str(), 0755);
  put("/plain.conf", "deny = 3\n#admin_group = no\n");
  put("/group.conf",
      "root_unlock_time = 60\nadmin_group = operator # they are\n");
  put("/all.conf", "admin_group = operator\neven_deny_root\n");
  put("/pam.d/login", "auth [default=die] pam_faillock.so authfail\n");
  const auto exempt = [&top](const char* conf) {
    return ExemptFromLocks(top + conf, top + "/pam.d");
  };
  const std::vector<std::string> operators = {"admin_group = operator"};
  EXPECT_TRUE(exempt("/plain.conf").empty());
  EXPECT_EQ(exempt("/group.conf"), operators);
  EXPECT_TRUE(exempt("/all.conf").empty());
  put("/pam.d/sshd", "auth required pam_faillock.so admin_group=operator\n");
  EXPECT_EQ(exempt("/plain.conf"), operators);
  EXPECT_TRUE(RemoveTree(top).ok());
}

TEST(AgeFailedLogins, RecordsOfPeopleAreLeftAlone) {
  EXPECT_FALSE(AgeFailedLogins("root", 1).ok());
}

}  // namespace
}  // namespace iec
