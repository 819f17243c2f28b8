// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/ssh_key.h"

#include <libssh/libssh.h>
#include <string.h>

namespace iec {
namespace {

// Takes over a text of libssh; wiped, since it may be a private key.
std::string TakeText(char* text) {
  std::string copy(text);
  explicit_bzero(text, copy.size());
  ssh_string_free_char(text);
  return copy;
}

}  // namespace

SshKey::SshKey(ssh_key_struct* key) : key_(key, ssh_key_free) {}

Result<SshKey> SshKey::Generate() {
  ssh_key key = nullptr;
  if (ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) != SSH_OK) {
    return Error{"generating an Ed25519 key failed"};
  }
  return SshKey(key);
}

Result<SshKey> SshKey::FromText(const std::string& private_key) {
  ssh_key key = nullptr;
  if (ssh_pki_import_privkey_base64(private_key.c_str(), nullptr, nullptr,
                                    nullptr, &key) != SSH_OK) {
    return Error{"not an unencrypted private key in OpenSSH's format"};
  }
  return SshKey(key);
}

Result<std::string> SshKey::PrivateText() const {
  char* text = nullptr;
  if (ssh_pki_export_privkey_base64(get(), nullptr, nullptr, nullptr, &text) !=
      SSH_OK) {
    return Error{"exporting a private key failed"};
  }
  return TakeText(text);
}

Result<std::string> SshKey::PublicLine() const {
  char* text = nullptr;
  if (ssh_pki_export_pubkey_base64(get(), &text) != SSH_OK) {
    return Error{"exporting a public key failed"};
  }
  return std::string(ssh_key_type_to_char(ssh_key_type(get()))) + " " +
         TakeText(text);
}

}  // namespace iec
