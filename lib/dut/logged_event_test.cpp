// SPDX-License-Identifier: Apache-2.0
// What an auditor reads in the records of either trail.
#include "lib/dut/logged_event.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace iec {
namespace {

using testing::HasSubstr;

AuditRecord Record(const std::string& line) {
  auto record = ParseAuditRecord(line);
  EXPECT_TRUE(record.ok()) << record.error().message;
  return record.ok() ? *std::move(record) : AuditRecord();
}

LoggedEvent Event(const std::vector<std::string>& lines) {
  std::vector<AuditRecord> records;
  for (const std::string& line : lines) records.push_back(Record(line));
  auto events = EventsOf(std::move(records));
  EXPECT_EQ(events.size(), 1u);
  return events.empty() ? LoggedEvent() : events.front();
}

constexpr char kCall[] =
    "type=SYSCALL msg=audit(1700000000.123:77): arch=c000003e syscall=257 "
    "success=no exit=-13 auid=1001 uid=1001 tty=pts0 ses=3 comm=\"bash\" "
    "exe=\"/usr/bin/bash\" key=\"access\"\x1d"
    "AUID=\"ann\"";
constexpr char kPath[] =
    "type=PATH msg=audit(1700000000.123:77): item=0 name=\"/etc/shadow\" "
    "nametype=NORMAL";

TEST(LoggedEventTest, ReadsASystemCall) {
  const LoggedEvent event = Event({kPath, kCall});
  EXPECT_EQ(event.milliseconds, 1'700'000'000'123);
  EXPECT_EQ(event.id, "77");
  EXPECT_EQ(event.user, "1001");
  EXPECT_EQ(event.origin, "pts0");
  EXPECT_EQ(event.process, "/usr/bin/bash");
  EXPECT_EQ(event.category, "access");
  EXPECT_EQ(event.type, "SYSCALL");
  EXPECT_EQ(event.success, false);
  EXPECT_TRUE(event.Touches("/etc/shadow"));
  EXPECT_FALSE(event.Touches("/etc/shad"));
  EXPECT_EQ(event.Field("auid"), "1001");
  EXPECT_THAT(event.Describe(), HasSubstr("77"));
}

TEST(LoggedEventTest, TheDetailsAloneSayLittle) {
  const LoggedEvent event = Event({kPath});
  EXPECT_TRUE(event.Touches("/etc/shadow"));
  EXPECT_EQ(event.id, "77");
  for (const std::string& missing :
       {event.user, event.process, event.category, event.type}) {
    EXPECT_EQ(missing, "");
  }
  EXPECT_FALSE(event.success.has_value());
}

TEST(LoggedEventTest, ARuleWithoutAKeyTellsNoCategory) {
  std::string call = kCall;
  call.replace(call.find("\"access\""), 8, "(null)");
  EXPECT_EQ(Event({call}).category, "");
}

TEST(LoggedEventTest, ReadsALogin) {
  const LoggedEvent event = Event(
      {"node=a type=USER_AUTH msg=audit(1.000:1): pid=9 uid=0 auid=4294967295 "
       "ses=4294967295 msg='op=PAM:authentication acct=\"ann\" "
       "exe=\"/usr/sbin/sshd\" hostname=? addr=192.0.2.1 terminal=ssh "
       "res=failed'"});
  EXPECT_EQ(event.user, "ann");
  EXPECT_EQ(event.origin, "192.0.2.1");
  EXPECT_EQ(event.category, "USER_AUTH");
  EXPECT_EQ(event.success, false);
}

TEST(LoggedEventTest, WhatTheKernelSaysByItselfNeedsNoKey) {
  const LoggedEvent event = Event(
      {"type=SYSCALL msg=audit(1.000:5): success=no auid=1000 exe=\"/bin/a\" "
       "key=(null)",
       "type=CONFIG_CHANGE msg=audit(1.000:5): op=trim auid=1000 ses=1 "
       "res=1"});
  EXPECT_EQ(event.process, "/bin/a");
  EXPECT_EQ(event.type, "CONFIG_CHANGE");
  EXPECT_EQ(event.category, "CONFIG_CHANGE");
  EXPECT_EQ(event.success, true);
  EXPECT_EQ(event.Field("op"), "trim");
}

TEST(LoggedEventTest, KeepsEventsApart) {
  const auto events =
      EventsOf({Record("type=A msg=audit(1.000:1): uid=0"),
                Record("type=B msg=audit(1.000:2): uid=0"),
                Record("type=PATH msg=audit(1.000:1): name=2F746D702F6120623A"),
                // The same number after another start of the kernel.
                Record("type=C msg=audit(9.000:1): uid=0")});
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].records.size(), 2u);
  EXPECT_TRUE(events[0].Touches("/tmp/a b:"));
  EXPECT_TRUE(events[0].Mentions("/tmp/a b"));
  EXPECT_FALSE(events[1].Mentions("/tmp"));
}

TEST(LoggedEventTest, AnUnknownTypeIsNone) {
  EXPECT_EQ(Event({"type=UNKNOWN[1999] msg=audit(1.000:1): uid=0"}).type, "");
}

JournalEntry Entry(const std::string& message) {
  JournalEntry entry;
  entry.fields = {{"MESSAGE", message},
                  {"SYSLOG_IDENTIFIER", "sshd"},
                  {"SYSLOG_FACILITY", "4"},
                  {"_UID", "0"},
                  {"_TRANSPORT", "syslog"},
                  {"__CURSOR", "s=1;i=2"},
                  {"__REALTIME_TIMESTAMP", "1700000000123456"}};
  return entry;
}

TEST(LoggedEventTest, ReadsALineForPeople) {
  const LoggedEvent event =
      EventOf(Entry("Failed password for ann from 192.0.2.1 port 7 ssh2"));
  EXPECT_EQ(event.milliseconds, 1'700'000'000'123);
  EXPECT_EQ(event.process, "sshd");
  EXPECT_EQ(event.category, "facility 4");
  EXPECT_EQ(event.id, "s=1;i=2");
  EXPECT_EQ(event.success, false);
  EXPECT_TRUE(event.Mentions("ann"));
}

TEST(LoggedEventTest, ReadsTheResultOfAJob) {
  JournalEntry entry = Entry("Failed or not, this is what counts:");
  entry.fields["JOB_RESULT"] = "done";
  entry.fields["UNIT"] = "x.service";
  EXPECT_EQ(EventOf(entry).success, true);
  EXPECT_EQ(EventOf(entry).unit, "x.service");
  entry.fields["JOB_RESULT"] = "timeout";
  EXPECT_EQ(EventOf(entry).success, false);
}

TEST(LoggedEventTest, ReadsResultsInWords) {
  EXPECT_EQ(ResultInWords("Accepted publickey for ann"), true);
  EXPECT_EQ(ResultInWords("session opened for user ann"), true);
  EXPECT_EQ(ResultInWords("'ann' logged in on '/dev/pts/0'"), true);
  EXPECT_EQ(ResultInWords("Invalid user ann"), false);
  EXPECT_EQ(ResultInWords("Bad packet length 1"), false);
  EXPECT_EQ(ResultInWords("New session 3 of user ann."), std::nullopt);
  EXPECT_EQ(ResultInWords("Connection from 192.0.2.1 port 7"), std::nullopt);
}

TEST(LoggedEventTest, TakesAuditRecordsOutOfTheJournal) {
  JournalEntry entry = Entry("SYSCALL arch=c000003e success=yes key=\"x\"");
  entry.fields["_TRANSPORT"] = "audit";
  entry.fields["_AUDIT_TYPE_NAME"] = "SYSCALL";
  entry.fields["_AUDIT_ID"] = "12";
  entry.fields["_SOURCE_REALTIME_TIMESTAMP"] = "1700000000012000";
  const auto copied = AuditRecordOf(entry);
  ASSERT_TRUE(copied.has_value());
  EXPECT_EQ(copied->serial, 12u);
  EXPECT_EQ(copied->seconds, 1'700'000'000);
  EXPECT_EQ(copied->milliseconds, 12);
  EXPECT_EQ(copied->Field("key"), "x");

  const std::string line = "type=SYSCALL msg=audit(1.002:3): success=no";
  EXPECT_EQ(AuditRecordOf(Entry(line))->serial, 3u);
  EXPECT_FALSE(AuditRecordOf(Entry("hello")).has_value());
  JournalEntry forged = Entry(line);
  forged.fields["_UID"] = "1000";
  EXPECT_FALSE(AuditRecordOf(forged).has_value());
}

TEST(LoggedEventTest, KnowsTheRecordsOfALogin) {
  static constexpr char kRecord[] =
      "type={} msg=audit(1.000:1): pid=9 uid=0 auid=1001 msg='op=PAM:x "
      "acct=\"{}\" exe=\"{}\" res=success'";
  const auto is_of_ann = [&](const char* type, const char* user,
                             const char* exe) {
    return Event({fmt::format(fmt::runtime(kRecord), type, user, exe)})
        .IsOfLogin("ann");
  };
  EXPECT_TRUE(is_of_ann("USER_START", "ann", "/usr/sbin/sshd"));
  EXPECT_FALSE(is_of_ann("USER_START", "anna", "/usr/sbin/sshd"));
  EXPECT_FALSE(is_of_ann("USER_START", "ann", "/usr/lib/systemd/systemd"));
  EXPECT_FALSE(is_of_ann("ADD_USER", "ann", "/usr/sbin/useradd"));
  JournalEntry entry = Entry("session opened for user ann");
  EXPECT_TRUE(EventOf(entry).IsOfLogin("ann"));
  EXPECT_FALSE(EventOf(entry).IsOfLogin("bob"));
  for (const char* program : {"systemd-logind", "(systemd)", "systemd"}) {
    entry.fields["SYSLOG_IDENTIFIER"] = program;
    EXPECT_FALSE(EventOf(entry).IsOfLogin("ann")) << program;
  }
}

}  // namespace
}  // namespace iec
