// SPDX-License-Identifier: Apache-2.0
// Fuzz target of the profile's parser; not part of any build. From the root
// of the repository, with the sources that a build has generated in B:
//
//   clang++-14 -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -I. \
//     -isystem build/deps/static/include -Lbuild/deps/static/lib \
//     -DFMT_HEADER_ONLY lib/profile/profile_fuzz.cpp \
//     $(ls lib/profile/*.cpp lib/catalogue/*.cpp | \
//       grep -v -e _test -e _fuzz) \
//     lib/base/digest.cpp lib/base/file.cpp lib/base/text.cpp \
//     B/generated/embedded/kParametersYaml.cpp \
//     B/generated/embedded/kReferenceProfileYaml.cpp \
//     -l:libyaml-cpp.a -lmbedcrypto -o profile_fuzz
//   mkdir corpus && cp lib/profile/profiles/*.yaml corpus
//   ./profile_fuzz -max_len=20000 -timeout=10 corpus
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
