// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_COLLECT_DEFINITION_H_
#define IEC_LIB_COLLECT_DEFINITION_H_

#include <string_view>

#include "lib/record/run_record.h"

namespace iec {

// What the definition of a job (YAML, as a lab wrote it or as LAVA dumps it)
// says of it and nothing else does: job_name, device_type and the sha256sum
// of the root file system, each only where `job` does not have it yet. Where
// several images have a sum, none of them called a root file system, there is
// none to take.
void TakeDefinition(std::string_view definition, JobRecord& job);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_DEFINITION_H_
