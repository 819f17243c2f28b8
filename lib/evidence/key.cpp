// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/key.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "lib/base/digest.h"
#include "lib/base/text.h"

namespace iec {
namespace {

constexpr size_t kMaxPemBytes = 64u << 10;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

// What OpenSSL has to say of the last thing that it refused.
std::string LastError() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "no reason given" : reason;
}

// Nobody is asked for a passphrase: a pipeline would hang.
int NoPassphrase(char*, int, int, void*) { return -1; }

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

using Read = EVP_PKEY* (*)(BIO*, EVP_PKEY**, pem_password_cb*, void*);

EVP_PKEY* ReadPem(std::string_view pem, Read read) {
  if (pem.size() > kMaxPemBytes) return nullptr;
  const std::unique_ptr<BIO, FreeBio> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return bio == nullptr ? nullptr
                        : read(bio.get(), nullptr, NoPassphrase, nullptr);
}

// What a file holds, by the label of its first block of PEM.
std::string Held(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  const size_t begin = pem.find(kBegin);
  if (begin == std::string_view::npos) return "no PEM";
  const std::string_view label = pem.substr(begin + kBegin.size());
  return fmt::format("'{}'", Printable(label.substr(0, label.find("--")), 40));
}

bool IsP256(const EVP_PKEY* key) {
  char group[64] = "";
  size_t length = 0;
  return EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group,
                                        sizeof(group), &length) == 1 &&
         std::string_view(group, length) == "prime256v1";
}

}  // namespace

Result<EvidenceKey> EvidenceKey::Checked(EVP_PKEY* key, std::string_view what) {
  EvidenceKey checked(key);
  const int type = EVP_PKEY_get_base_id(key);
  if (type != EVP_PKEY_ED25519 && !(type == EVP_PKEY_EC && IsP256(key))) {
    return Error{
        fmt::format("the {} key is neither Ed25519 nor ECDSA P-256", what)};
  }
  return checked;
}

Result<EvidenceKey> EvidenceKey::Private(std::string_view pem) {
  EVP_PKEY* const key = ReadPem(pem, PEM_read_bio_PrivateKey);
  if (key != nullptr) return Checked(key, "private");
  // In the label, or in a header of the older form.
  if (pem.find("ENCRYPTED") != std::string_view::npos) {
    ERR_clear_error();
    return Error{
        "the private key is encrypted, and nobody is asked for its passphrase: "
        "give one that is not, as `openssl pkey -in KEY -out PLAIN_KEY` makes "
        "it"};
  }
  return Error{fmt::format(
      "it holds {} and no private key that can be read ({}): it wants PEM, as "
      "`openssl genpkey -algorithm ed25519` makes it",
      Held(pem), LastError())};
}

Result<EvidenceKey> EvidenceKey::Public(std::string_view pem) {
  EVP_PKEY* const key = ReadPem(pem, PEM_read_bio_PUBKEY);
  if (key != nullptr) return Checked(key, "public");
  return Error{fmt::format(
      "it holds {} and no public key that can be read ({}): it wants PEM, as "
      "`openssl pkey -in KEY -pubout` makes it of a private key and `openssl "
      "x509 -in CERTIFICATE -noout -pubkey` of a certificate",
      Held(pem), LastError())};
}

const EVP_MD* EvidenceKey::Digest() const {
  return EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_ED25519 ? nullptr
                                                              : EVP_sha256();
}

Result<std::string> EvidenceKey::Id() const {
  unsigned char* der = nullptr;
  const int length = i2d_PUBKEY(key_.get(), &der);
  if (length <= 0) return Error{"encoding the public key: " + LastError()};
  const std::string bytes(reinterpret_cast<const char*>(der),
                          static_cast<size_t>(length));
  OPENSSL_free(der);
  return Sha256Hex(bytes);
}

Result<std::string> EvidenceKey::Sign(std::string_view message) const {
  const Context context(EVP_MD_CTX_new());
  size_t length = 0;
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, Digest(), nullptr,
                         key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &length, Bytes(message),
                     message.size()) != 1) {
    return Error{"signing: " + LastError()};
  }
  std::string signature(length, '\0');
  if (EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(signature.data()),
                     &length, Bytes(message), message.size()) != 1) {
    return Error{"signing: " + LastError()};
  }
  signature.resize(length);
  return signature;
}

bool EvidenceKey::Verify(std::string_view message,
                         std::string_view signature) const {
  const Context context(EVP_MD_CTX_new());
  const bool holds =
      context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, Digest(), nullptr,
                           key_.get()) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                       Bytes(message), message.size()) == 1;
  ERR_clear_error();
  return holds;
}

}  // namespace iec
