// SPDX-License-Identifier: Apache-2.0
// input_kind: which of the things that a lab keeps an input is, by its first
// bytes.
#ifndef IEC_LIB_COLLECT_INPUT_KIND_H_
#define IEC_LIB_COLLECT_INPUT_KIND_H_

#include <string_view>

namespace iec {

enum class InputKind {
  kLines,    // a record, a console log, a log of LAVA
  kJson,     // one document, or one a line
  kResults,  // a list of results as YAML
  kJobEnd,   // what `lava-run` leaves beside its output
};

// `text` has no byte order mark and is all of the input or its first 256 KiB.
InputKind KindOf(std::string_view text);

// Without what may stand before the content of a YAML document: blank lines,
// comments, directives, "---".
std::string_view YamlContent(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_INPUT_KIND_H_
