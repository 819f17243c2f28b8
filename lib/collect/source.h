// SPDX-License-Identifier: Apache-2.0
// source: the bytes of an input, plain or gzip, with a limit.
#ifndef IEC_LIB_COLLECT_SOURCE_H_
#define IEC_LIB_COLLECT_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "lib/base/result.h"

namespace iec {

// Bytes of one input after unpacking, and of one line of it; LAVA writes
// lines of at most 1 MB.
inline constexpr size_t kMaxInputBytes = size_t{4} << 30;
inline constexpr size_t kMaxInputLine = 4u << 20;

class InputSource {
 public:
  // "-" is standard input.
  static Result<InputSource> Open(const std::string& path);
  InputSource(InputSource&&) noexcept;
  InputSource& operator=(InputSource&&) noexcept;
  ~InputSource();

  // 0 at the end, which is where a gzip is whole: one that is cut off is an
  // error.
  Result<size_t> Read(char* buffer, size_t size);

 private:
  struct State;
  explicit InputSource(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The whole of it; more than `limit` bytes after unpacking is an error.
Result<std::string> ReadInput(const std::string& path, size_t limit);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_SOURCE_H_
