// SPDX-License-Identifier: Apache-2.0
// Services to which people would send a password in the clear, told by what
// they answer and, where they answer nothing, by their port.
#ifndef IEC_LIB_DUT_CLEAR_TEXT_LOGIN_H_
#define IEC_LIB_DUT_CLEAR_TEXT_LOGIN_H_

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/dut/listeners.h"

namespace iec {

// What a service is that has said `said` to a connection, and then `answer`
// to the question that QuestionFor() has: "telnet", "FTP", "TFTP", "a login
// prompt", ...; empty where it asks for no password in the clear.
std::string_view ClearTextLogin(const Listener& listener, std::string_view said,
                                std::string_view answer);

// What to say to it to learn more; empty for nothing.
std::string_view QuestionFor(const Listener& listener, std::string_view said);

// Talks to all of them at once.
class ClearTextProbe {
 public:
  explicit ClearTextProbe(const std::vector<Listener>& listeners);

  struct Found {
    Listener listener;
    std::string what;
  };
  // Waits until all have said something, at most for `timeout`.
  std::vector<Found> Collect(std::chrono::milliseconds timeout);

 private:
  struct Talk {
    Listener listener;
    UniqueFd fd;  // none where no connection came about
    std::string said;
    std::string answer;
    bool asked = false;
    bool done = false;
  };
  void Hear(Talk& talk);
  void Ask(Talk& talk);

  std::vector<Talk> talks_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_CLEAR_TEXT_LOGIN_H_
