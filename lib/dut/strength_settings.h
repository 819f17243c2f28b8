// SPDX-License-Identifier: Apache-2.0
// What a device is configured to demand of passwords.
#ifndef IEC_LIB_DUT_STRENGTH_SETTINGS_H_
#define IEC_LIB_DUT_STRENGTH_SETTINGS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dut/pam_stack.h"

namespace iec {

struct StrengthSettings {
  std::string module;  // "pam_pwquality.so"; empty: none that is known
  int64_t min_length = 0;
  int64_t min_classes = 0;
  int64_t min_changed = 0;
  bool dictionary = false;
  bool enforced = true;  // not only warned of
  // Characters of some kind count twice: the length alone decides nothing.
  bool credits = false;
  // Of digits, upper case, lower case, others: one has to be there, by a
  // negative credit.
  std::array<bool, 4> demanded{};
  std::vector<std::string> files;  // that say so, the PAM services included
};

// How many classes of characters that makes at least.
int64_t ClassesOf(const StrengthSettings& settings);

// For who changes their own password by this service.
StrengthSettings ReadStrengthSettings(const std::string& service = "passwd");

// Settings of pam_pwquality (or pam_cracklib): lines "key = value", or
// arguments "key=value", over what was there before.
void ApplyPwquality(std::string_view text, StrengthSettings& settings);
// Those of pam_passwdqc: "min=disabled,24,11,8,7".
void ApplyPasswdqc(std::string_view text, StrengthSettings& settings);

}  // namespace iec

#endif  // IEC_LIB_DUT_STRENGTH_SETTINGS_H_
