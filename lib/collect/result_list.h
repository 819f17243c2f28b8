// SPDX-License-Identifier: Apache-2.0
// result_list: LAVA's list of results as YAML: `lavacli results --yaml`, REST
// v0.2 .../yaml/, and each suite of a callback.
#ifndef IEC_LIB_COLLECT_RESULT_LIST_H_
#define IEC_LIB_COLLECT_RESULT_LIST_H_

#include <string_view>

#include "lib/base/result.h"
#include "lib/collect/lava_case.h"

namespace iec {

// Gives each case to `sink`, in order. The lines that PyYAML writes are read
// as fast as they can be compared; whatever else YAML allows takes the strict
// and slower way of lib/profile/yaml_document.h, item by item: no aliases, no
// anchors, limits on depth and size. An error begins with "line N: "; what
// `sink` got before it is to be dropped.
class ResultListReader {
 public:
  Status Read(std::string_view yaml, const CaseSink& sink);

  // Of a case that is no more than its metadata: a text in REST v0.2, and the
  // result.yaml of `lava-run`.
  Status ReadMetadata(std::string_view yaml, const CaseSink& sink);

  // For the fuzz target: of one item, whether the fast way takes it, and what
  // it makes of it.
  bool ReadFast(std::string_view item, LavaCase& lava);
  static Status ReadStrict(std::string_view item, size_t line,
                           const CaseSink& sink);

 private:
  LavaCase case_;
  size_t cases_ = 0;
};

}  // namespace iec

#endif  // IEC_LIB_COLLECT_RESULT_LIST_H_
