// SPDX-License-Identifier: Apache-2.0
// The inputs of iec-collector as they are named on its command line;
// lib/collect/read.h reads them.
#ifndef IEC_CI_IEC_COLLECTOR_INPUT_H_
#define IEC_CI_IEC_COLLECTOR_INPUT_H_

#include <string>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// `path` itself, or, where it is a directory, every regular file in it, by
// name. "-" stays as it is.
Result<std::vector<std::string>> ExpandInput(const std::string& path);

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_INPUT_H_
