// SPDX-License-Identifier: Apache-2.0
// The inputs of iec-collector: record files and console logs, which are told
// apart by what is in them.
#ifndef IEC_CI_IEC_COLLECTOR_INPUT_H_
#define IEC_CI_IEC_COLLECTOR_INPUT_H_

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/record/run_record.h"

namespace iec {

// Bytes of one input, and of one line of it; LAVA writes lines of at most
// 1 MB.
inline constexpr size_t kMaxInputBytes = size_t{4} << 30;
inline constexpr size_t kMaxInputLine = 4u << 20;

// `path` itself, or, where it is a directory, every regular file in it, by
// name. "-" stays as it is.
Result<std::vector<std::string>> ExpandInput(const std::string& path);

// Reads to the end in constant memory apart from the records. An error where
// it cannot be read or holds no record at all.
Result<RecordInput> ReadInput(const std::string& path, const std::string& key);

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_INPUT_H_
