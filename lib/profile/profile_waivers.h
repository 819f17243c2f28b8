// SPDX-License-Identifier: Apache-2.0
// The section `waivers` of a profile.
#ifndef IEC_LIB_PROFILE_PROFILE_WAIVERS_H_
#define IEC_LIB_PROFILE_PROFILE_WAIVERS_H_

#include <vector>

#include "lib/base/waiver.h"
#include "lib/profile/yaml_document.h"

namespace iec {

std::vector<Waiver> ReadWaivers(const YamlNode& node, YamlErrors& errors);

}  // namespace iec

#endif  // IEC_LIB_PROFILE_PROFILE_WAIVERS_H_
