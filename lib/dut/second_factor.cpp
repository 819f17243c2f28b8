// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/second_factor.h"

#include <fmt/format.h>
#include <mbedtls/md.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr int64_t kMarginSeconds = 3;
// Shorter ones are no code, longer ones no code that a person types.
constexpr size_t kShortestCode = 4;
constexpr size_t kLongestCode = 16;
// RFC 4226, section 4: at least 128 bits. Google's tool makes 128 or 160.
constexpr size_t kShortestKey = 10;

int64_t NowSeconds() { return NowMilliseconds() / 1000; }

bool IsCode(std::string_view text) {
  return text.size() >= kShortestCode && text.size() <= kLongestCode &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<std::string> DecodeBase32(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    unsigned value = 0;
    if (c >= 'A' && c <= 'Z') {
      value = static_cast<unsigned>(c - 'A');
    } else if (c >= 'a' && c <= 'z') {
      value = static_cast<unsigned>(c - 'a');
    } else if (c >= '2' && c <= '7') {
      value = static_cast<unsigned>(c - '2' + 26);
    } else {
      return Error{"not base32: only A-Z, 2-7 and closing '=' are allowed"};
    }
    bits = (bits << 5 | value) & 0xfff;
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xff);
    }
  }
  // 1, 3 or 6 characters over a whole group hold no further byte.
  if (count >= 5) return Error{"not base32: it is cut off"};
  return bytes;
}

std::string Totp(std::string_view key, int64_t time, int digits) {
  const auto step = static_cast<uint64_t>(time / kTotpStepSeconds);
  std::array<unsigned char, 8> counter{};
  for (size_t i = 0; i < counter.size(); ++i) {
    counter[i] = static_cast<unsigned char>(step >> (56 - 8 * i) & 0xff);
  }
  std::array<unsigned char, 20> mac{};
  mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA1),
                  reinterpret_cast<const unsigned char*>(key.data()),
                  key.size(), counter.data(), counter.size(), mac.data());
  const size_t offset = mac.back() & 0xf;
  const uint32_t number = (mac[offset] & 0x7fU) << 24 |
                          uint32_t{mac[offset + 1]} << 16 |
                          uint32_t{mac[offset + 2]} << 8 | mac[offset + 3];
  uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", number % modulus, digits);
}

int64_t NextTotpTime(int64_t now, const std::set<int64_t>& used_steps) {
  int64_t step = now / kTotpStepSeconds;
  if ((step + 1) * kTotpStepSeconds - now < kMarginSeconds) ++step;
  while (used_steps.contains(step)) ++step;
  return std::max(now, step * kTotpStepSeconds);
}

Result<SecondFactor> SecondFactor::Parse(std::string_view hook_output) {
  SecondFactor factor;
  int number = 0;
  for (const std::string& line : Split(hook_output, '\n')) {
    ++number;
    const auto fail = [&](std::string_view what) {
      return Error{fmt::format(
          "line {} of the enrolment hook's output {}; it must print lines "
          "'totp BASE32' and 'code DIGITS' only",
          number, what)};
    };
    if (line.empty()) continue;
    const size_t space = line.find(' ');
    const std::string_view kind = std::string_view(line).substr(0, space);
    const std::string value =
        space == std::string::npos ? "" : line.substr(space + 1);
    if (kind == "totp") {
      if (factor.has_totp()) return fail("is a second TOTP secret");
      auto key = DecodeBase32(value);
      if (!key.ok()) return fail("is " + key.error().message);
      if (key->size() < kShortestKey) {
        return fail("is a TOTP secret of less than 80 bits");
      }
      factor.totp_secret_ = value;
      factor.totp_key_ = *key;
    } else if (kind == "code") {
      if (!IsCode(value)) return fail("has no code of 4 to 16 digits");
      factor.one_time_codes_.push_back(value);
    } else {
      return fail("is of an unknown kind");
    }
  }
  if (!factor.has_totp() && factor.one_time_codes_.empty()) {
    return Error{
        "the enrolment hook printed no factor: it must print a line "
        "'totp BASE32' or lines 'code DIGITS' on its stdout"};
  }
  return factor;
}

SecondFactor::SecondFactor(SecondFactor&& other) noexcept
    : totp_secret_(std::move(other.totp_secret_)),
      totp_key_(std::move(other.totp_key_)),
      one_time_codes_(std::move(other.one_time_codes_)),
      given_(std::move(other.given_)),
      used_steps_(std::move(other.used_steps_)) {}

Result<std::string> SecondFactor::NextCode() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!one_time_codes_.empty()) {
    given_.push_back(one_time_codes_.front());
    one_time_codes_.pop_front();
    return given_.back();
  }
  if (!has_totp()) {
    return Error{fmt::format(
        "all {} one-time codes of the account are used and it has no TOTP "
        "secret: let the enrolment hook print more codes or a secret",
        given_.size())};
  }
  int64_t now = NowSeconds();
  // In small pieces and asked anew: the clock may be set meanwhile.
  while (NextTotpTime(now, used_steps_) > now) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    now = NowSeconds();
  }
  used_steps_.insert(now / kTotpStepSeconds);
  given_.push_back(Totp(totp_key_, now));
  return given_.back();
}

std::vector<std::string> SecondFactor::Secrets() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<std::string> secrets = given_;
  if (has_totp()) secrets.push_back(totp_secret_);
  return secrets;
}

size_t SecondFactor::one_time_codes_left() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return one_time_codes_.size();
}

bool SecondFactor::IsSameAs(const SecondFactor& other) const {
  const std::scoped_lock lock(mutex_, other.mutex_);
  return (!totp_key_.empty() && totp_key_ == other.totp_key_) ||
         (!one_time_codes_.empty() && one_time_codes_ == other.one_time_codes_);
}

}  // namespace iec
