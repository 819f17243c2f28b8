// SPDX-License-Identifier: Apache-2.0
// Real logins of a real, temporary account: by login, su, sshd with PAM and
// passwd of the machine that the tests run on. Root only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/login.h"
#include "lib/dut/sshd_for_test.h"

namespace iec {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class LoginDeviceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) {
      GTEST_SKIP() << "only root can add an account";
    }
    for (const char* program : {"useradd", "userdel", "chpasswd", "usermod",
                                "chage", "login", "su", "passwd"}) {
      if (!FindProgram(program).ok()) {
        GTEST_SKIP() << program << " is not installed";
      }
    }
    char home[] = "/tmp/iec-home-XXXXXX";
    home_ = mkdtemp(home);
    user_ = "iec" + Hex(RandomBytes(4));
    password_ = "Pw-" + Hex(RandomBytes(8));
    Must({.argv = {"useradd", "-M", "-d", home_, "-s", "/bin/bash", user_}});
    added_ = true;
    Must({.argv = {"chpasswd"}, .input = user_ + ":" + password_ + "\n"});
    const auto id = iec::Run({.argv = {"id", "-u", user_}});
    uid_ = static_cast<uid_t>(ParseInteger(Trim(id->out)).value_or(0));
    ASSERT_NE(uid_, 0U);
    ASSERT_EQ(chown(home_.c_str(), uid_, uid_), 0);
  }

  void TearDown() override {
    if (added_) Must({.argv = {"userdel", "-f", user_}});
    if (!home_.empty()) {
      EXPECT_TRUE(RemoveTree(home_).ok());
    }
  }

  static void Must(const Command& command) {
    const auto outcome = iec::Run(command);
    ASSERT_TRUE(outcome.ok()) << outcome.error().message;
    ASSERT_TRUE(outcome->Succeeded())
        << command.argv[0] << ": " << outcome->Describe();
  }

  LoginAttempt Right() const {
    LoginAttempt attempt;
    attempt.user = user_;
    attempt.password = password_;
    attempt.timeout = std::chrono::seconds(30);
    return attempt;
  }

  LoginAttempt Wrong() const {
    LoginAttempt attempt = Right();
    attempt.password = "wrong-" + Hex(RandomBytes(6));
    return attempt;
  }

  LoginOutcome Attempt(const LoginPath& path, const LoginAttempt& attempt) {
    auto outcome = Login(path, attempt);
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    if (!outcome.ok()) return {};
    for (const std::string& text :
         {outcome->detail, outcome->transcript, outcome->before_secret}) {
      EXPECT_THAT(text, Not(HasSubstr(attempt.password)));
    }
    return *outcome;
  }

  void ExpectGranted(const LoginPath& path, const LoginAttempt& attempt) {
    const LoginOutcome outcome = Attempt(path, attempt);
    EXPECT_TRUE(outcome.granted) << path.name << ": " << outcome.detail << "\n"
                                 << outcome.transcript;
    EXPECT_EQ(outcome.uid, uid_);
    EXPECT_FALSE(outcome.timed_out);
    EXPECT_EQ(outcome.detail, "session opened as uid " + std::to_string(uid_));
  }

  // Returns the outcome for a closer look.
  LoginOutcome ExpectRefused(const LoginPath& path,
                             const LoginAttempt& attempt) {
    LoginOutcome outcome = Attempt(path, attempt);
    EXPECT_FALSE(outcome.granted) << path.name;
    EXPECT_FALSE(outcome.uid.has_value());
    EXPECT_FALSE(outcome.timed_out) << outcome.detail;
    return outcome;
  }

  LoginPath SshPath(const SshdForTest& server, const std::string& method) {
    LoginPath path;
    path.kind = LoginPath::Kind::kSsh;
    path.name = "ssh " + method;
    path.address = "127.0.0.1";
    path.port = server.port();
    path.method = method;
    return path;
  }

  bool added_ = false;
  std::string home_;
  std::string user_;
  std::string password_;
  uid_t uid_ = 0;
};

constexpr const char* kPamSshd =
    "UsePAM yes\nPasswordAuthentication yes\n"
    "KbdInteractiveAuthentication yes\n";

TEST_F(LoginDeviceTest, Console) {
  ExpectGranted(ConsolePath(), Right());
  const LoginOutcome refused = ExpectRefused(ConsolePath(), Wrong());
  EXPECT_EQ(refused.detail,
            "refused after the password prompt: \"Login incorrect\"");
  EXPECT_THAT(refused.prompts, ElementsAre(HasSubstr("login:"), "Password:"));
  EXPECT_THAT(refused.before_secret, HasSubstr("login: " + user_));
  EXPECT_THAT(refused.before_secret, Not(HasSubstr("Password")));
}

TEST_F(LoginDeviceTest, ConsoleOfUnknownUser) {
  LoginAttempt attempt = Right();
  attempt.user = "iec-nobody-here";
  ExpectRefused(ConsolePath(), attempt);
}

TEST_F(LoginDeviceTest, ConsoleOfLockedAccount) {
  Must({.argv = {"usermod", "-L", user_}});
  ExpectRefused(ConsolePath(), Right());
  Must({.argv = {"usermod", "-U", user_}});
  ExpectGranted(ConsolePath(), Right());
}

TEST_F(LoginDeviceTest, ASessionThatEndsAtOnceIsNotGranted) {
  if (access("/usr/sbin/nologin", X_OK) != 0) GTEST_SKIP() << "no nologin";
  Must({.argv = {"usermod", "-s", "/usr/sbin/nologin", user_}});
  const LoginOutcome outcome = ExpectRefused(ConsolePath(), Right());
  EXPECT_THAT(outcome.detail, HasSubstr("not available"));
  ExpectRefused(SuPath(), Right());
}

TEST_F(LoginDeviceTest, AnExpiredPasswordIsNotGranted) {
  Must({.argv = {"chage", "-d", "0", user_}});
  const LoginOutcome outcome = ExpectRefused(ConsolePath(), Right());
  EXPECT_TRUE(outcome.password_expired);
  EXPECT_THAT(outcome.detail, HasSubstr("change of the password"));
}

TEST_F(LoginDeviceTest, ShellsAndPromptsOfAnyForm) {
  Must({.argv = {"usermod", "-s", "/bin/sh", user_}});
  ExpectGranted(ConsolePath(), Right());
  Must({.argv = {"usermod", "-s", "/bin/bash", user_}});
  // Noise, a slow start, and a prompt that looks like a question for a
  // secret and has colours.
  ASSERT_TRUE(CreateFile(home_ + "/.bash_profile",
                         "echo 'Enter your password: never here'\n"
                         "sleep 0.7; echo 42; printf 'half a line'; sleep 0.5\n"
                         "PS1='\\[\\e[1;31m\\]token:\\[\\e[0m\\] '\n",
                         0644)
                  .ok());
  ExpectGranted(ConsolePath(), Right());
  ExpectGranted(SuPath(), Right());
}

TEST_F(LoginDeviceTest, Su) {
  ExpectGranted(SuPath(), Right());
  const LoginOutcome refused = ExpectRefused(SuPath(), Wrong());
  EXPECT_THAT(refused.detail,
              HasSubstr("refused after the password prompt: the program ended "
                        "with exit status 1"));
  EXPECT_THAT(refused.prompts, ElementsAre("Password:"));
  LoginAttempt option = Right();
  option.user = "-f";
  EXPECT_FALSE(Login(SuPath(), option).ok());
}

TEST_F(LoginDeviceTest, Ssh) {
  std::string why;
  auto server = SshdForTest::Start(kPamSshd, &why);
  if (!server) GTEST_SKIP() << why;
  for (const char* method : {"keyboard-interactive", "password"}) {
    const LoginPath path = SshPath(*server, method);
    ExpectGranted(path, Right());
    const LoginOutcome refused = ExpectRefused(path, Wrong());
    EXPECT_THAT(refused.detail, StartsWith("refused after the password prompt"))
        << method;
    EXPECT_THAT(refused.before_secret, StartsWith("SSH-2.0-OpenSSH"));
    EXPECT_THAT(refused.prompts, SizeIs(1));
  }
  if (access("/usr/sbin/nologin", X_OK) == 0) {
    Must({.argv = {"usermod", "-s", "/usr/sbin/nologin", user_}});
    const LoginOutcome outcome =
        ExpectRefused(SshPath(*server, "password"), Right());
    EXPECT_THAT(outcome.detail, HasSubstr("not available"));
  }
}

TEST_F(LoginDeviceTest, SshOfAMethodThatIsNotOffered) {
  std::string why;
  auto server = SshdForTest::Start(
      "UsePAM yes\nPasswordAuthentication no\n"
      "KbdInteractiveAuthentication yes\n",
      &why);
  if (!server) GTEST_SKIP() << why;
  const LoginOutcome outcome =
      ExpectRefused(SshPath(*server, "password"), Right());
  EXPECT_EQ(outcome.detail,
            "refused: the server offers publickey, keyboard-interactive after "
            "the start, not password");
  EXPECT_THAT(outcome.prompts, IsEmpty());
}

TEST_F(LoginDeviceTest, SshThatDemandsAChainOfMethods) {
  std::string why;
  auto server = SshdForTest::Start(
      std::string(kPamSshd) +
          "AuthenticationMethods publickey,password,keyboard-interactive\n",
      &why);
  if (!server) GTEST_SKIP() << why;
  const LoginPath path = SshPath(*server, "password");
  ExpectRefused(path, Right());
  LoginAttempt attempt = Right();
  attempt.key = server->user_key();
  ExpectGranted(path, attempt);
  attempt.password = "wrong-" + Hex(RandomBytes(6));
  ExpectRefused(path, attempt);
}

TEST_F(LoginDeviceTest, PathsAreThoseThatTheServerOffers) {
  std::string why;
  auto server = SshdForTest::Start(kPamSshd, &why);
  if (!server) GTEST_SKIP() << why;
  Profile profile;
  HumanInterface ssh;
  ssh.kind = HumanInterface::Kind::kSsh;
  ssh.name = "service port";
  ssh.port = server->port();
  HumanInterface console;
  console.name = "serial";
  profile.interfaces = {ssh, console};
  const auto paths = LoginPaths(profile);
  ASSERT_TRUE(paths.ok()) << paths.error().message;
  ASSERT_THAT(*paths, SizeIs(3));
  EXPECT_EQ((*paths)[0].name, "console");
  EXPECT_EQ((*paths)[1].name, "ssh keyboard-interactive");
  EXPECT_EQ((*paths)[2].name, "ssh password");
  EXPECT_EQ((*paths)[2].port, server->port());

  profile.interfaces[0].port = 1;
  profile.interfaces[0].address = "127.1.2.3";
  EXPECT_THAT(LoginPaths(profile).error().message, HasSubstr("service port"));
}

TEST_F(LoginDeviceTest, AnotherServerAtThePlaceOfAPathIsAnError) {
  std::string why;
  auto server = SshdForTest::Start(kPamSshd, &why);
  if (!server) GTEST_SKIP() << why;
  LoginPath path = SshPath(*server, "password");
  path.host_key = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  EXPECT_THAT(Login(path, Right()).error().message,
              HasSubstr("login by ssh password: SSH to 127.0.0.1"));
}

TEST_F(LoginDeviceTest, AnAccountWithoutAPasswordIsSeenAsThat) {
  Must({.argv = {"passwd", "-d", user_}});
  std::string why;
  auto server = SshdForTest::Start(
      "UsePAM no\nPasswordAuthentication yes\nPermitEmptyPasswords yes\n",
      &why);
  if (!server) GTEST_SKIP() << why;
  Profile profile;
  profile.interfaces.resize(1);
  profile.interfaces[0].kind = HumanInterface::Kind::kSsh;
  profile.interfaces[0].port = server->port();
  const auto paths = LoginPaths(profile, user_);
  ASSERT_TRUE(paths.ok()) << paths.error().message;
  ASSERT_THAT(*paths, SizeIs(1));
  EXPECT_EQ((*paths)[0].name, "ssh none");
  const LoginOutcome outcome = Attempt((*paths)[0], Wrong());
  EXPECT_TRUE(outcome.granted);
  EXPECT_EQ(outcome.detail, "session opened as uid " + std::to_string(uid_) +
                                ", without any proof");
}

TEST_F(LoginDeviceTest, TwoLoginsAtTheSameTime) {
  std::string why;
  auto server = SshdForTest::Start(kPamSshd, &why);
  if (!server) GTEST_SKIP() << why;
  const LoginPath paths[] = {ConsolePath(), SuPath(),
                             SshPath(*server, "password")};
  std::thread threads[3];
  for (size_t i = 0; i < 3; ++i) {
    threads[i] = std::thread([&, i] { ExpectGranted(paths[i], Right()); });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(LoginDeviceTest, ASessionStaysOpenUntilLogOut) {
  auto login = OpenLogin::Start(ConsolePath(), Right());
  ASSERT_TRUE(login.ok()) << login.error().message;
  ASSERT_TRUE(login->outcome().granted) << login->outcome().detail;
  EXPECT_TRUE(login->Alive());
  OpenLogin moved = *std::move(login);
  EXPECT_TRUE(moved.Alive());
  const auto said =
      moved.Execute("true </none; echo $((6 * 7))", std::chrono::seconds(15));
  EXPECT_THAT(said.ok() ? *said : said.error().message, HasSubstr("42"));
  moved.LogOut();
  EXPECT_FALSE(moved.Alive());
  // Its processes are gone a moment later: init reaps what others left. Only
  // those of here: a container on this machine may have a user of that number.
  std::string processes = "?";
  for (int tries = 0; tries < 100 && !processes.empty(); ++tries) {
    const auto listed = iec::Run(
        {.argv = {"pgrep", "--ns", "1", "--nslist", "pid", "-a", "-u", user_}});
    if (!listed.ok()) GTEST_SKIP() << listed.error().message;
    processes = listed->out;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(processes, "");
}

TEST_F(LoginDeviceTest, LeavesNoOpenRecordInUtmp) {
  ASSERT_TRUE(Login(ConsolePath(), Right()).ok());
  const auto who = iec::Run({.argv = {"who"}});
  if (!who.ok()) GTEST_SKIP() << "who is not installed";
  EXPECT_THAT(who->out, Not(HasSubstr(user_)));
}

class PasswordChangeTest : public LoginDeviceTest {
 protected:
  PasswordChangeAttempt To(const std::string& candidate) const {
    PasswordChangeAttempt attempt;
    attempt.identity = Identity{uid_, uid_, {}};
    attempt.current_password = password_;
    attempt.candidate = candidate;
    attempt.timeout = std::chrono::seconds(30);
    return attempt;
  }
};

TEST_F(PasswordChangeTest, AGoodOneIsAcceptedAndWorks) {
  const std::string candidate = "Qx7-" + Hex(RandomBytes(10));
  const auto change = ChangeOwnPassword(To(candidate));
  ASSERT_TRUE(change.ok()) << change.error().message;
  EXPECT_TRUE(change->accepted) << change->dialogue;
  EXPECT_THAT(change->dialogue,
              Not(AnyOf(HasSubstr(candidate), HasSubstr(password_))));
  ExpectRefused(SuPath(), Right());
  password_ = candidate;
  ExpectGranted(SuPath(), Right());
}

TEST_F(PasswordChangeTest, AShortOneIsRefused) {
  const auto change = ChangeOwnPassword(To("ab1"));
  ASSERT_TRUE(change.ok()) << change.error().message;
  EXPECT_FALSE(change->accepted);
  EXPECT_THAT(change->dialogue, Not(IsEmpty()));
  ExpectGranted(SuPath(), Right());
}

TEST_F(PasswordChangeTest, AWrongCurrentOneIsAnErrorNotARefusal) {
  PasswordChangeAttempt attempt = To("Qx7-" + Hex(RandomBytes(10)));
  attempt.current_password = "wrong";
  const auto change = ChangeOwnPassword(attempt);
  ASSERT_FALSE(change.ok());
  EXPECT_THAT(change.error().message,
              HasSubstr("no new password was ever asked for"));
}

}  // namespace
}  // namespace iec
