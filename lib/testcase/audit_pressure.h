// SPDX-License-Identifier: Apache-2.0
// An audit trail that a test puts under pressure: what every such test has to
// know first, records made on purpose, and whether the newest one can be read.
#ifndef IEC_LIB_TESTCASE_AUDIT_PRESSURE_H_
#define IEC_LIB_TESTCASE_AUDIT_PRESSURE_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dut/audit_store.h"
#include "lib/profile/profile.h"

namespace iec {

class AuditPressure {
 public:
  // Nothing where there is no verdict to come to, or a failure as there is no
  // trail: then that is recorded. That events are recorded, with nothing wrong
  // yet, is a control.
  static std::optional<AuditPressure> Prepare(const Profile& profile);

  const AuditStore& store() const { return store_; }
  // Whose openings for writing are recorded.
  const std::vector<std::string>& files() const { return files_; }

  // One expectation: no trouble of the trail is answered by stopping the
  // device. Where it fails, nothing of that kind may be tried.
  bool StopsNothing() const;

  // Enough records for a daemon that looks at its room now and then.
  void Record() const;

  // One expectation: an event of now is in the trail within
  // audit.wait_seconds; or most of a number of them.
  void ExpectRecord(std::string_view expected) const;
  void ExpectRecords(std::string_view expected) const;
  // Whether at least `count` of that time are, milliseconds since 1970.
  bool Recorded(int64_t begin, int64_t end, size_t count,
                std::chrono::milliseconds limit) const;

 private:
  bool MadeAndRecorded(int calls, size_t count) const;
  bool EachFileOnce() const;
  void Report(bool recorded, std::string_view expected) const;

  AuditStore store_;
  std::vector<std::string> files_;
  std::chrono::seconds wait_{0};
};

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_AUDIT_PRESSURE_H_
