// SPDX-License-Identifier: Apache-2.0
// kcidb: what KernelCI's database takes, version 5.3 of its schema.
#ifndef IEC_LIB_REPORT_KCIDB_H_
#define IEC_LIB_REPORT_KCIDB_H_

#include <string>

#include "lib/report/render.h"

namespace iec {

// One checkout and one build for each run, a test for each test and for each
// requirement that has none, an issue for each waiver that was applied. It is
// for a public database: no approver, no secret, no address of a person.
std::string RenderKcidb(const Assessment& assessment,
                        const RenderOptions& options);

}  // namespace iec

#endif  // IEC_LIB_REPORT_KCIDB_H_
