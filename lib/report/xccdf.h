// SPDX-License-Identifier: Apache-2.0
// xccdf: results in XCCDF 1.2, for OpenSCAP and what reads its results.
#ifndef IEC_LIB_REPORT_XCCDF_H_
#define IEC_LIB_REPORT_XCCDF_H_

#include <string>
#include <string_view>

#include "lib/record/verdict.h"
#include "lib/report/render.h"

namespace iec {

// A benchmark with a group for each FR, a rule for each requirement and a
// profile for each SL-C, and one test result in it.
std::string RenderXccdf(const Assessment& assessment,
                        const RenderOptions& options);

// A waived failure is a failure there: its word is in a message.
std::string_view XccdfResult(Verdict verdict);

}  // namespace iec

#endif  // IEC_LIB_REPORT_XCCDF_H_
