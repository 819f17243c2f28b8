// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_REDACT_REDACT_RECORD_H_
#define IEC_LIB_REDACT_REDACT_RECORD_H_

#include "lib/record/record.h"
#include "lib/redact/redactor.h"

namespace iec {

// Everything that a record says in words. Identifiers, verdicts, moments and
// the digests of the profile and the runner stay, as long as they are such.
PlanRecord RedactRecord(const PlanRecord& plan, Redactor& redactor);
TestRecord RedactRecord(const TestRecord& test, Redactor& redactor);

}  // namespace iec

#endif  // IEC_LIB_REDACT_REDACT_RECORD_H_
