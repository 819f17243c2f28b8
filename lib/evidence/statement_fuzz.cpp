// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: the statement in the envelope of a bundle. Only its owner
// can sign it, but an owner may be hostile as well.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lib/evidence/statement.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto statement = iec::StatementFromJson(text);
  if (!statement.ok()) {
    if (statement.error().message.empty()) std::abort();
    return 0;
  }
  const std::string json = iec::ToJson(*statement);
  const auto again = iec::StatementFromJson(json);
  if (!again.ok() || iec::ToJson(*again) != json) std::abort();
  return 0;
}
