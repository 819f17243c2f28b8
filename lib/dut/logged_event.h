// SPDX-License-Identifier: Apache-2.0
// One event as an auditor reads it, whichever trail keeps it: what
// IEC 62443-4-2 CR 2.8 wants each record to say.
#ifndef IEC_LIB_DUT_LOGGED_EVENT_H_
#define IEC_LIB_DUT_LOGGED_EVENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/audit_cursor.h"
#include "lib/dut/journal_cursor.h"

namespace iec {

// What a trail does not say is empty.
struct LoggedEvent {
  int64_t milliseconds = 0;  // since 1970; 0: no time stamp
  std::string user;          // account, or id of one
  std::string origin;        // address or terminal; of the audit trail only
  std::string process;       // program
  // Of the audit trail: the key of the rule for a system call, else the type.
  // Of the journal: the facility.
  std::string category;
  std::string type;
  std::string id;
  std::optional<bool> success;
  std::string message;               // of the journal
  std::string unit;                  // that an entry of systemd is about
  std::vector<AuditRecord> records;  // of the audit trail

  // The first value of that name in the records; "" where there is none.
  std::string Field(const std::string& name) const;
  // Whether a PATH record names this file.
  bool Touches(const std::string& path) const;
  // Whether the message or any value holds `marker`.
  bool Mentions(std::string_view marker) const;
  // A record of PAM or of a login program that names the account. Not of
  // systemd and its logind: that a session is registered, or a user gets a
  // service manager, is no way in.
  bool IsOfLogin(const std::string& account) const;
  std::string Describe() const;  // fit for evidence
};

// Records of one serial number are one event, in whatever order they came.
std::vector<LoggedEvent> EventsOf(std::vector<AuditRecord> records);
LoggedEvent EventOf(const JournalEntry& entry);

// Where the entry is a copy of an audit record: journald's own reading of the
// kernel, or a line that root's audisp has passed on.
std::optional<AuditRecord> AuditRecordOf(const JournalEntry& entry);

// Whether a line for people tells of success or failure, by its words.
std::optional<bool> ResultInWords(std::string_view message);

}  // namespace iec

#endif  // IEC_LIB_DUT_LOGGED_EVENT_H_
