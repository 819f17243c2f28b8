// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/pseudonyms.h"

#include <fmt/format.h>

#include "lib/base/digest.h"
#include "lib/base/text.h"

namespace iec {
namespace {

constexpr size_t kSaltBytes = 32;
constexpr size_t kDigits = 10;
// What is kept to spare the same digest; beyond it is made again.
constexpr size_t kMaxKnown = 100'000;

}  // namespace

Pseudonyms::Pseudonyms(std::string salt) : salt_(std::move(salt)) {}
Pseudonyms::Pseudonyms() : Pseudonyms(RandomBytes(kSaltBytes)) {}

std::string Pseudonyms::Of(std::string_view kind, std::string_view value) {
  const std::string key = fmt::format("{}:{}", kind, Lower(value));
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  std::string word =
      fmt::format("{}-{}", kind, HmacSha256Hex(salt_, key).substr(0, kDigits));
  if (known_.size() < kMaxKnown) {
    known_.emplace(key, word);
    ++counts_[std::string(kind)];
  }
  return word;
}

}  // namespace iec
