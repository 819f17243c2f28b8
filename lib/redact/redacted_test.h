// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_REDACT_REDACTED_TEST_H_
#define IEC_LIB_REDACT_REDACTED_TEST_H_

#include <string>

#include "lib/redact/redactor.h"

namespace iec {

// A text that is all there is.
inline std::string Redacted(const std::string& text,
                            const RedactOptions& options = {}) {
  Redactor redactor(options, Pseudonyms("salt"));
  redactor.Learn(text);
  return redactor.Text(text);
}

}  // namespace iec

#endif  // IEC_LIB_REDACT_REDACTED_TEST_H_
