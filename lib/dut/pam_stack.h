// SPDX-License-Identifier: Apache-2.0
// The modules that a PAM service asks, one after the other.
#ifndef IEC_LIB_DUT_PAM_STACK_H_
#define IEC_LIB_DUT_PAM_STACK_H_

#include <string>
#include <string_view>
#include <vector>

namespace iec {

struct PamRule {
  std::string control;  // "required", "[success=1 default=ignore]"
  std::string module;   // "pam_unix.so", without its directory
  std::vector<std::string> arguments;
  std::string file;  // where it stands
};

// Those of one type ("auth", "account", "password", "session"), with what the
// service includes in place. Empty where there is no such service.
std::vector<PamRule> PamStack(const std::string& service, std::string_view type,
                              const std::string& directory = "/etc/pam.d");

}  // namespace iec

#endif  // IEC_LIB_DUT_PAM_STACK_H_
