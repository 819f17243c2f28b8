// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/base64.h"

#include <openssl/evp.h>

#include <algorithm>
#include <limits>

namespace iec {

std::string Base64(std::string_view bytes) {
  // EVP_EncodeBlock() ends with a NUL.
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  text.pop_back();
  return text;
}

std::optional<std::string> FromBase64(std::string_view coded) {
  if (coded.size() % 4 != 0 ||
      coded.size() > size_t{std::numeric_limits<int>::max()}) {
    return std::nullopt;
  }
  std::string text(coded);
  if (coded.find_first_of("+/") == std::string_view::npos) {
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
  }
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  if (length < 0) return std::nullopt;
  // It counts the padding as bytes.
  size_t padding = 0;
  while (padding < 2 && text.size() > padding &&
         text[text.size() - 1 - padding] == '=') {
    ++padding;
  }
  if (padding > bytes.size()) return std::nullopt;
  bytes.resize(static_cast<size_t>(length) - padding);
  // It also skips blanks at the ends and takes stray bits.
  if (Base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace iec
