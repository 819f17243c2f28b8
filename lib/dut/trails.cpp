// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/trails.h"

#include <utility>

namespace iec {
namespace {

// The kernel's own messages are left out: what of the audit trail gets there
// is what nobody took, and only so much of it as the rate limit lets through.
std::vector<std::string> Matches(bool with_audit) {
  std::vector<std::string> matches = {"_TRANSPORT=syslog", "_TRANSPORT=journal",
                                      "_TRANSPORT=stdout"};
  if (with_audit) matches.emplace_back("_TRANSPORT=audit");
  return matches;
}

const std::vector<std::string>& Fields() {
  static const std::vector<std::string> fields = {"MESSAGE",
                                                  "MESSAGE_ID",
                                                  "SYSLOG_IDENTIFIER",
                                                  "SYSLOG_FACILITY",
                                                  "_COMM",
                                                  "_UID",
                                                  "_PID",
                                                  "_TRANSPORT",
                                                  "UNIT",
                                                  "JOB_RESULT",
                                                  "_AUDIT_TYPE_NAME",
                                                  "_AUDIT_ID",
                                                  "_SOURCE_REALTIME_TIMESTAMP"};
  return fields;
}

}  // namespace

Result<Trails> Trails::Take(const Profile& profile) {
  Trails trails;
  trails.audit_path_ = AuditLogPath();
  IEC_ASSIGN_OR_RETURN(const bool in_journal, profile.Flag("audit.in_journal"));
  trails.audit_in_journal_ =
      in_journal || !profile.Declares(Capability::kAudit);
  auto audit = AuditCursor::Take(trails.audit_path_);
  if (audit.ok()) {
    trails.audit_ = std::move(audit).value();
  } else {
    trails.audit_problem_ = audit.error().message;
  }
  auto journal = JournalCursor::Take();
  if (journal.ok()) {
    trails.journal_ = std::move(journal).value();
  } else if (!trails.audit_) {
    return journal.error().Within(trails.audit_problem_);
  }
  return trails;
}

Result<Trails::News> Trails::Since() const {
  News news;
  news.audit_problem = audit_problem_;
  std::vector<AuditRecord> records;
  if (audit_) {
    auto trail = audit_->RecordsSince();
    if (trail.ok()) {
      records = std::move(trail->records);
    } else {
      news.audit_problem = trail.error().message;
    }
  }
  if (journal_) {
    IEC_ASSIGN_OR_RETURN(
        const auto entries,
        journal_->EntriesSince(Matches(audit_in_journal_), {}, Fields()));
    for (const JournalEntry& entry : entries) {
      if (auto record = AuditRecordOf(entry)) {
        records.push_back(*std::move(record));
      } else {
        news.events.push_back(EventOf(entry));
      }
    }
  }
  std::vector<LoggedEvent> audited = EventsOf(std::move(records));
  news.audit_events = audited.size();
  if (news.audit_events > 0 && audit_in_journal_) news.audit_problem.clear();
  news.events.insert(news.events.end(),
                     std::make_move_iterator(audited.begin()),
                     std::make_move_iterator(audited.end()));
  return news;
}

}  // namespace iec
