// SPDX-License-Identifier: Apache-2.0
// Logging in as a person does, over each way that the device has for people.
// A login counts as granted only when a command that ran in the session has
// proven it.
#ifndef IEC_LIB_DUT_LOGIN_H_
#define IEC_LIB_DUT_LOGIN_H_

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/tcp.h"
#include "lib/dut/process.h"
#include "lib/dut/second_factor.h"
#include "lib/dut/ssh_key.h"
#include "lib/profile/profile.h"

namespace iec {

struct LoginPath {
  enum class Kind {
    kConsole,  // `login` on a terminal of its own, as a getty starts it
    kSsh,
    kSu,  // `su - USER`, run by nobody
  };
  Kind kind = Kind::kConsole;
  std::string name;     // "console", "ssh keyboard-interactive", "su"
  std::string address;  // numeric; these three for SSH only
  uint16_t port = 0;
  std::string method;  // "keyboard-interactive", "password" or "none"
  // The server demands a key before the method. Here, and wherever one is
  // demanded, it is that of a temporary user, where the attempt has none.
  bool key_first = false;
  // "SHA256:...", pinned once LoginPaths() has seen it; empty: any key.
  std::string host_key;
  // Where it comes from another machine; SSH only.
  TcpConnector connector;
};

// The ways in that the profile declares: the console, and each SSH interface
// with each of the methods above that the server offers to `user` when asked
// ("none" where it demands nothing at all), or demands after a key. What a
// server offers only after another method has succeeded is part of the path
// that it begins with. Where a connector is given, SSH is reached by it.
Result<std::vector<LoginPath>> LoginPaths(const Profile& profile,
                                          const std::string& user = "root",
                                          const TcpConnector& connector = {});
LoginPath ConsolePath();
LoginPath SuPath();

struct LoginAttempt {
  std::string user;
  std::string password;
  // Null: none is enrolled, and prompts for codes get an empty answer.
  SecondFactor* factor = nullptr;
  bool withhold_second_factor = false;  // an empty answer all the same
  std::string wrong_code;               // given in place of a right one
  // Given where a change of the password is demanded; empty: the login ends
  // there.
  std::string new_password;
  // Where a server demands a key beside the method of the path.
  std::optional<SshKey> key;
  bool withhold_key = false;  // none is given, though the user has one
  // For all of it. PAM delays a refusal by 3 s, a slow device by more.
  std::chrono::milliseconds timeout{120'000};
};

// All texts are without the secrets of the attempt; all but `detail` are as the
// device sent them, and need Printable() where others read them.
struct LoginOutcome {
  bool granted = false;
  std::optional<uid_t> uid;  // as `id -u` printed it in the session
  // What ended it: "refused after the password prompt", "session opened as
  // uid 1001".
  std::string detail;
  // Neither yes nor no came within the time limit; `detail` says after what.
  // Whether that is a refusal is for the test to say.
  bool timed_out = false;
  // A key was taken and no code asked for: the key is the second factor.
  bool key_for_code = false;
  // A change of the password is demanded before anything else.
  bool password_expired = false;
  // All that was shown before the first prompt for a secret: a notice of use
  // must be in it.
  std::string before_secret;
  std::vector<std::string> prompts;
  std::string transcript;  // its last 4 KiB
};

// An Error where the way in could not be tried: no server, no program.
Result<LoginOutcome> Login(const LoginPath& path, const LoginAttempt& attempt);

// A session that stays open until LogOut() or the end of this object.
class OpenLogin {
 public:
  // Where the login was not granted there is no session, but its outcome.
  static Result<OpenLogin> Start(const LoginPath& path,
                                 const LoginAttempt& attempt);

  OpenLogin(OpenLogin&&) noexcept;
  OpenLogin& operator=(OpenLogin&&) noexcept;
  ~OpenLogin();

  const LoginOutcome& outcome() const;
  // Whether a command still runs in the session.
  bool Alive();
  // What a command line prints in the session, where it is typed or sent. An
  // Error where it does not run or does not end.
  Result<std::string> Execute(const std::string& command_line,
                              std::chrono::milliseconds timeout);
  // The same, always on a terminal. What it asks for secrets, as sudo does, is
  // answered with those of `answers`, which are not in what is returned.
  Result<std::string> ExecuteAnswering(const std::string& command_line,
                                       const LoginAttempt& answers,
                                       std::chrono::milliseconds timeout);
  void LogOut();

  class Session;  // one of the kinds

 private:
  explicit OpenLogin(std::unique_ptr<Session> session);

  std::unique_ptr<Session> session_;
};

struct PasswordChangeAttempt {
  Identity identity;  // of the user, whose password it is
  std::string current_password;
  std::string candidate;
  SecondFactor* factor = nullptr;
  // Before any candidate is asked for, say since the password is too young;
  // otherwise that is an Error.
  bool may_be_refused_at_once = false;
  std::chrono::milliseconds timeout{120'000};
};

struct PasswordChange {
  bool accepted = false;
  std::string dialogue;  // without the passwords
};

// As the user, by `passwd` on a terminal: rules that bind root less do not
// count. An Error where the candidate was never judged.
Result<PasswordChange> ChangeOwnPassword(const PasswordChangeAttempt& attempt);

// As root, for another user: by `passwd USER` on a terminal, and by chpasswd.
// An Error where the candidate was never judged.
Result<PasswordChange> SetPasswordByPasswd(const std::string& user,
                                           const std::string& candidate);
Result<PasswordChange> SetPasswordByChpasswd(const std::string& user,
                                             const std::string& candidate);

}  // namespace iec

#endif  // IEC_LIB_DUT_LOGIN_H_
