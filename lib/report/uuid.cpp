// SPDX-License-Identifier: Apache-2.0
#include "lib/report/uuid.h"

#include <mbedtls/sha1.h>

#include <array>

#include "lib/base/digest.h"

namespace iec {
namespace {

unsigned Nibble(char digit) {
  return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

std::string Bytes(std::string_view uuid) {
  std::string bytes;
  for (size_t i = 0; i + 1 < uuid.size(); i += 2) {
    if (uuid[i] == '-') ++i;
    bytes += static_cast<char>(Nibble(uuid[i]) << 4 | Nibble(uuid[i + 1]));
  }
  return bytes;
}

}  // namespace

std::string UuidV5(std::string_view name_space, std::string_view name) {
  const std::string input = Bytes(name_space) + std::string(name);
  std::array<unsigned char, 20> digest{};
  // A name, not a proof: SHA-1 is what the RFC says.
  mbedtls_sha1_ret(reinterpret_cast<const unsigned char*>(input.data()),
                   input.size(), digest.data());
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0fu) | 0x50u);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3fu) | 0x80u);
  const std::string hex =
      Hex({reinterpret_cast<const char*>(digest.data()), 16});
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) +
         "-" + hex.substr(16, 4) + "-" + hex.substr(20);
}

}  // namespace iec
