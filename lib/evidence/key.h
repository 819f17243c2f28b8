// SPDX-License-Identifier: Apache-2.0
// key: a key pair, or the public half, in the hands of OpenSSL.
#ifndef IEC_LIB_EVIDENCE_KEY_H_
#define IEC_LIB_EVIDENCE_KEY_H_

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

class EvidenceKey {
 public:
  // Of PEM text. A key that is encrypted or of another kind than Ed25519 and
  // P-256 is refused. Public(): a certificate is none.
  static Result<EvidenceKey> Private(std::string_view pem);
  static Result<EvidenceKey> Public(std::string_view pem);

  // SHA-256 of the public part, 64 hex digits.
  Result<std::string> Id() const;

  Result<std::string> Sign(std::string_view message) const;
  bool Verify(std::string_view message, std::string_view signature) const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  explicit EvidenceKey(EVP_PKEY* key) : key_(key) {}
  static Result<EvidenceKey> Checked(EVP_PKEY* key, std::string_view what);
  // Ed25519 hashes by itself.
  const EVP_MD* Digest() const;

  std::unique_ptr<EVP_PKEY, Free> key_;
};

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_KEY_H_
