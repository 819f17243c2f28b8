// SPDX-License-Identifier: Apache-2.0
// html: the assessment as one page for people: it is complete without scripts,
// printable, and asks nothing of a network. A format of the collector only.
#ifndef IEC_LIB_REPORT_HTML_H_
#define IEC_LIB_REPORT_HTML_H_

#include <string>

#include "lib/report/assessment.h"
#include "lib/report/render.h"

namespace iec {

std::string RenderHtml(const Assessment& assessment,
                       const RenderOptions& options);

}  // namespace iec

#endif  // IEC_LIB_REPORT_HTML_H_
