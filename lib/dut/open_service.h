// SPDX-License-Identifier: Apache-2.0
// Services that do what somebody says who has not said who he is: shells and
// command interpreters behind a TCP port or a UNIX socket, told by what they
// answer.
#ifndef IEC_LIB_DUT_OPEN_SERVICE_H_
#define IEC_LIB_DUT_OPEN_SERVICE_H_

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/dut/listeners.h"
#include "lib/dut/unix_listeners.h"

namespace iec {

// What was said in one connection.
struct Conversation {
  std::string greeting;  // before anything was sent
  std::string answer;    // to the lines of CommandLines()
  std::string page;      // to a request for a web page, made by another one
  bool closed = false;   // by the service, before it was asked anything
  std::string call{};    // to the remote call of CallLine(), by a third one
  bool screen = false;   // it shows a screen without a password
};

// What is sent: an empty line, and commands of the usual interpreters and of
// debuggers. A shell answers with `mark`, which does not stand in them.
std::string CommandLines(std::string_view mark);
// The same as JSON, under the names that such calls have.
std::string CallLine(std::string_view mark);

// What kind of a way in without a login this is: "a shell", "a prompt",
// "an answer to commands", ...; empty where it is none.
std::string_view OpenServiceKind(const Conversation& said,
                                 std::string_view mark);

// Talks to all of them at once, where this device reaches them. UNIX sockets
// are connected to as the user nobody: whom the file system keeps out need not
// be asked for a login.
class OpenServiceProbe {
 public:
  OpenServiceProbe(const std::vector<Listener>& listeners,
                   const std::vector<UnixListener>& sockets);

  struct Found {
    std::string name;
    std::string what;
    std::string said;  // fit for evidence
  };
  std::vector<Found> Collect();
  // The names of those that spoke SSH in what Collect() heard.
  std::vector<std::string> SshServers() const;
  // TCP listeners to which no connection came about.
  const std::vector<std::string>& unreached() const { return unreached_; }
  size_t connected() const;

 private:
  struct Talk {
    std::string name;
    std::string address;  // of TCP
    uint16_t port = 0;
    UnixListener socket;
    UniqueFd fd;
    UniqueFd page_fd;  // a second one, for a web page
    UniqueFd call_fd;
    bool connected = false;
    Conversation said;
  };
  static UniqueFd Connect(const Talk& talk);
  void AskAll();
  void Hear(std::chrono::milliseconds time, bool asked);
  // Goes on where the first answer leads, by connections of its own.
  static void Follow(Talk& talk);

  std::vector<Talk> talks_;
  std::vector<std::string> unreached_;
  std::string mark_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_OPEN_SERVICE_H_
