// SPDX-License-Identifier: Apache-2.0
// A place in the audit trail that auditd writes, kept across its rotation,
// and the records behind it.
#ifndef IEC_LIB_DUT_AUDIT_CURSOR_H_
#define IEC_LIB_DUT_AUDIT_CURSOR_H_

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

inline constexpr char kAuditLogPath[] = "/var/log/audit/audit.log";

// Where the device's auditd writes, by its own configuration.
std::string AuditLogPath(
    const std::string& configuration = "/etc/audit/auditd.conf");

struct AuditRecord {
  std::string type;     // "USER_LOGIN", "SYSCALL", ...
  int64_t seconds = 0;  // since 1970, by the clock of the device
  int milliseconds = 0;
  uint64_t serial = 0;  // records of one event share it
  // Quotes removed; of a name that is there twice the first. What stands in
  // msg='...' is taken apart too. Names in capitals are auditd's readings of
  // numbers (log_format = ENRICHED).
  std::map<std::string, std::string> fields;

  std::string Field(const std::string& name) const;  // "" where absent
};

// One line without its end.
Result<AuditRecord> ParseAuditRecord(std::string_view line);

// Values with blanks or quotes in them are written in hexadecimal digits,
// without quotes. Decodes `value` where it is such, else returns it as it is.
std::string DecodeAuditValue(const std::string& value);

class AuditCursor {
 public:
  // The end of the trail as it is now. A trail that is not there is an Error.
  static Result<AuditCursor> Take(const std::string& path = kAuditLogPath);

  struct Trail {
    std::vector<AuditRecord> records;     // oldest first
    std::vector<std::string> unreadable;  // lines that are no records
  };

  // What has come in since, a line still being written left out. An Error
  // where the file was removed meanwhile, as records are lost then.
  Result<Trail> RecordsSince() const;

 private:
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
  off_t offset_ = 0;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_AUDIT_CURSOR_H_
