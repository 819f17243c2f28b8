// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: the tar of a bundle, unpacked and verified.
//
// A signature would keep the fuzzer out; so the bundle is verified as it is,
// which must fail, and once more with the payload of its envelope signed, as
// an owner who is hostile would do it.
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/evidence/base64.h"
#include "lib/evidence/bundle.h"
#include "lib/evidence/dsse.h"
#include "lib/evidence/manifest.h"
#include "lib/evidence/statement.h"
#include "lib/record/reader.h"

namespace {

constexpr uint64_t kMaxBytes = 1u << 20;

std::string Pem(EVP_PKEY* key, bool is_private) {
  BIO* bio = BIO_new(BIO_s_mem());
  const int written = is_private
                          ? PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr,
                                                     0, nullptr, nullptr)
                          : PEM_write_bio_PUBKEY(bio, key);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  if (written != 1 || size <= 0) std::abort();
  std::string pem(text, static_cast<size_t>(size));
  BIO_free(bio);
  return pem;
}

struct Keys {
  Keys() {
    EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    if (key == nullptr) std::abort();
    signing = Pem(key, true);
    verifying = Pem(key, false);
    EVP_PKEY_free(key);
  }
  iec::EvidenceKey Signing() const {
    return *iec::EvidenceKey::Private(signing);
  }
  iec::EvidenceKey Verifying() const {
    return *iec::EvidenceKey::Public(verifying);
  }
  std::string signing;
  std::string verifying;
};

iec::Result<iec::Assessment> AssessFiles(const std::string& directory,
                                         const std::vector<std::string>& files,
                                         const std::string& profile) {
  if (!profile.empty()) return iec::Error{"no profile is read here"};
  std::vector<iec::RecordInput> inputs;
  for (const std::string& file : files) {
    IEC_ASSIGN_OR_RETURN(const std::string text,
                         iec::ReadFile(directory + "/" + file));
    iec::RecordReader reader;
    size_t number = 0;
    for (const std::string& line : iec::Split(text, '\n')) {
      reader.Feed(++number, line);
    }
    inputs.push_back(reader.Finish());
    inputs.back().name = file;
  }
  return iec::Assess(inputs, {});
}

bool IsBelow(const std::string& directory, const std::string& name) {
  struct stat info {};
  return lstat((directory + "/" + name).c_str(), &info) == 0 &&
         S_ISREG(info.st_mode);
}

// Signs the payload of the envelope in `directory`, of which the digest of the
// manifest is put right. False where there is nothing to sign.
bool SignAgain(const std::string& directory, const iec::UnpackedFiles& files,
               const Keys& keys) {
  const auto manifest = files.find(iec::kManifestName);
  const std::string path = directory + "/" + iec::kEnvelopeName;
  const auto text = iec::ReadFile(path, kMaxBytes);
  if (manifest == files.end() || !text.ok()) return false;
  const auto envelope = nlohmann::json::parse(*text, nullptr, false);
  if (!envelope.is_object() || !envelope.contains("payload") ||
      !envelope["payload"].is_string()) {
    return false;
  }
  const auto payload = iec::FromBase64(envelope["payload"].get<std::string>());
  if (!payload) return false;
  auto statement = iec::StatementFromJson(*payload);
  if (!statement.ok()) return false;
  statement->manifest_sha256 = manifest->second.sha256;
  const auto again = iec::SignEnvelope(iec::kInTotoPayloadType,
                                       iec::ToJson(*statement), keys.Signing());
  if (!again.ok()) std::abort();
  return iec::WriteAll(
             iec::UniqueFd(open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC))
                 .get(),
             *again)
      .ok();
}

void CheckMessages(const iec::Verification& verification) {
  for (const auto* list : {&verification.problems, &verification.unchecked}) {
    for (const std::string& message : *list) {
      if (message.empty()) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const kKeys = new Keys();
  const iec::UniqueFd file(memfd_create("fuzz", MFD_CLOEXEC));
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (!file || !iec::WriteAll(file.get(), bytes).ok()) return 0;
  const std::string tar = "/proc/self/fd/" + std::to_string(file.get());
  // Below it, so that what leads out of it is still in a place of ours.
  const auto work = iec::TemporaryDirectory::Make("/tmp/iec-fuzz-");
  if (!work.ok()) return 0;
  const std::string directory = work->path() + "/bundle";
  if (mkdir(directory.c_str(), 0700) != 0) return 0;
  const auto unpacked = iec::Unpack(tar, directory, kMaxBytes);
  if (!unpacked.ok() || !unpacked->refused.empty()) return 0;
  uint64_t total = 0;
  for (const auto& [name, one] : unpacked->files) {
    if (!iec::IsBundleName(name) || !IsBelow(directory, name)) std::abort();
    total += static_cast<uint64_t>(one.size);
  }
  if (total > size) std::abort();
  const auto unsigned_one =
      iec::VerifyBundle(directory, kKeys->Verifying(), AssessFiles, kMaxBytes);
  if (unsigned_one.ok()) std::abort();
  CheckMessages(unsigned_one);
  if (!SignAgain(directory, unpacked->files, *kKeys)) return 0;
  CheckMessages(
      iec::VerifyBundle(directory, kKeys->Verifying(), AssessFiles, kMaxBytes));
  return 0;
}
