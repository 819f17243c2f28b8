// SPDX-License-Identifier: Apache-2.0
// `iec-collector redact`.
#ifndef IEC_CI_IEC_COLLECTOR_REDACT_H_
#define IEC_CI_IEC_COLLECTOR_REDACT_H_

#include "ci/iec_collector_options.h"

namespace iec {

int Redact(const RedactCommand& options);  // the exit status

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_REDACT_H_
