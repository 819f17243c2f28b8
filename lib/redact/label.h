// SPDX-License-Identifier: Apache-2.0
// label: values that are told by what stands before them, say `token=`,
// `"password": `, `--password `, `Serial Number: `, `root:` of a line for
// chpasswd.
#ifndef IEC_LIB_REDACT_LABEL_H_
#define IEC_LIB_REDACT_LABEL_H_

#include <cstddef>
#include <string_view>

namespace iec {

// How long the label and what follows it up to the value are, and how long the
// value is, 0 where there is none.
struct Labelled {
  std::string_view kind = {};  // secret, serial or mac
  size_t label = 0;
  size_t value = 0;
};

// What is labelled from `at` on. Words that mean nothing else are taken at the
// end of a longer one too (client_secret, PGPASSWORD).
Labelled MatchLabelled(std::string_view text, size_t at);

// The same for the key of a JSON object or of YAML.
bool IsSecretName(std::string_view key);

}  // namespace iec

#endif  // IEC_LIB_REDACT_LABEL_H_
