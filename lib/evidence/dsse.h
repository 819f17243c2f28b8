// SPDX-License-Identifier: Apache-2.0
// dsse: the Dead Simple Signing Envelope, signed and checked by OpenSSL's
// library with Ed25519 or ECDSA over P-256 and SHA-256.
#ifndef IEC_LIB_EVIDENCE_DSSE_H_
#define IEC_LIB_EVIDENCE_DSSE_H_

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/evidence/key.h"

namespace iec {

inline constexpr char kInTotoPayloadType[] = "application/vnd.in-toto+json";

// What is signed: "DSSEv1", the two texts, and the length in bytes of each.
std::string PreAuthEncoding(std::string_view payload_type,
                            std::string_view payload);

// JSON of an envelope with one signature by a private key; the id of the key is
// the SHA-256 of its public part (DER, SubjectPublicKeyInfo).
Result<std::string> SignEnvelope(std::string_view payload_type,
                                 std::string_view payload,
                                 const EvidenceKey& key);

// The payload, if one of the signatures is that of `key` and the type is the
// one given. Nothing of an envelope is to be believed before.
Result<std::string> OpenEnvelope(std::string_view envelope,
                                 std::string_view payload_type,
                                 const EvidenceKey& key);

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_DSSE_H_
