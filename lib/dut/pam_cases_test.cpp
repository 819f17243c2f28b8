// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/pam_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "lib/base/file.h"

namespace iec {
namespace {

class PamCasesTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "/pam_cases";
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void Write(const std::string& name, const std::string& text) const {
    std::filesystem::remove(directory_ + '/' + name);
    ASSERT_TRUE(CreateFile(directory_ + '/' + name, text, 0644).ok());
  }
  PamCases Cases(const std::string& service = "login",
                 const std::vector<std::string>& exceptions = {}) const {
    return {service, "auth", exceptions, directory_};
  }
  // Whether it opens, where nothing is a condition, if these say yes.
  bool Opens(const std::string& text,
             const std::vector<std::string>& speakers) const {
    Write("login", text);
    return Cases()
        .Work({},
              [&](const PamRule& rule) {
                return std::find(speakers.begin(), speakers.end(),
                                 rule.module) != speakers.end();
              })
        .opens;
  }
  // Where nobody gives a secret.
  std::string Found(const std::string& text,
                    const std::vector<std::string>& exceptions = {}) const {
    Write("login", text);
    const PamCases cases = Cases("login", exceptions);
    return cases.Find(
        [&](const PamCases::Case& in) {
          return cases.Work(in, [](const PamRule&) { return false; }).opens;
        },
        [](const PamCases::Case&) { return true; });
  }

  std::string directory_;
};

constexpr char kDebian[] =
    "auth [success=1 default=ignore] pam_unix.so nullok\n"
    "auth requisite pam_deny.so\n"
    "auth required pam_permit.so\n"
    "auth optional pam_cap.so\n";

TEST_F(PamCasesTest, WorksOutKeywordsAndJumps) {
  EXPECT_TRUE(Opens(kDebian, {"pam_unix.so"}));
  EXPECT_FALSE(Opens(kDebian, {}));
  EXPECT_TRUE(Opens("auth required pam_unix.so\n", {"pam_unix.so"}));
  EXPECT_FALSE(
      Opens("auth required pam_unix.so\nauth required pam_permit.so\n", {}));
  EXPECT_FALSE(
      Opens("auth required pam_unix.so\nauth sufficient pam_permit.so\n", {}));
  EXPECT_TRUE(Opens("auth sufficient pam_unix.so\nauth required pam_oath.so\n",
                    {"pam_unix.so"}));
  EXPECT_FALSE(
      Opens("auth required pam_env.so\nauth sufficient pam_unix.so\n", {}));
  // The failures are counted and nothing is asked for.
  EXPECT_TRUE(
      Opens("auth required pam_faillock.so preauth\n"
            "auth sufficient pam_unix.so\n",
            {}));
  EXPECT_FALSE(Opens("auth optional pam_unix.so\n", {}));
  EXPECT_FALSE(Opens("", {"pam_unix.so"}));
}

TEST_F(PamCasesTest, WorksOutActions) {
  EXPECT_FALSE(
      Opens("auth required pam_permit.so\n"
            "auth [default=die] pam_faillock.so authfail\n"
            "auth sufficient pam_permit.so\n",
            {}));
  EXPECT_TRUE(
      Opens("auth [default=bad] pam_unix.so\n"
            "auth [default=reset] pam_unix.so\n"
            "auth required pam_permit.so\n",
            {}));
  EXPECT_FALSE(
      Opens("auth [auth_err=2 default=ignore] pam_unix.so\n"
            "auth required pam_permit.so\n",
            {}))
      << "it jumps too far";
  EXPECT_FALSE(Opens("auth [auth_err=ok] pam_unix.so\n", {}));
}

TEST_F(PamCasesTest, ASubstackEndsWithItself) {
  Write("sub", "auth sufficient pam_oath.so\nauth required pam_deny.so\n");
  const char* text =
      "auth substack sub\n"
      "auth required pam_unix.so\n";
  EXPECT_FALSE(Opens(text, {"pam_oath.so"}));
  EXPECT_TRUE(Opens(text, {"pam_oath.so", "pam_unix.so"}));
  // It counts as one rule, and an included file as all of its own.
  EXPECT_TRUE(
      Opens("auth [success=1 default=ignore] pam_unix.so\n"
            "auth substack sub\nauth required pam_permit.so\n",
            {"pam_unix.so"}));
  EXPECT_FALSE(
      Opens("auth [success=1 default=ignore] pam_unix.so\n"
            "auth include sub\nauth required pam_permit.so\n",
            {"pam_unix.so"}));
  EXPECT_TRUE(Opens("auth include sub\n", {"pam_oath.so"}));
}

TEST_F(PamCasesTest, FindsConditionsThatLetIn) {
  EXPECT_EQ(Found(kDebian), "");
  EXPECT_EQ(Found("auth required pam_wheel.so\n" + std::string(kDebian)), "");
  EXPECT_EQ(Found("auth sufficient pam_access.so accessfile=/x\n" +
                  std::string(kDebian)),
            "where 'auth sufficient pam_access.so accessfile=/x' holds");
  EXPECT_EQ(
      Found("auth required pam_securetty.so\n"
            "auth [success=ignore default=1] pam_succeed_if.so uid >= 1000\n"
            "auth requisite pam_unix.so\n"),
      "where 'auth required pam_securetty.so' holds and "
      "'auth [success=ignore default=1] pam_succeed_if.so uid >= 1000' does "
      "not hold");
  EXPECT_EQ(Found("auth required pam_permit.so\n"), "always");
  // The same question twice: who is not asked here is asked there.
  EXPECT_EQ(Found("auth [success=1 default=ignore] pam_succeed_if.so quiet "
                  "user ingroup a\n"
                  "auth required pam_unix.so\n"
                  "auth [success=ignore default=1] pam_succeed_if.so quiet "
                  "user ingroup a\n"
                  "auth required pam_oath.so\n"
                  "auth required pam_permit.so\n"),
            "");
}

TEST_F(PamCasesTest, ARuleMayBeExcepted) {
  const std::string trust = "auth sufficient pam_wheel.so trust";
  const std::string rules = trust + "\n" + kDebian;
  EXPECT_NE(Found(rules), "");
  EXPECT_EQ(Found(rules, {trust}), "");
  EXPECT_NE(Found("auth sufficient pam_rhosts.so\n" + rules, {trust}), "");
}

TEST_F(PamCasesTest, KnowsTheService) {
  EXPECT_EQ(Found("auth sufficient pam_succeed_if.so service in cron:atd\n" +
                  std::string(kDebian)),
            "");
  EXPECT_EQ(Found("auth sufficient pam_succeed_if.so service !~ su* quiet\n" +
                  std::string(kDebian)),
            "always");
  EXPECT_EQ(Found("auth sufficient pam_rootok.so\n" + std::string(kDebian)),
            "always")
      << "login is run by root";
  Write("su", "auth sufficient pam_rootok.so\n" + std::string(kDebian));
  EXPECT_FALSE(
      Cases("su").Work({}, [](const PamRule&) { return false; }).opens);
  Write("other", "auth required pam_permit.so\n");
  EXPECT_TRUE(
      Cases("none").Work({}, [](const PamRule&) { return false; }).opens);
}

TEST_F(PamCasesTest, NamesThoseWhoAskForSomething) {
  Write("login",
        "auth required pam_faillock.so preauth\n"
        "auth sufficient pam_exec.so expose_authtok /x\n"
        "auth optional pam_exec.so /y\n"
        "auth required pam_unix.so\nauth required pam_unix.so\n");
  EXPECT_EQ(Cases().Speakers(),
            (std::vector<std::string>{"pam_exec.so", "pam_unix.so"}));
}

}  // namespace
}  // namespace iec
