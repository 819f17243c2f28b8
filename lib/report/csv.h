// SPDX-License-Identifier: Apache-2.0
// csv: RFC 4180, with the columns that a certifier's sheet has.
#ifndef IEC_LIB_REPORT_CSV_H_
#define IEC_LIB_REPORT_CSV_H_

#include <string>
#include <string_view>

#include "lib/report/render.h"

namespace iec {

// A row for each requirement, then one for each common constraint.
std::string RenderCsv(const Assessment& assessment,
                      const RenderOptions& options);

// One quoted cell of one line, which no spreadsheet takes for a formula.
std::string CsvCell(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_REPORT_CSV_H_
