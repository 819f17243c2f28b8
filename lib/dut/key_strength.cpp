// SPDX-License-Identifier: Apache-2.0
// How many guesses a key withstands, at most.
#include <algorithm>
#include <cmath>
#include <set>

#include "lib/dut/symmetric_keys.h"

namespace iec {
namespace {

// The part that the whole is a repetition of.
std::string_view RepeatedPart(std::string_view text) {
  for (size_t length = 1; length * 2 <= text.size(); ++length) {
    bool repeats = true;
    for (size_t i = length; repeats && i < text.size(); ++i) {
      repeats = text[i] == text[i - length];
    }
    if (repeats) return text.substr(0, length);
  }
  return text;
}

bool IsSequence(std::string_view text) {
  if (text.size() < 2) return true;
  const auto step = [&](size_t i) {
    return static_cast<unsigned char>(text[i] - text[i - 1]);
  };
  for (size_t i = 2; i < text.size(); ++i) {
    if (step(i) != step(1)) return false;
  }
  return true;
}

bool IsObvious(std::string_view part) {
  constexpr size_t kFewValues = 4;
  return IsSequence(part) ||
         std::set<char>(part.begin(), part.end()).size() <= kFewValues;
}

bool IsText(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

int BitsOfText(std::string_view text) {
  const std::string_view part = RepeatedPart(text);
  if (IsObvious(part)) return 0;
  bool lower = false;
  bool upper = false;
  bool digit = false;
  bool other = false;
  for (const char c : part) {
    if (c >= 'a' && c <= 'z') {
      lower = true;
    } else if (c >= 'A' && c <= 'Z') {
      upper = true;
    } else if (c >= '0' && c <= '9') {
      digit = true;
    } else {
      other = true;
    }
  }
  const int alphabet =
      (lower ? 26 : 0) + (upper ? 26 : 0) + (digit ? 10 : 0) + (other ? 33 : 0);
  return static_cast<int>(static_cast<double>(part.size()) *
                          std::log2(alphabet));
}

int BitsOfBytes(std::string_view bytes) {
  const std::string_view part = RepeatedPart(bytes);
  if (IsObvious(part)) return 0;
  if (IsText(part)) return BitsOfText(part);
  return static_cast<int>(part.size()) * 8;
}

}  // namespace iec
