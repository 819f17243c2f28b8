// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/dsse.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lib/base/text.h"
#include "lib/evidence/base64.h"
#include "lib/evidence/strict_json.h"

namespace iec {
namespace {

using nlohmann::json;

constexpr size_t kMaxSignatures = 16;

}  // namespace

std::string PreAuthEncoding(std::string_view payload_type,
                            std::string_view payload) {
  return fmt::format("DSSEv1 {} {} {} {}", payload_type.size(), payload_type,
                     payload.size(), payload);
}

Result<std::string> SignEnvelope(std::string_view payload_type,
                                 std::string_view payload,
                                 const EvidenceKey& key) {
  IEC_ASSIGN_OR_RETURN(const std::string id, key.Id());
  IEC_ASSIGN_OR_RETURN(const std::string signature,
                       key.Sign(PreAuthEncoding(payload_type, payload)));
  const json envelope = {
      {"payload", Base64(payload)},
      {"payloadType", payload_type},
      {"signatures", {{{"keyid", id}, {"sig", Base64(signature)}}}}};
  return envelope.dump(2) + "\n";
}

Result<std::string> OpenEnvelope(std::string_view envelope,
                                 std::string_view payload_type,
                                 const EvidenceKey& key) {
  IEC_ASSIGN_OR_RETURN(const json document, ParseStrictJson(envelope));
  IEC_ASSIGN_OR_RETURN(const std::string type, TextAt(document, "payloadType"));
  IEC_ASSIGN_OR_RETURN(const std::string coded, TextAt(document, "payload"));
  const auto payload = FromBase64(coded);
  if (!payload) return Error{"its payload is no base64"};
  const auto signatures = document.find("signatures");
  if (signatures == document.end() || !signatures->is_array() ||
      signatures->empty()) {
    return Error{"it has no signature"};
  }
  if (signatures->size() > kMaxSignatures) {
    return Error{fmt::format("it has more than {} signatures", kMaxSignatures)};
  }
  // The type as well is signed: another one changes the encoding.
  const std::string message = PreAuthEncoding(type, *payload);
  bool holds = false;
  for (const json& entry : *signatures) {
    IEC_ASSIGN_OR_RETURN(const std::string sig, TextAt(entry, "sig"));
    const auto signature = FromBase64(sig);
    holds = holds || (signature && key.Verify(message, *signature));
  }
  if (!holds) {
    return Error{"none of its signatures is one of this key over this payload"};
  }
  if (type != payload_type) {
    return Error{fmt::format("its payload type is '{}' instead of '{}'",
                             Printable(type, 100), payload_type)};
  }
  return *payload;
}

}  // namespace iec
