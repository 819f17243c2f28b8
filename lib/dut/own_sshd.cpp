// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/own_sshd.h"

#include <sys/socket.h>
#include <sys/stat.h>

#include <memory>

#include "lib/base/file.h"
#include "lib/dut/process_child.h"
#include "lib/dut/ssh_key.h"

namespace iec {
namespace {

Result<std::string> WriteConfig(Dut& dut, const SshKey& key,
                                const std::string& settings) {
  IEC_ASSIGN_OR_RETURN(const SshKey host_key, SshKey::Generate());
  IEC_ASSIGN_OR_RETURN(const std::string host_key_text, host_key.PrivateText());
  IEC_ASSIGN_OR_RETURN(const std::string line, key.PublicLine());
  IEC_ASSIGN_OR_RETURN(const std::string directory, dut.TemporaryDirectory());
  // The server reads the key's file as the user.
  if (chmod(directory.c_str(), 0711) != 0) {
    return ErrnoError("opening", directory);
  }
  const std::string config = directory + "/config";
  IEC_RETURN_IF_ERROR(CreateFile(directory + "/host_key", host_key_text, 0600));
  IEC_RETURN_IF_ERROR(CreateFile(directory + "/keys", line + "\n", 0644));
  IEC_RETURN_IF_ERROR(
      CreateFile(config,
                 settings + "\nHostKey " + directory +
                     "/host_key\nAuthorizedKeysFile " + directory +
                     "/keys\nAuthenticationMethods publickey\nUsePAM no\n"
                     "StrictModes no\nPidFile none\nLogLevel QUIET\n",
                 0600));
  return config;
}

}  // namespace

Result<OwnSshd> OwnSshd::Start(Dut& dut, const std::string& user,
                               const std::string& settings) {
  IEC_ASSIGN_OR_RETURN(const SshKey key, SshKey::Generate());
  IEC_ASSIGN_OR_RETURN(const std::string config,
                       WriteConfig(dut, key, settings));
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return ErrnoError("creating a pair of sockets");
  }
  auto ours = std::make_shared<UniqueFd>(ends[0]);
  UniqueFd theirs(ends[1]);
  IEC_RETURN_IF_ERROR(MoveAboveStandard(theirs));
  IEC_ASSIGN_OR_RETURN(
      BackgroundProcess process,
      BackgroundProcess::StartOn(theirs.get(),
                                 {.argv = {"sshd", "-i", "-f", config}}));
  theirs.Reset();
  SshTarget target;
  target.user = user;
  target.connector = [ours](const std::string&, uint16_t,
                            std::chrono::milliseconds) -> Result<UniqueFd> {
    return std::move(*ours);
  };
  IEC_ASSIGN_OR_RETURN(SshSession session, SshSession::Connect(target));
  IEC_ASSIGN_OR_RETURN(const SshAuthentication answer,
                       session.AuthenticateByKey(key));
  if (answer.answer != SshAuthentication::Answer::kGranted) {
    return Error{"an sshd of ours does not let " + user + " in by a key: " +
                 (answer.reason.empty() ? "denied" : answer.reason)};
  }
  return OwnSshd(std::move(process), std::move(session));
}

}  // namespace iec
