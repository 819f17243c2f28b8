// SPDX-License-Identifier: Apache-2.0
// Against real OpenSSH servers, as the user who runs the tests.
#include "lib/dut/held_sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/sshd_for_test.h"

namespace iec {
namespace {

using Answer = SessionAttempt::Answer;
using ::testing::HasSubstr;

class HeldSessionsTest : public ::testing::Test {
 protected:
  void StartServer(const std::string& settings) {
    std::string why;
    auto server = SshdForTest::Start(
        "UsePAM no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\n" +
            settings,
        &why);
    if (!server) GTEST_SKIP() << why;
    server_.emplace(std::move(*server));
    const auto me = iec::Run({.argv = {"id", "-un"}});
    ASSERT_TRUE(me.ok());
    path_.kind = LoginPath::Kind::kSsh;
    path_.name = "ssh publickey";
    path_.address = "127.0.0.1";
    path_.port = server_->port();
    path_.method = "publickey";
    attempt_.user = std::string(Trim(me->out));
    attempt_.key = server_->user_key();
  }

  HeldSessions Sessions() const {
    return HeldSessions(path_, attempt_, server_->directory());
  }

  static Answer AnswerOf(const Result<SessionAttempt>& attempt) {
    EXPECT_TRUE(attempt.ok()) << attempt.error().message;
    return attempt.ok() ? attempt->answer : Answer::kRefused;
  }

  std::optional<SshdForTest> server_;
  LoginPath path_;
  LoginAttempt attempt_;
};

TEST_F(HeldSessionsTest, HoldsSessionsOfEveryKind) {
  StartServer("Subsystem sftp internal-sftp\n");
  if (!server_) return;
  HeldSessions sessions = Sessions();
  size_t held = 0;
  for (const SessionKind kind :
       {SessionKind::kTerminal, SessionKind::kShell, SessionKind::kCommand,
        SessionKind::kFileTransfer}) {
    EXPECT_EQ(AnswerOf(sessions.LogIn(kind)), Answer::kHeld);
    EXPECT_EQ(AnswerOf(sessions.OpenBeside(kind)), Answer::kHeld);
    held += 2;
    EXPECT_EQ(sessions.CountRunning(), held);
  }
  sessions.CloseOldest();
  EXPECT_EQ(sessions.CountRunning(), held - 1);
}

TEST_F(HeldSessionsTest, ALimitOfSessionsInAConnectionIsSeen) {
  StartServer("MaxSessions 2\n");
  if (!server_) return;
  HeldSessions sessions = Sessions();
  const SessionKind kind = SessionKind::kCommand;
  EXPECT_EQ(AnswerOf(sessions.OpenOneMore(kind, true)), Answer::kHeld);
  EXPECT_EQ(AnswerOf(sessions.OpenOneMore(kind, true)), Answer::kHeld);
  EXPECT_EQ(AnswerOf(sessions.OpenBeside(kind)), Answer::kRefused);
  EXPECT_EQ(AnswerOf(sessions.OpenOneMore(kind, true)), Answer::kHeld);
  EXPECT_EQ(AnswerOf(sessions.OpenBeside(kind)), Answer::kHeld);
  EXPECT_EQ(AnswerOf(sessions.OpenBeside(kind)), Answer::kRefused);
  EXPECT_EQ(sessions.CountRunning(), 4U);
}

TEST_F(HeldSessionsTest, WhatIsNotServedIsNotOffered) {
  StartServer("PermitTTY no\n");
  if (!server_) return;
  HeldSessions sessions = Sessions();
  EXPECT_EQ(AnswerOf(sessions.LogIn(SessionKind::kTerminal)),
            Answer::kNotOffered);
  EXPECT_EQ(AnswerOf(sessions.LogIn(SessionKind::kFileTransfer)),
            Answer::kNotOffered);
  EXPECT_EQ(sessions.CountRunning(), 0U);
}

TEST_F(HeldSessionsTest, ASessionThatEndsWithoutRunningAnythingIsRefused) {
  StartServer("ForceCommand echo too many >&2; exit 3\n");
  if (!server_) return;
  HeldSessions sessions = Sessions();
  for (const SessionKind kind :
       {SessionKind::kTerminal, SessionKind::kShell, SessionKind::kCommand}) {
    const auto attempt = sessions.LogIn(kind);
    EXPECT_EQ(AnswerOf(attempt), Answer::kRefused);
    EXPECT_THAT(attempt->detail, HasSubstr("exit status 3"));
  }
}

TEST_F(HeldSessionsTest, ACommandIsSeenToHaveRunThoughItSaysNothing) {
  StartServer("ForceCommand exec >/dev/null 2>&1; head -n 1 | sh\n");
  if (!server_) return;
  HeldSessions sessions = Sessions();
  for (const SessionKind kind : {SessionKind::kShell, SessionKind::kCommand}) {
    EXPECT_EQ(AnswerOf(sessions.LogIn(kind)), Answer::kEnded);
  }
  EXPECT_EQ(sessions.CountRunning(), 0U);
}

TEST_F(HeldSessionsTest, AWrongProofIsRefused) {
  StartServer("");
  if (!server_) return;
  auto other = SshKey::Generate();
  ASSERT_TRUE(other.ok());
  attempt_.key = *other;
  HeldSessions sessions = Sessions();
  EXPECT_EQ(AnswerOf(sessions.LogIn(SessionKind::kCommand)), Answer::kRefused);
}

}  // namespace
}  // namespace iec
