// SPDX-License-Identifier: Apache-2.0
// libFuzzer target for what an SSH server sends first.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lib/dut/kexinit.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto offer = iec::ParseServerOpening(bytes);
  // What was accepted as a whole stays so when more bytes follow.
  if (offer.ok() && offer->has_value()) {
    const auto longer = iec::ParseServerOpening(std::string(bytes) + "x");
    if (!longer.ok() || !longer->has_value()) std::abort();
  }
  (void)iec::ParseKexInit(bytes);
  return 0;
}
