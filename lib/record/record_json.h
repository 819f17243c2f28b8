// SPDX-License-Identifier: Apache-2.0
// The records as JSON text; schema.md describes each key.
#ifndef IEC_LIB_RECORD_RECORD_JSON_H_
#define IEC_LIB_RECORD_RECORD_JSON_H_

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/record/record.h"

namespace iec {

// One line of printable ASCII without '<', '>' or the letters IEC1, so that
// text of a device can forge neither a LAVA signal nor a record, and without
// two spaces side by side, which a console may merge. Keys are sorted: equal
// records give equal bytes. Bytes that are not UTF-8 become U+FFFD.
std::string ToJson(const PlanRecord& plan);  // `run` is on the line, not here
std::string ToJson(const TestRecord& test);
std::string ToJson(const SummaryRecord& summary);

// Strict: a missing key, a wrong type or a value out of range is an error
// that names the key; a key of a later version is ignored.
Result<PlanRecord> PlanFromJson(std::string_view json);
Result<TestRecord> TestFromJson(std::string_view json);
Result<SummaryRecord> SummaryFromJson(std::string_view json);

// What names a test or a requirement on every wire: [A-Za-z0-9_]+.
bool IsWireName(std::string_view name);

}  // namespace iec

#endif  // IEC_LIB_RECORD_RECORD_JSON_H_
