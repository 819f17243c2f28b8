// SPDX-License-Identifier: Apache-2.0
// The output formats that only iec-collector writes; lib/report/format.h has
// those of both programs.
#ifndef IEC_CI_COLLECTOR_FORMATS_H_
#define IEC_CI_COLLECTOR_FORMATS_H_

namespace iec {

// Once, before an option table is made: help, manual page and completions
// name each format.
void AddCollectorFormats();

}  // namespace iec

#endif  // IEC_CI_COLLECTOR_FORMATS_H_
