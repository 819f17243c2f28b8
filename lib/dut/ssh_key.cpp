// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/ssh_key.h"

#include <libssh/libssh.h>
#include <string.h>

#include <algorithm>
#include <utility>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr int kRsaBits = 3072;

// Takes over a text of libssh; wiped, since it may be a private key.
std::string TakeText(char* text) {
  std::string copy(text);
  explicit_bzero(text, copy.size());
  ssh_string_free_char(text);
  return copy;
}

bool IsNamed(std::string_view list, std::string_view algorithm) {
  return Contains(Split(list, ','), algorithm);
}

}  // namespace

SshKey::SshKey(ssh_key_struct* key) : key_(key, ssh_key_free) {}

Result<SshKey> SshKey::Generate(const std::vector<std::string>& accepted) {
  constexpr std::pair<std::string_view, ssh_keytypes_e> kKinds[] = {
      {"ssh-ed25519", SSH_KEYTYPE_ED25519},
      {"ecdsa-sha2-nistp256", SSH_KEYTYPE_ECDSA_P256},
      {"ecdsa-sha2-nistp384", SSH_KEYTYPE_ECDSA_P384},
      {"ecdsa-sha2-nistp521", SSH_KEYTYPE_ECDSA_P521},
      {"rsa-sha2-512", SSH_KEYTYPE_RSA},
      {"rsa-sha2-256", SSH_KEYTYPE_RSA}};
  ssh_keytypes_e kind = SSH_KEYTYPE_ED25519;
  for (const auto& [algorithm, its_kind] : kKinds) {
    if (std::all_of(accepted.begin(), accepted.end(), [&](const auto& list) {
          return IsNamed(list, algorithm);
        })) {
      kind = its_kind;
      break;
    }
  }
  ssh_key key = nullptr;
  if (ssh_pki_generate(kind, kind == SSH_KEYTYPE_RSA ? kRsaBits : 0, &key) !=
      SSH_OK) {
    return Error{"generating a key for SSH failed"};
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
