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
#include "lib/base/result.h"
#include "lib/dut/listeners.h"

namespace iec {

// A UNIX socket that waits for others.
struct UnixListener {
  std::string path;  // "@name" for one without a file
  int type = 0;      // SOCK_STREAM or SOCK_SEQPACKET

  std::string Name() const { return "unix " + path; }
};

// The text of /proc/net/unix.
std::vector<UnixListener> ParseUnixListeners(std::string_view table);
Result<std::vector<UnixListener>> UnixListeners();

// A UNIX listener of ours without a file, by which a search shows that it sees
// such.
class OwnUnixListener {
 public:
  static Result<OwnUnixListener> Start();

  const std::string& name() const { return name_; }
  Status Say(std::string_view text);

 private:
  std::string name_;
  UniqueFd fd_;
  UniqueFd connection_;
};

// What was said in one connection.
struct Conversation {
  std::string greeting;  // before anything was sent
  std::string answer;    // to the lines of CommandLines()
  std::string page;      // to a request for a web page, made by another one
  bool closed = false;   // by the service, before it was asked anything
};

// What is sent: an empty line, and commands of the usual interpreters. A
// shell answers with `mark`, which does not stand in them.
std::string CommandLines(std::string_view mark);

// What kind of a way in without a login this is: "a shell", "a prompt",
// "an answer to commands", ...; empty where it is none.
std::string_view OpenServiceKind(const Conversation& said,
                                 std::string_view mark);

// Talks to all of them at once. UNIX sockets are connected to as the user
// nobody: whom the file system keeps out need not be asked for a login.
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
  size_t connected() const;

 private:
  struct Talk {
    std::string name;
    UniqueFd fd;       // none where no connection came about
    UniqueFd page_fd;  // the second one, for a web page
    Conversation said;
  };
  void Hear(std::chrono::milliseconds time, bool asked);

  std::vector<Talk> talks_;
  std::string mark_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_OPEN_SERVICE_H_
