// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: a callback of LAVA. One reader takes one document after
// the other, as `fleet` does, so what one leaves behind meets the next.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/collect/callback.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static auto* const kReader = new iec::CallbackReader();
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  size_t cases = 0;
  size_t lines = 0;
  const auto read = kReader->Read(json, {[&](const iec::LavaCase& lava) {
                                           ++cases;
                                           if (lava.result.empty())
                                             std::abort();
                                         },
                                         [&](size_t number, std::string_view) {
                                           if (number != ++lines) std::abort();
                                         }});
  if (!read.ok()) {
    if (!read.error().message.starts_with("line ")) std::abort();
    return 0;
  }
  if (read->job.id.empty() || read->cases != cases) std::abort();
  if (lines > 0 && !read->has_log) std::abort();
  return 0;
}
