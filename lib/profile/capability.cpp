// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/capability.h"

#include <algorithm>
#include <array>

namespace iec {
namespace {

constexpr std::array kAll = {
    Capability::kConsole,      Capability::kSsh,      Capability::kPassword,
    Capability::kSecondFactor, Capability::kAudit,    Capability::kFirewall,
    Capability::kTpm,          Capability::kWireless, Capability::kMobileCode,
    Capability::kBackup,
};

}  // namespace

std::string_view Name(Capability capability) {
  // Without a default, so that the compiler tells of one that is left out.
  switch (capability) {
    case Capability::kConsole:
      return "console";
    case Capability::kSsh:
      return "ssh";
    case Capability::kPassword:
      return "password";
    case Capability::kSecondFactor:
      return "second_factor";
    case Capability::kAudit:
      return "audit";
    case Capability::kFirewall:
      return "firewall";
    case Capability::kTpm:
      return "tpm";
    case Capability::kWireless:
      return "wireless";
    case Capability::kMobileCode:
      return "mobile_code";
    case Capability::kBackup:
      return "backup";
  }
  return "unknown";
}

std::optional<Capability> ParseCapability(std::string_view name) {
  const auto found = std::find_if(
      kAll.begin(), kAll.end(),
      [name](Capability capability) { return Name(capability) == name; });
  if (found == kAll.end()) return std::nullopt;
  return *found;
}

std::span<const Capability> AllCapabilities() { return kAll; }

}  // namespace iec
