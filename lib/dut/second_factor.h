// SPDX-License-Identifier: Apache-2.0
// The second factor of a temporary account: what the profile's enrolment hook
// printed, and the codes that follow from it.
#ifndef IEC_LIB_DUT_SECOND_FACTOR_H_
#define IEC_LIB_DUT_SECOND_FACTOR_H_

#include <cstdint>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// RFC 4648, letters of either case, padding optional; nothing else allowed.
Result<std::string> DecodeBase32(std::string_view text);

// RFC 6238 with SHA-1 and steps of 30 s: what authenticators use unless told
// otherwise. `key` is raw bytes, `time` seconds since the epoch, `digits` 6-8.
std::string Totp(std::string_view key, int64_t time, int digits = 6);

inline constexpr int64_t kTotpStepSeconds = 30;

// The first second from `now` on at which a code may be used: its step has not
// been used and is not almost over (a code on its way must not expire).
int64_t NextTotpTime(int64_t now, const std::set<int64_t>& used_steps);

// Gives each code once. Safe to share between threads.
class SecondFactor {
 public:
  // The output of an enrolment hook: lines `totp BASE32` (at most one) and
  // `code DIGITS` (4 to 16 digits), at least one line in all. An error names
  // the line, never what it says.
  static Result<SecondFactor> Parse(std::string_view hook_output);

  SecondFactor(SecondFactor&& other) noexcept;

  // A one-time code while there are any, else the TOTP code of a step that
  // has not been used: that can take 33 s. An Error where neither is left.
  Result<std::string> NextCode();

  // What must not be printed: the TOTP secret and all codes given so far.
  std::vector<std::string> Secrets() const;
  size_t one_time_codes_left() const;
  // Whether somebody enrolled with the one has the other one as well.
  bool IsSameAs(const SecondFactor& other) const;
  bool has_totp() const { return !totp_secret_.empty(); }
  const std::string& totp_secret() const { return totp_secret_; }  // base32

 private:
  SecondFactor() = default;

  mutable std::mutex mutex_;
  std::string totp_secret_;
  std::string totp_key_;
  std::deque<std::string> one_time_codes_;
  std::vector<std::string> given_;
  std::set<int64_t> used_steps_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_SECOND_FACTOR_H_
