// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/ssh_session.h"

#include <fmt/format.h>
#include <libssh/libssh.h>
#include <unistd.h>

#include <thread>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/tcp.h"
#include "lib/base/text.h"
#include "lib/dut/ssh_text.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

// Nothing here exists, so nothing is read.
constexpr const char* kNoDirectory = "/nonexistent";
constexpr const char* kNoFile = "/dev/null";
constexpr int kMostDropped = 5;
constexpr milliseconds kPauseDropped{400};

void EndSession(ssh_session session) {
  // libssh does not close a descriptor that it was given, unless the server
  // was the one to end the connection.
  const socket_t fd = ssh_get_fd(session);
  ssh_disconnect(session);
  if (fd >= 0) close(fd);
  ssh_free(session);
}

void SetTimeout(ssh_session session, milliseconds timeout) {
  const long seconds = static_cast<long>(timeout.count() / 1000);
  const long rest = static_cast<long>(timeout.count() % 1000) * 1000;
  ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &seconds);
  ssh_options_set(session, SSH_OPTIONS_TIMEOUT_USEC, &rest);
}

// libssh tells this apart from other failures by its message only.
bool IsNoCommonAlgorithm(std::string_view message) {
  return message.find("no match for method") != std::string_view::npos;
}

}  // namespace

SshSession::SshSession(std::shared_ptr<ssh_session_struct> session,
                       SshTarget target)
    : session_(std::move(session)), target_(std::move(target)) {}

Error SshSession::Failure(std::string_view doing) const {
  return Error{fmt::format("SSH to {} port {}: {}: {}", target_.address,
                           target_.port, doing,
                           Printable(ssh_get_error(session_.get()), 300))};
}

Status SshSession::Configure() {
  const bool no = false;
  const unsigned port = target_.port;
  // A user of "" would make libssh look our own up.
  const std::string user = target_.user.empty() ? "nobody" : target_.user;
  struct Option {
    ssh_options_e option;
    const void* value;
    std::string_view name;
  };
  const Option options[] = {
      {SSH_OPTIONS_PROCESS_CONFIG, &no, "configuration"},
      {SSH_OPTIONS_SSH_DIR, kNoDirectory, "directory"},
      {SSH_OPTIONS_KNOWNHOSTS, kNoFile, "known hosts"},
      {SSH_OPTIONS_GLOBAL_KNOWNHOSTS, kNoFile, "known hosts of the device"},
      {SSH_OPTIONS_HOST, target_.address.c_str(), "address"},
      {SSH_OPTIONS_PORT, &port, "port"},
      {SSH_OPTIONS_USER, user.c_str(), "user"},
  };
  for (const Option& option : options) {
    if (ssh_options_set(session_.get(), option.option, option.value) != 0) {
      return Failure(fmt::format("setting the {}", option.name));
    }
  }
  const std::pair<std::vector<ssh_options_e>, const std::string*> offers[] = {
      {{SSH_OPTIONS_KEY_EXCHANGE}, &target_.key_exchanges},
      {{SSH_OPTIONS_HOSTKEYS}, &target_.host_keys},
      {{SSH_OPTIONS_CIPHERS_C_S, SSH_OPTIONS_CIPHERS_S_C}, &target_.ciphers},
      {{SSH_OPTIONS_HMAC_C_S, SSH_OPTIONS_HMAC_S_C}, &target_.macs},
  };
  for (const auto& [slots, names] : offers) {
    if (names->empty()) continue;
    for (const ssh_options_e slot : slots) {
      if (ssh_options_set(session_.get(), slot, names->c_str()) != 0) {
        return Error{"the SSH client of this program knows none of '" +
                     Printable(*names) + "'"};
      }
    }
  }
  SetTimeout(session_.get(), target_.timeout);
  return {};
}

// `dropped`: the server has ended the connection before it said what it is.
Result<bool> SshSession::Handshake(bool& dropped) {
  dropped = false;
  // Our own connection: libssh would look the address up and give the socket
  // to every program that we start meanwhile.
  IEC_ASSIGN_OR_RETURN(
      UniqueFd fd,
      target_.connector
          ? target_.connector(target_.address, target_.port, target_.timeout)
          : ConnectTcp(target_.address, target_.port, target_.timeout,
                       target_.source));
  const socket_t socket = fd.get();
  if (ssh_options_set(session_.get(), SSH_OPTIONS_FD, &socket) != 0) {
    return Failure("using a connection");
  }
  const auto begin = std::chrono::steady_clock::now();
  const int code = ssh_connect(session_.get());
  // From ssh_connect on the session owns the socket, whatever came of it.
  fd.Release();
  if (code == SSH_OK) return true;
  if (IsNoCommonAlgorithm(ssh_get_error(session_.get()))) return false;
  // Before that it may say "Exceeded MaxStartups".
  dropped = !Text(ssh_get_serverbanner(session_.get())).starts_with("SSH-") &&
            std::chrono::steady_clock::now() - begin < target_.timeout;
  return Failure("key exchange");
}

Status SshSession::LearnServer() {
  ssh_session session = session_.get();
  server_.identification = Text(ssh_get_serverbanner(session));
  server_.key_exchange = Text(ssh_get_kex_algo(session));
  server_.cipher_to_server = Text(ssh_get_cipher_out(session));
  server_.cipher_to_client = Text(ssh_get_cipher_in(session));
  server_.mac_to_server = Text(ssh_get_hmac_out(session));
  server_.mac_to_client = Text(ssh_get_hmac_in(session));

  ssh_key key = nullptr;
  if (ssh_get_server_publickey(session, &key) != SSH_OK) {
    return Failure("reading the host key");
  }
  unsigned char* hash = nullptr;
  size_t size = 0;
  const int hashed =
      ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &size);
  server_.host_key_type = Text(ssh_key_type_to_char(ssh_key_type(key)));
  ssh_key_free(key);
  if (hashed != 0) return Failure("hashing the host key");
  char* fingerprint =
      ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, size);
  server_.host_key = Text(fingerprint);
  ssh_string_free_char(fingerprint);
  ssh_clean_pubkey_hash(&hash);

  if (!target_.pinned_host_key.empty() &&
      server_.host_key != target_.pinned_host_key) {
    return Error{fmt::format(
        "SSH to {} port {}: the host key is {}, not the pinned {}: this is "
        "another server, or its key was changed",
        target_.address, target_.port, server_.host_key,
        target_.pinned_host_key)};
  }
  return {};
}

namespace {

// One of this machine's, which is reached from each of 127.* as well.
bool IsOwnIpv4(const std::string& address) {
  if (address.starts_with("127.")) return true;
  if (address.find(':') != std::string::npos) return false;
  const auto own = OwnAddressTowards(address);
  return own.ok() && *own == address;
}

}  // namespace

Result<std::optional<SshSession>> SshSession::NegotiateOnce(
    const SshTarget& target, bool& dropped) {
  std::shared_ptr<ssh_session_struct> raw(ssh_new(), [](ssh_session session) {
    if (session != nullptr) EndSession(session);
  });
  if (!raw) return Error{"the SSH library could not be started"};
  SshSession session(std::move(raw), target);
  IEC_RETURN_IF_ERROR(session.Configure());
  const auto agreed = session.Handshake(dropped);
  if (!agreed.ok()) return agreed.error();
  if (!*agreed) return std::optional<SshSession>();
  IEC_RETURN_IF_ERROR(session.LearnServer());
  return std::optional<SshSession>(std::move(session));
}

Result<std::optional<SshSession>> SshSession::Negotiate(
    const SshTarget& target) {
  bool dropped = false;
  auto session = NegotiateOnce(target, dropped);
  // How others are treated is what they are there to see.
  if (target.connector || !target.source.empty()) return session;
  if (session.ok()) return session;
  SshTarget other = target;
  if (IsOwnIpv4(target.address)) {
    // Whoever has failed may be shut out for a time (PerSourcePenalties), and
    // with wrong logins the other tests have. Nobody has come from here yet.
    other.source = fmt::format("127.{}.{}.{}", 1 + RandomBelow(254),
                               1 + RandomBelow(254), 1 + RandomBelow(254));
    session = NegotiateOnce(other, dropped);
  }
  // Anybody may be while many are on their way in (MaxStartups).
  for (int tries = 1; dropped && tries <= kMostDropped; ++tries) {
    std::this_thread::sleep_for(kPauseDropped * tries);
    session = NegotiateOnce(other, dropped);
  }
  return session;
}

Result<SshSession> SshSession::Connect(const SshTarget& target) {
  IEC_ASSIGN_OR_RETURN(auto session, Negotiate(target));
  if (!session) {
    return Error{fmt::format(
        "SSH to {} port {}: client and server have no algorithm in common",
        target.address, target.port)};
  }
  return *std::move(session);
}

bool SshSession::IsConnected() const {
  return ssh_is_connected(session_.get()) == 1;
}

Result<std::optional<SshChannel>> SshSession::Opened(
    ssh_channel_struct* channel, int code, std::string_view what) {
  if (code == SSH_OK) {
    return std::optional<SshChannel>(SshChannel(session_, channel));
  }
  // The server's no leaves the connection as it was.
  const bool refused = code == SSH_ERROR && IsConnected() &&
                       ssh_get_error_code(session_.get()) == SSH_REQUEST_DENIED;
  Error error = code == SSH_AGAIN
                    ? Error{fmt::format("SSH to {} port {}: {}: no answer in "
                                        "time",
                                        target_.address, target_.port, what)}
                    : Failure(what);
  ssh_channel_free(channel);
  if (refused) return std::optional<SshChannel>();
  return error;
}

Result<std::optional<SshChannel>> SshSession::OpenChannel() {
  SetTimeout(session_.get(), target_.timeout);
  ssh_channel channel = ssh_channel_new(session_.get());
  if (channel == nullptr) return Failure("creating a channel");
  return Opened(channel, ssh_channel_open_session(channel),
                "opening a session");
}

Result<Outcome> SshSession::ExecuteIn(SshChannel& channel,
                                      const std::string& command,
                                      milliseconds timeout) {
  IEC_ASSIGN_OR_RETURN(const bool started, channel.StartCommand(command));
  if (!started) return Failure("starting a command");
  return channel.Collect(timeout);
}

Result<Outcome> SshSession::Execute(const std::string& command,
                                    milliseconds timeout) {
  IEC_ASSIGN_OR_RETURN(auto channel, OpenChannel());
  if (!channel) return Failure("opening a session");
  return ExecuteIn(*channel, command, timeout);
}

Result<Outcome> SshSession::ExecuteOnTerminal(const std::string& command,
                                              milliseconds timeout) {
  IEC_ASSIGN_OR_RETURN(auto channel, OpenChannel());
  if (!channel) return Failure("opening a session");
  IEC_ASSIGN_OR_RETURN(const bool given, channel->RequestTerminal());
  if (!given) return Failure("asking for a terminal");
  return ExecuteIn(*channel, command, timeout);
}

}  // namespace iec
