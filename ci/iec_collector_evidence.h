// SPDX-License-Identifier: Apache-2.0
// `iec-collector bundle` and `iec-collector verify`.
#ifndef IEC_CI_IEC_COLLECTOR_EVIDENCE_H_
#define IEC_CI_IEC_COLLECTOR_EVIDENCE_H_

#include "ci/iec_collector_options.h"

namespace iec {

// Each returns the exit status.
int MakeEvidence(const BundleCommand& options);
int VerifyEvidence(const VerifyCommand& options);

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_EVIDENCE_H_
