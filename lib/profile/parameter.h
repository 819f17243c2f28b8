// SPDX-License-Identifier: Apache-2.0
// The parameters of the test cases. Names, types, units, defaults, floors and
// sources stand once, in parameters.yaml, which is compiled in.
#ifndef IEC_LIB_PROFILE_PARAMETER_H_
#define IEC_LIB_PROFILE_PARAMETER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/base/result.h"

namespace iec {

using ParameterValue =
    std::variant<int64_t, bool, std::string, std::vector<std::string>>;

struct Parameter {
  enum class Type { kInteger, kBoolean, kText, kList };
  // What each item of a list must be; allow_list.h has the forms.
  enum class Items { kLine, kPath, kSetuid, kCapabilities };
  std::string name;  // "lockout.attempts"
  Type type = Type::kText;
  std::string unit;         // "seconds", "characters", "" for none
  std::string description;  // one line
  Items items = Items::kLine;
  // Outside of these an integer is an error of the profile, not a weak value.
  int64_t lowest = 0;
  int64_t highest = 0;
  ParameterValue fallback;  // where the profile says nothing
  // The weakest value that is not a finding.
  std::optional<int64_t> at_least;
  std::optional<int64_t> at_most;
  // Strong enough although beyond the floor: 0 for "until somebody unlocks".
  std::optional<int64_t> or_exactly;
  std::optional<bool> must_be;
  std::string source;  // who says so, of the default and of the floor
};

// By name. The embedded file is parsed once; an error in it is a defect of
// the build and is caught by its unit test.
Result<std::map<std::string, Parameter>> LoadParameters();

// Reads a text of that form; `path` is how errors call it.
Result<std::map<std::string, Parameter>> ParseParameters(
    std::string_view yaml, const std::string& path);

// "lockout.attempts is 20 attempts, weaker than the floor: at most 10", or
// nothing where `value` is strong enough. A list has no floor.
std::optional<std::string> WeakerThanFloor(const Parameter& parameter,
                                           const ParameterValue& value);

// "at least 60, or exactly 0", "must be true"; empty where there is none.
std::string FloorText(const Parameter& parameter);

// "integer", "boolean", "text", "list"
std::string_view Name(Parameter::Type type);

// "3", "true", "[a, b]"
std::string ToText(const ParameterValue& value);

}  // namespace iec

#endif  // IEC_LIB_PROFILE_PARAMETER_H_
