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
  int depth = 0;     // in so many substacks

  // As an administrator writes it, without the type.
  std::string Text() const;
};

// The file of a service, or one that it includes: the administrator's, else the
// vendor's in /usr/lib. Empty where there is none.
std::string PamFile(const std::string& name,
                    const std::string& directory = "/etc/pam.d");

// Those of one type ("auth", "account", "password", "session"), with what the
// service includes in place. Empty where there is no such service. A rule whose
// control is "substack" has no module, and stands before those of it.
std::vector<PamRule> PamStack(const std::string& service, std::string_view type,
                              const std::string& directory = "/etc/pam.d");

}  // namespace iec

#endif  // IEC_LIB_DUT_PAM_STACK_H_
