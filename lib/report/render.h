// SPDX-License-Identifier: Apache-2.0
// render: an assessment as text, one file for each format.
#ifndef IEC_LIB_REPORT_RENDER_H_
#define IEC_LIB_REPORT_RENDER_H_

#include <string>

#include "lib/report/assessment.h"

namespace iec {

struct RenderOptions {
  bool color = false;
  int width = 100;                       // columns; table only, at least 80
  std::string origin = "iec_collector";  // who submits; KCIDB only
};

// For people: rows by FR, findings with what was expected and found, levels.
std::string RenderTable(const Assessment& assessment,
                        const RenderOptions& options);

// iec-report/1, as schema.md describes it.
std::string RenderJson(const Assessment& assessment,
                       const RenderOptions& options);

// The dialect that GitLab reads; junit.xsd describes it.
std::string RenderJunit(const Assessment& assessment,
                        const RenderOptions& options);

}  // namespace iec

#endif  // IEC_LIB_REPORT_RENDER_H_
