// SPDX-License-Identifier: Apache-2.0
// What a device can have, as its owner declares it. A test that needs what is
// not declared is not applicable; declared and absent is a failure.
#ifndef IEC_LIB_PROFILE_CAPABILITY_H_
#define IEC_LIB_PROFILE_CAPABILITY_H_

#include <optional>
#include <span>
#include <string_view>

namespace iec {

enum class Capability {
  kConsole,   // a person can log in at a local console (getty)
  kSsh,       // a person can log in over SSH
  kPassword,  // people prove who they are with a password (alone or not)
  kSecondFactor,
  kAudit,     // the kernel's audit trail
  kFirewall,  // a packet filter
  kTpm,
  kWireless,
  kMobileCode,  // loads and runs code that others supply
  kBackup,      // makes a backup of itself
};

std::string_view Name(Capability capability);  // "ssh", "second_factor", ...
std::optional<Capability> ParseCapability(std::string_view name);
std::span<const Capability> AllCapabilities();

}  // namespace iec

#endif  // IEC_LIB_PROFILE_CAPABILITY_H_
