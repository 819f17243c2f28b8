// SPDX-License-Identifier: Apache-2.0
// A key pair for SSH that lives in memory.
#ifndef IEC_LIB_DUT_SSH_KEY_H_
#define IEC_LIB_DUT_SSH_KEY_H_

#include <memory>
#include <string>
#include <vector>

#include "lib/base/result.h"

struct ssh_key_struct;

namespace iec {

class SshKey {
 public:
  // Ed25519; where lists of algorithms such as sshd's are given, of a kind that
  // each of them names.
  static Result<SshKey> Generate(const std::vector<std::string>& accepted = {});
  // An unencrypted private key as ssh-keygen writes it.
  static Result<SshKey> FromText(const std::string& private_key);

  Result<std::string> PrivateText() const;
  // "ssh-ed25519 AAAA...": a line for authorized_keys, without its end.
  Result<std::string> PublicLine() const;

  ssh_key_struct* get() const { return key_.get(); }

 private:
  explicit SshKey(ssh_key_struct* key);

  std::shared_ptr<ssh_key_struct> key_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_SSH_KEY_H_
