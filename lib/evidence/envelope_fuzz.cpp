// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: the envelope of a bundle, by the key that signed the seed
// signed.json. No other payload may come out of it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/evidence/base64.h"
#include "lib/evidence/dsse.h"
#include "lib/evidence/key.h"

namespace {

constexpr char kPublicKey[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA+GADpdTkN3TzquFA1hLzaKcwwY8DuPTci/Mllknb8ds=\n"
    "-----END PUBLIC KEY-----\n";
constexpr char kType[] = "application/vnd.in-toto+json";
constexpr char kPayload[] = "{\"signed\":\"for lib/evidence/envelope_fuzz\"}";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto* const kKey =
      new iec::EvidenceKey(*iec::EvidenceKey::Public(kPublicKey));
  const auto payload = iec::OpenEnvelope(text, kType, *kKey);
  if (payload.ok() && *payload != kPayload) std::abort();
  if (!payload.ok() && payload.error().message.empty()) std::abort();
  // One text has one encoding in each alphabet.
  const auto bytes = iec::FromBase64(text);
  if (bytes && text.find_first_of("-_") == std::string_view::npos &&
      iec::Base64(*bytes) != text) {
    std::abort();
  }
  if (iec::FromBase64(iec::Base64(text)) != text) std::abort();
  return 0;
}
