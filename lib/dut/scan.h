// SPDX-License-Identifier: Apache-2.0
// One walk over the device's file system for all who want to look at it.
#ifndef IEC_LIB_DUT_SCAN_H_
#define IEC_LIB_DUT_SCAN_H_

#include <sys/stat.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/walk.h"

namespace iec {

// What the walk shows; valid only during the call.
class ScanObject {
 public:
  explicit ScanObject(const WalkObject& object) : object_(object) {}

  const std::string& path() const { return object_.path; }
  const struct stat& info() const { return object_.info; }
  // False where a directory on the way there is its owner's alone.
  bool reachable() const { return object_.reachable; }

  // Extended attributes. Regular files and directories only: asking others
  // costs and they carry none that matter here.
  std::vector<std::string> AttributeNames() const;
  std::optional<std::string> Attribute(const std::string& name) const;

 private:
  std::string ProcPath() const;

  const WalkObject& object_;
};

struct ScanOptions {
  std::string root = "/";
  std::vector<std::string> skip;  // directories left out with all below
};

struct ScanSummary {
  uint64_t objects = 0;
  // Directories that could not be read or moved away; a file that vanishes
  // between two looks is no matter.
  uint64_t unreadable = 0;
  std::string first_unreadable;
  std::vector<std::string> skipped;  // "/proc (proc)", "/data (as told)"
};

// Shows every object once, the root included, whatever is mounted where:
// file systems that hold no files of the device (proc, sysfs, ...) are left
// out, and what is mounted in several places is shown in one of them.
Result<ScanSummary> ScanFileSystem(
    const ScanOptions& options,
    const std::function<void(const ScanObject&)>& visit);

}  // namespace iec

#endif  // IEC_LIB_DUT_SCAN_H_
