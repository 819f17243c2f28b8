// SPDX-License-Identifier: Apache-2.0
// Sessions of one user that are opened one after the other and held, to see
// how many a device lets there be at a time.
#ifndef IEC_LIB_DUT_HELD_SESSIONS_H_
#define IEC_LIB_DUT_HELD_SESSIONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/login.h"

namespace iec {

enum class SessionKind {
  kTerminal,      // a shell on a terminal; all that there is on a console
  kShell,         // a shell without one
  kCommand,       // a command without one, which goes on
  kFileTransfer,  // the SFTP subsystem
};

// What came of the wish for one more session.
struct SessionAttempt {
  enum class Answer {
    kHeld,        // it has run what we asked for, and goes on
    kEnded,       // it has run something, and is over
    kRefused,     // it has run nothing and is over
    kNotOffered,  // this kind is not served
  };
  Answer answer = Answer::kRefused;
  std::string detail;  // fit for evidence

  bool held() const { return answer == Answer::kHeld; }
  bool ran() const { return held() || answer == Answer::kEnded; }
};

class HeldSessions {
 public:
  // Every shell is told to write a file into `witness_directory`, which the
  // user must be able to: so it is seen to have run also where it was ended
  // before it could answer.
  HeldSessions(LoginPath path, LoginAttempt attempt,
               std::string witness_directory);
  ~HeldSessions();

  // One more, by a login of its own. An Error where the device says neither
  // yes nor no.
  Result<SessionAttempt> LogIn(SessionKind kind);
  // One more in a connection that one of them has. Each is asked until one
  // says yes.
  Result<SessionAttempt> OpenBeside(SessionKind kind);
  // Whichever of the two the device leaves: some have a limit of connections,
  // others one of sessions in them. `beside` is what comes first.
  Result<SessionAttempt> OpenOneMore(SessionKind kind, bool beside);

  // How many of them still do what they are asked.
  size_t CountRunning();
  // Its connection ends with it, unless there are more in that.
  void CloseOldest();
  void CloseAll();

 private:
  struct Session;
  Result<SessionAttempt> LogInOnTerminal();
  Result<SessionAttempt> OpenIn(Session session, SessionKind kind);

  LoginPath path_;
  LoginAttempt attempt_;
  std::string witness_directory_;
  std::vector<Session> sessions_;  // oldest first
};

}  // namespace iec

#endif  // IEC_LIB_DUT_HELD_SESSIONS_H_
