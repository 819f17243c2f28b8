// SPDX-License-Identifier: Apache-2.0
// Which key of an export fills which field: said once for YAML and JSON.
#ifndef IEC_LIB_COLLECT_RESULT_FIELD_H_
#define IEC_LIB_COLLECT_RESULT_FIELD_H_

#include <cstdint>
#include <string_view>

#include "lib/base/result.h"
#include "lib/collect/lava_case.h"

namespace iec {

// A set of keys that were seen, to tell one that comes twice.
using SeenKeys = uint32_t;

// Of the case itself, or of its metadata. False: the key came before. Other
// keys are nobody's and always fine.
bool TakeField(std::string_view key, std::string_view value, bool metadata,
               LavaCase& lava, SeenKeys& seen);

// What no export of LAVA lacks.
Status CheckCase(const LavaCase& lava);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_RESULT_FIELD_H_
