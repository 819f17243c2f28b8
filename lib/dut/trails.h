// SPDX-License-Identifier: Apache-2.0
// All trails of the device together: the audit trail and the journal, from a
// place that is taken before a stimulus.
#ifndef IEC_LIB_DUT_TRAILS_H_
#define IEC_LIB_DUT_TRAILS_H_

#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/audit_cursor.h"
#include "lib/dut/journal_cursor.h"
#include "lib/dut/logged_event.h"
#include "lib/profile/profile.h"

namespace iec {

class Trails {
 public:
  // An Error only where there is no trail at all. Where the profile declares
  // `audit` and not audit.in_journal, the kernel's records count in auditd's
  // trail alone: journald reads along, but may lose them.
  static Result<Trails> Take(const Profile& profile);

  struct News {
    std::vector<LoggedEvent> events;
    size_t audit_events = 0;    // so many of them from the audit trail
    std::string audit_problem;  // why there are none, or not all; else empty
  };
  Result<News> Since() const;

  // The file that auditd writes.
  const std::string& audit_path() const { return audit_path_; }

 private:
  std::string audit_path_;
  bool audit_in_journal_ = false;
  std::optional<AuditCursor> audit_;
  std::string audit_problem_;
  std::optional<JournalCursor> journal_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_TRAILS_H_
