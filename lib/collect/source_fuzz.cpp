// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: the bytes of a file that may be a gzip.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lib/base/file.h"
#include "lib/collect/source.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const iec::UniqueFd file(memfd_create("fuzz", MFD_CLOEXEC));
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (!file || !iec::WriteAll(file.get(), bytes).ok()) return 0;
  auto source =
      iec::InputSource::Open("/proc/self/fd/" + std::to_string(file.get()));
  if (!source.ok()) std::abort();
  const bool gzip = bytes.starts_with("\x1f\x8b");
  std::string all;
  std::string buffer(1000, '\0');
  for (;;) {
    const auto count = source->Read(buffer.data(), buffer.size());
    if (!count.ok()) {
      if (!gzip) std::abort();
      return 0;
    }
    if (*count == 0) break;
    if (*count > buffer.size()) std::abort();
    all.append(buffer, 0, *count);
    if (all.size() > (16u << 20)) return 0;
  }
  if (!gzip && all != bytes) std::abort();
  return 0;
}
