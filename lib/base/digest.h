// SPDX-License-Identifier: Apache-2.0
// Checksums and randomness. CRC-32 (IEEE 802.3) finds torn lines; SHA-256
// and HMAC-SHA-256 come from mbedTLS, randomness from the kernel.
#ifndef IEC_LIB_BASE_DIGEST_H_
#define IEC_LIB_BASE_DIGEST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

std::string Hex(std::string_view bytes);

uint32_t Crc32(std::string_view bytes);
std::string Sha256Hex(std::string_view bytes);
std::string HmacSha256(std::string_view key, std::string_view bytes);
std::string HmacSha256Hex(std::string_view key, std::string_view bytes);

// Streams the file; constant memory.
Result<std::string> Sha256HexOfFile(const std::string& path);

// Compares without telling by its time where the texts differ.
bool EqualInConstantTime(std::string_view a, std::string_view b);

std::string RandomBytes(size_t count);
uint32_t RandomBelow(uint32_t bound);  // uniform in [0, bound)
std::string RandomFrom(std::string_view alphabet, size_t count);

}  // namespace iec

#endif  // IEC_LIB_BASE_DIGEST_H_
