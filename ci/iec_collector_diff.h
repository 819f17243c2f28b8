// SPDX-License-Identifier: Apache-2.0
// `iec-collector diff`.
#ifndef IEC_CI_IEC_COLLECTOR_DIFF_H_
#define IEC_CI_IEC_COLLECTOR_DIFF_H_

#include "ci/iec_collector_options.h"

namespace iec {

int DiffReports(const DiffCommand& options);  // the exit status

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_DIFF_H_
