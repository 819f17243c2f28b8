// SPDX-License-Identifier: Apache-2.0
// The value of a parameter as it stands in a YAML file.
#ifndef IEC_LIB_PROFILE_PARAMETER_VALUE_H_
#define IEC_LIB_PROFILE_PARAMETER_VALUE_H_

#include <optional>

#include "lib/profile/parameter.h"
#include "lib/profile/yaml_document.h"

namespace iec {

// Of the type that `parameter` has and within what makes sense for it; a weak
// value is taken. Otherwise the errors say what is wrong.
std::optional<ParameterValue> ReadParameterValue(const Parameter& parameter,
                                                 const YamlNode& node,
                                                 YamlErrors& errors);

}  // namespace iec

#endif  // IEC_LIB_PROFILE_PARAMETER_VALUE_H_
