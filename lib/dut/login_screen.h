// SPDX-License-Identifier: Apache-2.0
// What a terminal shows while somebody logs in at it.
#ifndef IEC_LIB_DUT_LOGIN_SCREEN_H_
#define IEC_LIB_DUT_LOGIN_SCREEN_H_

#include <chrono>
#include <string>

#include "lib/dut/login_session.h"
#include "lib/dut/pty.h"

namespace iec {

class LoginScreen {
 public:
  // All three outlive this object. `user` is who logs in.
  LoginScreen(Pty& pty, const std::string& user, const Deadline& deadline)
      : pty_(pty), user_(user), deadline_(deadline) {}

  // kNothing: none of them before the deadline.
  enum class Seen { kPrompt, kRefusal, kShell, kEnd, kNothing };

  // What the program has come to, once it has stopped there. Where nothing
  // tells that a shell is one, only a long silence after a secret does.
  Seen Look(bool secret_asked);

  // The line that the cursor is in.
  std::string Line() const;

 private:
  bool IsPrompt() const;
  bool IsRefusal() const;
  bool LooksLikeAShell() const;
  bool Settled(std::chrono::milliseconds silence);

  Pty& pty_;
  const std::string& user_;
  const Deadline& deadline_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_LOGIN_SCREEN_H_
