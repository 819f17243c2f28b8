// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/password.h"

#include <array>
#include <string_view>

#include "lib/base/digest.h"

namespace iec {
namespace {

// Without those that look alike, for a person who has to read one.
constexpr std::array<std::string_view, 4> kClasses = {
    "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789",
    "%+,.=@_/"};

}  // namespace

std::string RandomPassword(size_t length) {
  // The same order of classes throughout: two neighbours never share one.
  std::array<size_t, 4> order = {0, 1, 2, 3};
  for (size_t i = order.size() - 1; i > 0; --i) {
    std::swap(order[i], order[RandomBelow(static_cast<uint32_t>(i + 1))]);
  }
  std::string password;
  while (password.size() < length) {
    const std::string_view alphabet = kClasses[order[password.size() % 4]];
    const char c =
        alphabet[RandomBelow(static_cast<uint32_t>(alphabet.size()))];
    // Policies count how often a character comes back.
    if (password.size() >= 4 && password[password.size() - 4] == c) continue;
    password += c;
  }
  return password;
}

}  // namespace iec
