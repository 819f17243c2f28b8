// SPDX-License-Identifier: Apache-2.0
// `iec-collector fleet`.
#ifndef IEC_CI_IEC_COLLECTOR_FLEET_H_
#define IEC_CI_IEC_COLLECTOR_FLEET_H_

#include "ci/iec_collector_options.h"

namespace iec {

int ReportFleet(const FleetCommand& options);  // the exit status

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_FLEET_H_
