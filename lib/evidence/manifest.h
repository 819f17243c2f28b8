// SPDX-License-Identifier: Apache-2.0
// manifest: what is in a bundle. schema.md describes the JSON.
#ifndef IEC_LIB_EVIDENCE_MANIFEST_H_
#define IEC_LIB_EVIDENCE_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

inline constexpr char kManifestName[] = "manifest.json";
inline constexpr char kEnvelopeName[] = "statement.dsse.json";
inline constexpr char kReportName[] = "reports/report.json";
inline constexpr char kProfileName[] = "profile.yaml";
inline constexpr size_t kMaxBundleFiles = 4096;
inline constexpr size_t kMaxBundleName = 100;  // what a tar has room for

struct ManifestFile {
  std::string path;    // in the bundle: "inputs/001-run.txt"
  std::string role;    // input, profile or report
  std::string sha256;  // 64 hex digits
  int64_t size = 0;
};

struct Manifest {
  std::string made_by;
  std::vector<ManifestFile> files;
};

// At most three parts of [A-Za-z0-9._+-] that are neither "." nor "..": it
// cannot lead out of the bundle and means the same everywhere.
bool IsBundleName(std::string_view path);

// Any name as one part of such a path.
std::string ToBundleName(std::string_view name);

std::string ToJson(const Manifest& manifest);
Result<Manifest> ManifestFromJson(std::string_view json);

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_MANIFEST_H_
