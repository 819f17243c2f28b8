// SPDX-License-Identifier: Apache-2.0
// read: everything that a lab keeps of runs, told apart by what is in it: a
// record or a console log, the log of a LAVA job or the output of `lava-run`,
// results of LAVA as YAML or JSON, callbacks (also one a line), results of the
// CIP project's shell suite; plain or gzip.
#ifndef IEC_LIB_COLLECT_READ_H_
#define IEC_LIB_COLLECT_READ_H_

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/collect/collected.h"
#include "lib/collect/source.h"

namespace iec {

// Bytes of a document that is held as a whole and is not JSON.
inline constexpr size_t kMaxYamlBytes = size_t{64} << 20;

// Reads to the end; logs in constant memory apart from the records. Several
// documents only where there is one a line; those of them that cannot be read
// are problems of the others. An error where there is nothing to use, with
// the line: "results.yaml:12: what".
Result<std::vector<Collected>> ReadCollected(const std::string& path,
                                             const std::string& key);

// The same of bytes at hand, called `name`; for tests and fuzz targets.
Result<std::vector<Collected>> ReadCollectedText(const std::string& name,
                                                 std::string_view text,
                                                 const std::string& key);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_READ_H_
