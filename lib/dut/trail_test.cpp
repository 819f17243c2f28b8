// SPDX-License-Identifier: Apache-2.0
// The two trails of the device: systemd's journal and the audit trail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>

#include "lib/base/file.h"
#include "lib/dut/audit_cursor.h"
#include "lib/dut/journal_cursor.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(JournalTest, ReadsEveryFormOfAField) {
  const auto entry = ParseJournalEntry(
      R"({"MESSAGE":[104,105,0,255],"_PID":"12","LONG":null,"X":["1","2"],)"
      R"("Y":[[104],[105]],"__REALTIME_TIMESTAMP":"1700000000123456"})");
  ASSERT_TRUE(entry.ok()) << entry.error().message;
  EXPECT_EQ(entry->message(), std::string("hi\0\xff", 4));
  EXPECT_EQ(entry->Field("_PID"), "12");
  EXPECT_EQ(entry->Field("LONG"), "");
  EXPECT_EQ(entry->Field("X"), "1");
  EXPECT_EQ(entry->Field("Y"), "h");
  EXPECT_EQ(entry->Field("absent"), "");
  EXPECT_EQ(entry->time(), 1'700'000'000'123'456);
}

TEST(JournalTest, RefusesWhatJournalctlDoesNotPrint) {
  for (const char* bad :
       {"", "x", "[]", "{\"a\":1}", "{\"a\":[256]}", "{\"a\":[-1]}",
        "{\"a\":[1,\"x\"]}", "{\"a\":{}}", "{\"a\":[]}", "{\"a\":\"x\"",
        "{\"a\":[[[[[1]]]]]}"}) {
    EXPECT_FALSE(ParseJournalEntry(bad).ok()) << bad;
  }
  EXPECT_FALSE(ParseJournalEntry(std::string(1 << 20, '[')).ok());
}

TEST(JournalTest, ALineCutOffIsLeftOut) {
  const auto entries =
      ParseJournalEntries("{\"MESSAGE\":\"1\"}\n\n{\"MESSAGE\":\"2\"}\n{\"MES");
  ASSERT_TRUE(entries.ok()) << entries.error().message;
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ(entries->at(1).message(), "2");
}

TEST(JournalTest, TakesTheLastCursor) {
  EXPECT_EQ(ParseCursor("-- cursor: forged\nx\n-- cursor: s=1;i=2\n"),
            "s=1;i=2");
  EXPECT_EQ(ParseCursor("no entries\n"), "");
}

constexpr char kLogin[] =
    "type=USER_LOGIN msg=audit(1364481363.243:24287): pid=3280 uid=0 "
    "auid=1000 ses=4 subj=unconfined msg='op=login acct=\"ann\" "
    "exe=\"/usr/sbin/sshd\" hostname=10.0.0.1 addr=10.0.0.1 terminal=ssh "
    "res=success'\x1dUID=\"root\" AUID=\"ann\"";

TEST(AuditTest, TakesARecordApart) {
  const auto record = ParseAuditRecord(kLogin);
  ASSERT_TRUE(record.ok()) << record.error().message;
  EXPECT_EQ(record->type, "USER_LOGIN");
  EXPECT_EQ(record->seconds, 1364481363);
  EXPECT_EQ(record->milliseconds, 243);
  EXPECT_EQ(record->serial, 24287u);
  EXPECT_EQ(record->Field("pid"), "3280");
  EXPECT_EQ(record->Field("acct"), "ann");
  EXPECT_EQ(record->Field("exe"), "/usr/sbin/sshd");
  EXPECT_EQ(record->Field("res"), "success");
  EXPECT_EQ(record->Field("AUID"), "ann");
  EXPECT_EQ(record->Field("absent"), "");
}

TEST(AuditTest, KnowsTheOddities) {
  const auto field = [](const std::string& text, const std::string& name) {
    const auto record =
        ParseAuditRecord("node=a type=X msg=audit(1.000:1): " + text);
    return record.ok() ? record->Field(name) : record.error().message;
  };
  EXPECT_EQ(field("key=(null)", "key"), "(null)");
  EXPECT_EQ(field("a0=7f a1=\"two words\"", "a1"), "two words");
  EXPECT_EQ(field("avc: denied { read } for pid=1", "pid"), "1");
  EXPECT_EQ(field("res=1 res=0", "res"), "1");  // no later one overrules it
  EXPECT_EQ(field("name=\"open", "name"), "\"open");
  EXPECT_EQ(DecodeAuditValue("6C73202F"), "ls /");
  EXPECT_EQ(DecodeAuditValue("sshd"), "sshd");
  EXPECT_EQ(DecodeAuditValue("123"), "123");
}

TEST(AuditTest, RefusesWhatIsNoRecord) {
  for (const char* bad :
       {"", "type=", "type=X", "type= msg=audit(1.000:1): ",
        "type=X msg=audit(1:1): ", "type=X msg=audit(1.000:1)",
        "type=X msg=audit(1.1000:1): ", "type=X msg=audit(a.000:1): ",
        "type=X msg=audit(1.000:-1): ", "node=x",
        "hello type=X msg=audit(1.000:1): "}) {
    EXPECT_FALSE(ParseAuditRecord(bad).ok()) << bad;
  }
  const std::string good = kLogin;
  EXPECT_FALSE(ParseAuditRecord(good + std::string(20'000, 'x')).ok());
  std::string many = "type=X msg=audit(1.000:1): ";
  for (int i = 0; i < 1000; ++i) many += "a" + std::to_string(i) + "= ";
  EXPECT_THAT(ParseAuditRecord(many).error().message,
              HasSubstr("too many fields"));
}

class AuditTrailTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/var/tmp/iec-audit-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    directory_ = path;
    log_ = directory_ + "/audit.log";
    Write("0");
  }
  void TearDown() override { ASSERT_TRUE(RemoveTreeSafely(directory_).ok()); }

  void Append(const std::string& text) {
    FILE* file = std::fopen(log_.c_str(), "ae");
    ASSERT_NE(file, nullptr);
    std::fputs(text.c_str(), file);
    std::fclose(file);
  }
  void Write(const std::string& serial) {
    Append("type=X msg=audit(1.000:" + serial + "): a=b\n");
  }
  // As auditd does it.
  void Rotate() {
    for (int age = 8; age >= 0; --age) {
      const std::string from =
          age == 0 ? log_ : log_ + "." + std::to_string(age);
      const std::string to = log_ + "." + std::to_string(age + 1);
      std::rename(from.c_str(), to.c_str());
    }
    Append("");
  }
  static std::vector<uint64_t> Serials(const AuditCursor& cursor) {
    const auto trail = cursor.RecordsSince();
    EXPECT_TRUE(trail.ok()) << trail.error().message;
    std::vector<uint64_t> serials;
    for (const AuditRecord& record : trail->records) {
      serials.push_back(record.serial);
    }
    return serials;
  }

  std::string directory_;
  std::string log_;
};

TEST_F(AuditTrailTest, IsWhereAuditdWasTold) {
  EXPECT_EQ(AuditLogPath(directory_ + "/none"), kAuditLogPath);
  Append("write_logs = yes\nlog_file = /data/audit.log\n");
  EXPECT_EQ(AuditLogPath(log_), "/data/audit.log");
}

TEST_F(AuditTrailTest, ShowsWhatCameInSince) {
  const auto cursor = AuditCursor::Take(log_);
  ASSERT_TRUE(cursor.ok()) << cursor.error().message;
  EXPECT_THAT(Serials(*cursor), IsEmpty());
  Write("1");
  Append("noise\n");
  Append("type=X msg=audit(1.000:2): a=");  // still being written
  EXPECT_THAT(Serials(*cursor), ElementsAre(1));
  EXPECT_THAT(cursor->RecordsSince()->unreadable,
              ElementsAre(HasSubstr("no audit record")));
  Append("b\n");
  EXPECT_THAT(Serials(*cursor), ElementsAre(1, 2));
}

TEST_F(AuditTrailTest, FollowsRotation) {
  const auto cursor = AuditCursor::Take(log_);
  Write("1");
  Rotate();
  Write("2");
  EXPECT_THAT(Serials(*cursor), ElementsAre(1, 2));
  Rotate();
  Rotate();
  Write("3");
  EXPECT_THAT(Serials(*cursor), ElementsAre(1, 2, 3));
}

TEST_F(AuditTrailTest, SaysWhereRecordsAreLost) {
  const auto cursor = AuditCursor::Take(log_);
  Rotate();
  ASSERT_EQ(unlink((log_ + ".1").c_str()), 0);
  EXPECT_THAT(cursor->RecordsSince().error().message,
              HasSubstr("records are lost"));
  const auto second = AuditCursor::Take(log_);
  Write("1");
  const auto third = AuditCursor::Take(log_);
  ASSERT_EQ(truncate(log_.c_str(), 0), 0);
  EXPECT_THAT(third->RecordsSince().error().message, HasSubstr("was cut"));
  EXPECT_THAT(Serials(*second), IsEmpty());
  EXPECT_FALSE(AuditCursor::Take(directory_ + "/none").ok());
}

}  // namespace
}  // namespace iec
