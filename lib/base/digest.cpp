// SPDX-License-Identifier: Apache-2.0
#include "lib/base/digest.h"

#include <fcntl.h>
#include <mbedtls/md.h>
#include <mbedtls/sha256.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <boost/crc.hpp>
#include <cerrno>
#include <cstdlib>

#include "lib/base/file.h"

namespace iec {
namespace {

using Sha256Digest = std::array<unsigned char, 32>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string HexOf(const Sha256Digest& digest) {
  return Hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

uint32_t Crc32(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

std::string Sha256Hex(std::string_view bytes) {
  Sha256Digest digest{};
  mbedtls_sha256_ret(Bytes(bytes), bytes.size(), digest.data(), 0);
  return HexOf(digest);
}

std::string HmacSha256(std::string_view key, std::string_view bytes) {
  Sha256Digest digest{};
  mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), Bytes(key),
                  key.size(), Bytes(bytes), bytes.size(), digest.data());
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string HmacSha256Hex(std::string_view key, std::string_view bytes) {
  return Hex(HmacSha256(key, bytes));
}

Result<std::string> Sha256HexOfFile(const std::string& path) {
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) return ErrnoError("opening", path);
  mbedtls_sha256_context context;
  mbedtls_sha256_init(&context);
  mbedtls_sha256_starts_ret(&context, 0);
  std::array<unsigned char, 65536> buffer{};
  for (;;) {
    const ssize_t count = read(fd.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("reading", path);
    if (count == 0) break;
    mbedtls_sha256_update_ret(&context, buffer.data(),
                              static_cast<size_t>(count));
  }
  Sha256Digest digest{};
  mbedtls_sha256_finish_ret(&context, digest.data());
  mbedtls_sha256_free(&context);
  return HexOf(digest);
}

bool EqualInConstantTime(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  }
  return difference == 0;
}

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  size_t filled = 0;
  while (filled < count) {
    const ssize_t got = getrandom(&bytes[filled], count - filled, 0);
    // Without randomness no secret of a test would be one: end, loudly.
    if (got < 0 && errno != EINTR) std::abort();
    if (got > 0) filled += static_cast<size_t>(got);
  }
  return bytes;
}

uint32_t RandomBelow(uint32_t bound) {
  const uint32_t limit = UINT32_MAX - UINT32_MAX % bound;
  for (;;) {
    const std::string bytes = RandomBytes(4);
    uint32_t number = 0;
    for (const char c : bytes) {
      number = (number << 8) | static_cast<unsigned char>(c);
    }
    if (number < limit) return number % bound;
  }
}

std::string RandomFrom(std::string_view alphabet, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += alphabet[RandomBelow(static_cast<uint32_t>(alphabet.size()))];
  }
  return text;
}

}  // namespace iec
