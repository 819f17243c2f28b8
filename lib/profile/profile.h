// SPDX-License-Identifier: Apache-2.0
// What the owner of a device says of it. Read strictly: an unknown key, a
// wrong type or a bad value is an error with file:line:column.
#ifndef IEC_LIB_PROFILE_PROFILE_H_
#define IEC_LIB_PROFILE_PROFILE_H_

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/waiver.h"
#include "lib/catalogue/catalogue.h"
#include "lib/profile/capability.h"
#include "lib/profile/parameter.h"

namespace iec {

// A way in for people: where a test knocks.
struct HumanInterface {
  enum class Kind { kConsole, kSsh };
  Kind kind = Kind::kConsole;
  std::string name;                   // unique; what messages say
  std::string address = "127.0.0.1";  // numeric; ssh only
  uint16_t port = 22;                 // ssh only
  // Whether people use it on site: a notice of use is owed to them then. A
  // console always is; ssh unless the profile says otherwise.
  bool local = true;
};

// How the tests get in. Exactly this is exempt, and printed as a deviation.
struct HarnessAccess {
  std::string name;
  std::string description;
};

// Argument vectors; "{user}" stands for the account in question, "{file}" for
// the path of one.
struct Hooks {
  // Enrols an account for the second factor. Prints lines `totp BASE32` and
  // `code DIGITS` (one-time codes) on stdout.
  std::vector<std::string> enrol_second_factor;
  // Makes a backup as the file, which is not there before.
  std::vector<std::string> backup;
};

struct Profile {
  std::string path;    // "(built in)" where none was read
  std::string sha256;  // of the bytes read
  std::string name;
  ComponentType component = ComponentType::kEmbedded;
  std::array<int, 7> target_levels{};  // SL 0..4 for FR 1..7
  std::set<Capability> capabilities;
  std::vector<HumanInterface> interfaces;
  std::map<std::string, ParameterValue> parameters;  // as written
  Hooks hooks;
  std::vector<HarnessAccess> harness;
  std::vector<Waiver> waivers;
  std::map<std::string, Parameter> known_parameters;  // of parameters.yaml

  bool Declares(Capability capability) const {
    return capabilities.contains(capability);
  }

  // The value in force: the profile's or the default. Asking for a name or a
  // type that parameters.yaml does not have is an error.
  Result<ParameterValue> Value(std::string_view parameter) const;
  Result<int64_t> Integer(std::string_view parameter) const;
  Result<bool> Flag(std::string_view parameter) const;
  Result<std::string> Text(std::string_view parameter) const;
  Result<std::vector<std::string>> List(std::string_view parameter) const;
};

// All errors of the file at once, one a line: "file:line:column: message".
Result<Profile> ParseProfile(std::string_view yaml, const std::string& path);
Result<Profile> LoadProfile(const std::string& path);

// `path` if given, else /etc/iec-runner/profile.yaml if there, else the
// reference profile that is compiled in.
Result<Profile> LoadProfileOrDefault(const std::string& path);

}  // namespace iec

#endif  // IEC_LIB_PROFILE_PROFILE_H_
