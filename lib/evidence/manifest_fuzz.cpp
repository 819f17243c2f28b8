// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: the manifest of a bundle.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "lib/evidence/manifest.h"
#include "lib/evidence/unpack.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Of any name a part comes that a bundle may have.
  if (!iec::IsBundleName("inputs/001-" + iec::ToBundleName(text))) std::abort();
  const auto manifest = iec::ManifestFromJson(text);
  if (!manifest.ok()) {
    if (manifest.error().message.empty()) std::abort();
    return 0;
  }
  std::set<std::string> paths = {iec::kManifestName, iec::kEnvelopeName};
  for (const iec::ManifestFile& file : manifest->files) {
    if (!iec::IsBundleName(file.path) || !paths.insert(file.path).second) {
      std::abort();
    }
    if (file.size < 0 ||
        static_cast<uint64_t>(file.size) > iec::kMaxBundleBytes) {
      std::abort();
    }
  }
  const std::string json = iec::ToJson(*manifest);
  const auto again = iec::ManifestFromJson(json);
  if (!again.ok() || iec::ToJson(*again) != json) std::abort();
  return 0;
}
