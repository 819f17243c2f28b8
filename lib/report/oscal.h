// SPDX-License-Identifier: Apache-2.0
// oscal: NIST's assessment results, for what reads OSCAL 1.1.3 and newer.
#ifndef IEC_LIB_REPORT_OSCAL_H_
#define IEC_LIB_REPORT_OSCAL_H_

#include <string>
#include <string_view>

#include "lib/report/render.h"

namespace iec {

// A finding for each requirement that has a verdict or needs one, an
// observation for each test. The same record makes the same bytes.
std::string RenderOscal(const Assessment& assessment,
                        const RenderOptions& options);

// "cr-1.1.re-1" for "CR_1_1_RE_1": an OSCAL token holds no space and no "(".
std::string ControlId(std::string_view token);

}  // namespace iec

#endif  // IEC_LIB_REPORT_OSCAL_H_
