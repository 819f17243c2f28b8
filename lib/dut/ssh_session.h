// SPDX-License-Identifier: Apache-2.0
// An SSH connection as a person's client makes it, to a numeric address. No
// file of the device or of this user is read: no configuration, no known
// hosts, no keys, no agent.
//
// An Error is trouble with the connection or the protocol, from which no test
// may conclude anything; a server that says no is a value.
#ifndef IEC_LIB_DUT_SSH_SESSION_H_
#define IEC_LIB_DUT_SSH_SESSION_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/tcp.h"
#include "lib/dut/process.h"
#include "lib/dut/ssh_key.h"

struct ssh_session_struct;
struct ssh_channel_struct;

namespace iec {

struct SshTarget {
  std::string address = "127.0.0.1";  // numeric
  uint16_t port = 22;
  std::string user;
  // For the connection with its key exchange, and again for each later step.
  std::chrono::milliseconds timeout{30'000};
  // Local address to come from. Where empty: any, and to an IPv4 address of
  // this machine others once more, if the server has dropped the first.
  std::string source;
  // Makes the connection instead, from another machine.
  TcpConnector connector;
  // Comma-separated names in order of preference; empty: all that the client
  // knows. One name each makes a one-algorithm client.
  std::string key_exchanges;
  std::string host_keys;
  std::string ciphers;
  std::string macs;
  // "SHA256:..."; another key of the server is an Error. Empty: any key.
  std::string pinned_host_key;
};

struct SshServer {
  std::string identification;  // "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10"
  std::string host_key_type;   // "ssh-ed25519"
  std::string host_key;        // "SHA256:..."
  // Agreed on. A cipher that authenticates has the library's own name for
  // that ("aead-gcm", "aead-poly1305") in place of a MAC.
  std::string key_exchange;
  std::string cipher_to_server;
  std::string cipher_to_client;
  std::string mac_to_server;
  std::string mac_to_client;
};

struct SshAuthentication {
  enum class Answer {
    kGranted,
    kPartial,  // right, and more is demanded: `methods` says what
    kDenied,
    kClosed,  // the server ended the connection: `reason` says why, if it did
  };
  Answer answer = Answer::kDenied;
  std::vector<std::string> methods;  // that can continue
  std::string reason;
};

// What the server asks in keyboard-interactive; `prompts` can be empty, then
// it only says something.
struct SshQuestions {
  struct Prompt {
    std::string text;
    bool echo = false;
  };
  std::string name;
  std::string instruction;
  std::vector<Prompt> prompts;
};
// One answer for each prompt; an Error ends the authentication with it.
using SshResponder =
    std::function<Result<std::vector<std::string>>(const SshQuestions&)>;

// One channel of a session; keeps the connection alive while it exists. Not
// to be used in two threads at once, as little as its session.
class SshChannel {
 public:
  SshChannel(SshChannel&& other) noexcept;
  SshChannel& operator=(SshChannel&& other) noexcept;
  ~SshChannel();

  // Each is false where the server refuses.
  Result<bool> RequestTerminal(int columns = 250, int rows = 50);
  Result<bool> StartShell();
  Result<bool> StartCommand(const std::string& command);
  Result<bool> StartSubsystem(const std::string& name);

  Status Write(std::string_view bytes);
  // What has come within `timeout`, nothing where nothing has. Sets `ended()`.
  Result<std::string> Read(std::chrono::milliseconds timeout);
  bool ended() const;
  // Reads both streams to the end, then gives the exit status (-1 where the
  // server sent none).
  Result<Outcome> Collect(std::chrono::milliseconds timeout,
                          size_t output_limit = size_t{1} << 20);

 private:
  friend class SshSession;
  SshChannel(std::shared_ptr<ssh_session_struct> session,
             ssh_channel_struct* channel);
  Result<bool> Requested(int code, std::string_view what);
  void Free();

  std::shared_ptr<ssh_session_struct> session_;
  ssh_channel_struct* channel_ = nullptr;
};

class SshSession {
 public:
  // Connects and exchanges keys.
  static Result<SshSession> Connect(const SshTarget& target);
  // The same; nothing where client and server have no algorithm in common.
  static Result<std::optional<SshSession>> Negotiate(const SshTarget& target);

  const SshServer& server() const { return server_; }
  const std::string& user() const { return target_.user; }
  // What the server has shown so far, before and during authentication.
  const std::string& banner() const { return banner_; }

  // Asks which methods there are, by a try without any proof. kGranted is
  // then what it says: the server wants none.
  Result<SshAuthentication> AuthenticateByNothing();
  Result<SshAuthentication> AuthenticateByPassword(const std::string& password);
  Result<SshAuthentication> AuthenticateInteractively(
      const SshResponder& responder);
  Result<SshAuthentication> AuthenticateByKey(const SshKey& key);

  // After kGranted. Nothing where the server refuses a further channel.
  Result<std::optional<SshChannel>> OpenChannel();

  // A command in a channel of its own. Refusals are Errors here.
  Result<Outcome> Execute(const std::string& command,
                          std::chrono::milliseconds timeout);
  // The same on a terminal: both streams come as `out`, lines end in CR LF.
  Result<Outcome> ExecuteOnTerminal(const std::string& command,
                                    std::chrono::milliseconds timeout);

  bool IsConnected() const;

 private:
  SshSession(std::shared_ptr<ssh_session_struct> session, SshTarget target);

  static Result<std::optional<SshSession>> NegotiateOnce(
      const SshTarget& target, bool& dropped);
  Status Configure();
  Result<bool> Handshake(bool& dropped);
  Status LearnServer();
  void LearnBanner();
  Result<SshAuthentication> Answered(int code);
  std::vector<std::string> Methods() const;
  Error Failure(std::string_view doing) const;
  Result<std::optional<SshChannel>> Opened(ssh_channel_struct* channel,
                                           int code, std::string_view what);
  Result<Outcome> ExecuteIn(SshChannel& channel, const std::string& command,
                            std::chrono::milliseconds timeout);

  std::shared_ptr<ssh_session_struct> session_;
  SshTarget target_;
  SshServer server_;
  std::string banner_;
  std::string last_banner_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_SSH_SESSION_H_
