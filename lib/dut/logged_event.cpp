// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/logged_event.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "lib/base/text.h"

namespace iec {
namespace {

// What hangs on another record of the same event.
constexpr std::array<std::string_view, 12> kDetails = {
    "PATH",    "CWD",     "PROCTITLE", "EXECVE", "SOCKADDR", "BPRM_FCAPS",
    "OBJ_PID", "FD_PAIR", "MMAP",      "CAPSET", "EOE",      "SOCKETCALL",
};

bool IsDetail(const std::string& type) {
  return std::find(kDetails.begin(), kDetails.end(), type) != kDetails.end();
}

bool Says(std::string_view value) {
  return !value.empty() && value != "?" && value != "(none)" &&
         value != "(null)" && value != "unset" && value != "4294967295" &&
         value != "-1";
}

std::string FirstOf(const AuditRecord& record,
                    std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const std::string value = record.Field(name);
    if (Says(value)) return value;
  }
  return "";
}

// Names of people and things may stand in hexadecimal digits; of a number that
// may be one, nobody can tell.
std::string NameIn(const AuditRecord& record,
                   std::initializer_list<const char*> names) {
  const std::string value = FirstOf(record, names);
  return ParseInteger(value) ? value : DecodeAuditValue(value);
}

std::optional<bool> ResultOf(const AuditRecord& record) {
  const std::string result = FirstOf(record, {"res", "result", "success"});
  if (result == "success" || result == "yes" || result == "1") return true;
  if (result == "failed" || result == "no" || result == "0") return false;
  return std::nullopt;
}

struct MainRecords {
  // Says what the event is. A rule's SYSCALL record also comes beside records
  // that the kernel makes without any rule.
  const AuditRecord* principal = nullptr;
  const AuditRecord* call = nullptr;
};

MainRecords FindMain(const std::vector<AuditRecord>& records) {
  MainRecords main;
  for (const AuditRecord& record : records) {
    if (record.type == "SYSCALL") {
      main.call = &record;
    } else if (main.principal == nullptr && !IsDetail(record.type)) {
      main.principal = &record;
    }
  }
  if (main.principal == nullptr) main.principal = main.call;
  return main;
}

LoggedEvent EventOfRecords(std::vector<AuditRecord> records) {
  LoggedEvent event;
  event.milliseconds =
      records.front().seconds * 1000 + records.front().milliseconds;
  event.id = fmt::format("{}", records.front().serial);
  const auto [principal, call] = FindMain(records);
  if (principal != nullptr) {
    event.user = NameIn(*principal, {"acct", "auid", "uid"});
    event.origin = FirstOf(*principal, {"addr", "hostname", "terminal", "tty"});
    event.process = NameIn(*principal, {"exe", "comm", "pid"});
    event.type = principal->type.starts_with("UNKNOWN") ? "" : principal->type;
    event.category =
        principal == call ? NameIn(*principal, {"key"}) : event.type;
    event.success = ResultOf(*principal);
  }
  if (call != nullptr && event.process.empty()) {
    event.process = NameIn(*call, {"exe", "comm", "pid"});
  }
  event.records = std::move(records);
  return event;
}

}  // namespace

std::string LoggedEvent::Field(const std::string& name) const {
  for (const AuditRecord& record : records) {
    const auto found = record.fields.find(name);
    if (found != record.fields.end()) return found->second;
  }
  return "";
}

bool LoggedEvent::Touches(const std::string& path) const {
  return std::any_of(records.begin(), records.end(),
                     [&path](const AuditRecord& record) {
                       return record.type == "PATH" &&
                              (record.Field("name") == path ||
                               DecodeAuditValue(record.Field("name")) == path);
                     });
}

bool LoggedEvent::Mentions(std::string_view marker) const {
  if (message.find(marker) != std::string::npos) return true;
  for (const AuditRecord& record : records) {
    for (const auto& [name, value] : record.fields) {
      if (value.find(marker) != std::string::npos ||
          DecodeAuditValue(value).find(marker) != std::string::npos) {
        return true;
      }
    }
  }
  return false;
}

bool LoggedEvent::IsOfLogin(const std::string& account) const {
  if (records.empty()) {
    return Mentions(account) && process.find("systemd") == std::string::npos;
  }
  static constexpr std::array<std::string_view, 6> kTypes = {
      "USER_AUTH",  "USER_ACCT", "USER_LOGIN",
      "USER_START", "USER_ERR",  "CRED_ACQ"};
  return user == account && !process.ends_with("/systemd") &&
         std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

std::string LoggedEvent::Describe() const {
  if (records.empty()) {
    return fmt::format("journal: {}: {}", process, Printable(message, 160));
  }
  return Printable(
      fmt::format("audit event {}: {} category={} user={} origin={} by={}{}",
                  id, type, category, user, origin, process,
                  !success   ? ""
                  : *success ? " success"
                             : " failure"),
      240);
}

std::vector<LoggedEvent> EventsOf(std::vector<AuditRecord> records) {
  // By time too: serial numbers begin anew with each start of the kernel.
  std::map<std::pair<int64_t, uint64_t>, std::vector<AuditRecord>> grouped;
  for (AuditRecord& record : records) {
    const std::pair key(record.seconds * 1000 + record.milliseconds,
                        record.serial);
    grouped[key].push_back(std::move(record));
  }
  std::vector<LoggedEvent> events;
  events.reserve(grouped.size());
  for (auto& [key, group] : grouped) {
    events.push_back(EventOfRecords(std::move(group)));
  }
  return events;
}

std::optional<bool> ResultInWords(std::string_view message) {
  const std::string text = Lower(message);
  const auto has = [&text](std::string_view word) {
    return text.find(word) != std::string::npos;
  };
  for (const char* word :
       {"fail", "invalid", "refuse", "denied", "not allowed", "error",
        "incorrect", "could not", "cannot", "unable", "differ", "bad "}) {
    if (has(word)) return false;
  }
  for (const char* word :
       {"accepted", "opened", "succe", "login on", "logged in", "granted",
        "started", "stopped", "finished", "completed"}) {
    if (has(word)) return true;
  }
  return std::nullopt;
}

LoggedEvent EventOf(const JournalEntry& entry) {
  LoggedEvent event;
  event.message = entry.message();
  const auto sent = ParseInteger(entry.Field("_SOURCE_REALTIME_TIMESTAMP"));
  const auto taken = entry.time();
  event.milliseconds = (sent ? *sent : taken.value_or(0)) / 1000;
  event.user = entry.Field("_UID");
  event.process = entry.Field("SYSLOG_IDENTIFIER");
  if (event.process.empty()) event.process = entry.Field("_COMM");
  if (!entry.Field("SYSLOG_FACILITY").empty()) {
    event.category = "facility " + entry.Field("SYSLOG_FACILITY");
  }
  event.type = event.process;
  event.unit = entry.Field("UNIT");
  event.id = entry.Field("MESSAGE_ID");
  if (event.id.empty()) event.id = entry.Field("__CURSOR");
  const std::string job = entry.Field("JOB_RESULT");
  event.success =
      job.empty() ? ResultInWords(event.message) : std::optional(job == "done");
  return event;
}

std::optional<AuditRecord> AuditRecordOf(const JournalEntry& entry) {
  const std::string message = entry.message();
  if (entry.Field("_TRANSPORT") == "audit") {
    const auto time = ParseInteger(entry.Field("_SOURCE_REALTIME_TIMESTAMP"));
    const size_t blank = message.find(' ');
    if (!time || blank == std::string::npos) return std::nullopt;
    auto record = ParseAuditRecord(fmt::format(
        "type={} msg=audit({}.{:03}:{}): {}", entry.Field("_AUDIT_TYPE_NAME"),
        *time / 1'000'000, *time / 1000 % 1000, entry.Field("_AUDIT_ID"),
        message.substr(blank + 1)));
    if (!record.ok()) return std::nullopt;
    return std::move(record).value();
  }
  if (entry.Field("_UID") != "0" ||
      !(message.starts_with("type=") || message.starts_with("node="))) {
    return std::nullopt;
  }
  auto record = ParseAuditRecord(message);
  if (!record.ok()) return std::nullopt;
  return std::move(record).value();
}

}  // namespace iec
