// SPDX-License-Identifier: Apache-2.0
// libFuzzer target of the profile's parser; ci/lib/fuzz builds and runs it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/profile/profile.h"

namespace {

// A profile that was taken must hold what its users rely on.
bool IsSound(const iec::Profile& profile) {
  for (const int level : profile.target_levels) {
    if (level < 0 || level > 4) return false;
  }
  for (const iec::HumanInterface& interface : profile.interfaces) {
    if (interface.name.empty() || interface.port == 0) return false;
  }
  for (const auto& [name, value] : profile.parameters) {
    const auto known = profile.known_parameters.find(name);
    if (known == profile.known_parameters.end()) return false;
    if (known->second.fallback.index() != value.index()) return false;
  }
  for (const iec::Waiver& waiver : profile.waivers) {
    if (waiver.expires.size() != 10 || waiver.approver.empty()) return false;
  }
  return !profile.name.empty();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto profile = iec::ParseProfile(text, "fuzz.yaml");
  if (profile.ok() ? !IsSound(*profile) : profile.error().message.empty()) {
    abort();
  }
  const auto parameters = iec::ParseParameters(text, "fuzz.yaml");
  if (!parameters.ok() && parameters.error().message.empty()) abort();
  return 0;
}
