// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: a list of results as YAML. What the fast way takes the
// strict one must take as well, and make the same of it.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "lib/collect/result_list.h"

namespace {

bool IsSame(const iec::LavaCase& a, const iec::LavaCase& b) {
  return a.suite == b.suite && a.name == b.name && a.result == b.result &&
         a.set == b.set && a.job == b.job && a.id == b.id &&
         a.error_type == b.error_type && a.error_message == b.error_message &&
         a.measured == b.measured && a.seconds == b.seconds &&
         a.logged == b.logged && a.lines.first == b.lines.first &&
         a.lines.last == b.lines.last;
}

// What stands below a key of the metadata the fast way skips unread.
bool IsNested(std::string_view item) {
  return item.find("\n     ") != std::string_view::npos ||
         item.find("\n    -") != std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  iec::ResultListReader reader;
  size_t number = 0;
  const auto status =
      reader.Read(text, [&](const iec::LavaCase&) { ++number; });
  if (!status.ok() && !status.error().message.starts_with("line ")) {
    std::abort();
  }
  iec::LavaCase fast;
  if (!simdjson::validate_utf8(text.data(), text.size()) ||
      text.find("\n- ") != std::string_view::npos || IsNested(text) ||
      !reader.ReadFast(text, fast) || fast.result.empty()) {
    return 0;
  }
  std::vector<iec::LavaCase> strict;
  const auto read = iec::ResultListReader::ReadStrict(
      text, 1, [&](const iec::LavaCase& lava) { strict.push_back(lava); });
  // A result that LAVA does not know is refused after either.
  if (!read.ok() && status.ok()) std::abort();
  if (read.ok() && (strict.size() != 1 || !IsSame(fast, strict.front()))) {
    std::abort();
  }
  return 0;
}
