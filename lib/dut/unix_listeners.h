// SPDX-License-Identifier: Apache-2.0
// UNIX sockets that wait for connections.
#ifndef IEC_LIB_DUT_UNIX_LISTENERS_H_
#define IEC_LIB_DUT_UNIX_LISTENERS_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/result.h"

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

// Without waiting; none where no connection comes about.
UniqueFd ConnectUnix(const UnixListener& listener);

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

}  // namespace iec

#endif  // IEC_LIB_DUT_UNIX_LISTENERS_H_
