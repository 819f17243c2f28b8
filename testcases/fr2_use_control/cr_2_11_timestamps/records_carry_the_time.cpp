// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/timex.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/audit_store.h"
#include "lib/dut/hardware_clock.h"
#include "lib/dut/syslog_message.h"
#include "lib/dut/trails.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr size_t kEvents = 3;
constexpr int kRounds = 2;
constexpr std::chrono::milliseconds kApart{1'500};
constexpr std::chrono::milliseconds kPollInterval{500};
// A clock that nobody sets drifts from the hardware's by seconds in a month.
constexpr int64_t kDriftMilliseconds = 120'000;

struct Moment {
  int64_t begin = 0;  // milliseconds since 1970, by the clock of the device
  int64_t end = 0;
};

// What the records of one trail say of the moments, oldest first.
using Stamps = std::vector<int64_t>;

void JudgeStamps(const std::string& trail, const Stamps& stamps,
                 const std::vector<Moment>& moments, int64_t tolerance) {
  if (!Expect(stamps.size() >= moments.size(),
              trail + ": each event has a record with date and time",
              fmt::format("{} of {} have", stamps.size(), moments.size()))) {
    return;
  }
  int64_t worst = 0;
  for (size_t i = 0; i < moments.size(); ++i) {
    worst = std::max(
        {worst, moments[i].begin - stamps[i], stamps[i] - moments[i].end});
  }
  Expect(worst <= tolerance * 1000,
         fmt::format("{}: the time of a record is that of its event, but for "
                     "{} s",
                     trail, tolerance),
         fmt::format("it is up to {} ms away; the last one says {}", worst,
                     Rfc3339(stamps.back())));
  Expect(
      std::is_sorted(stamps.begin(), stamps.end()),
      trail + ": later events have later times",
      fmt::format("{} to {}", Rfc3339(stamps.front()), Rfc3339(stamps.back())));
}

// That it was opened by this process.
bool Opened(const LoggedEvent& event, const std::string& file) {
  return event.Field("pid") == fmt::format("{}", getpid()) &&
         event.Touches(file);
}

// The first of the files that some rule watches; where none is, the first.
Result<std::string> WatchedFile(const Profile& profile,
                                const std::vector<std::string>& files,
                                seconds wait) {
  IEC_ASSIGN_OR_RETURN(const auto trails, Trails::Take(profile));
  MakeAuditedCalls(files);
  const auto deadline = Clock::now() + wait;
  for (bool last = false; !last;) {
    last = Clock::now() >= deadline;
    IEC_ASSIGN_OR_RETURN(const auto news, trails.Since());
    for (const std::string& file : files) {
      for (const LoggedEvent& event : news.events) {
        if (Opened(event, file)) return file;
      }
    }
    if (!last) std::this_thread::sleep_for(kPollInterval);
  }
  return files[0];
}

// A clock that follows another machine's is that machine's matter.
void JudgeClock() {
  struct stat program {};
  if (stat("/proc/self/exe", &program) == 0) {
    Expect(NowMilliseconds() / 1000 >= program.st_mtim.tv_sec,
           "the clock is not before this program was made",
           Rfc3339(NowMilliseconds()));
  }
  timex clock{};
  if (adjtimex(&clock) >= 0 && (clock.status & STA_UNSYNC) == 0) {
    return Note("the clock is synchronised: it is not compared");
  }
  const auto hardware = HardwareClock();
  if (!hardware.ok()) {
    return Note("no other clock to compare with: " + hardware.error().message);
  }
  const int64_t apart = NowMilliseconds() - *hardware;
  Expect(
      std::abs(apart) <= kDriftMilliseconds,
      "the time of the records is that of the hardware's clock",
      fmt::format("{:.1f} s away from it", static_cast<double>(apart) / 1000));
}

}  // namespace

IEC_TEST_CASE(
    CR_2_11, records_carry_the_time, .plan = "CR2.11.t1",
    .title = "Records carry date and time, and the right ones",
    .tried =
        "Three times a declared configuration file is opened for writing, and "
        "a message is given to the device's log. The clock is compared with "
        "the hardware's, where it is not synchronised.",
    .passes_when =
        "Each has a record in the audit trail and in the journal whose time, "
        "a point in UTC, is that of the event; later events have later times; "
        "no line of the trail is without; the clock is right.",
    .not_covered =
        "Text files of a syslog daemon; the time after a start without power "
        "for the clock; synchronisation.",
    .remedy =
        "Let auditd itself write the trail (write_logs = yes), and no plugin "
        "rewrite it. Set the clock, and let a time client keep it.",
    .uses = {Resource::kClock}, .shares = {Resource::kAuditTrail},
    .parameters = {"audit.time_tolerance_seconds", "audit.wait_seconds",
                   "audit.in_journal", "audit.configuration_files"},
    .supersedes = {"TC_CR2.11_1"}, .lanes = {Lane::kQemu, Lane::kBoard},
    .timeout = seconds(120)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const int64_t tolerance,
             profile.Integer("audit.time_tolerance_seconds"));
  IEC_OBTAIN(const int64_t wait, profile.Integer("audit.wait_seconds"));
  IEC_OBTAIN(auto files, profile.List("audit.configuration_files"));
  std::erase_if(files, [](const std::string& file) { return !Exists(file); });
  IEC_CONTROL(!files.empty(), "a configuration file is declared",
              "none of audit.configuration_files is there");
  const bool audited = profile.Declares(Capability::kAudit);
  IEC_OBTAIN(const auto before, Trails::Take(profile));
  const auto cursor = AuditCursor::Take(before.audit_path());
  IEC_OBTAIN(const std::string file,
             audited ? WatchedFile(profile, files, seconds(wait))
                     : Result<std::string>(files[0]));

  std::vector<Moment> moments;
  Stamps audit;
  Stamps journal;
  // A journal that starts a new file just then may be read without one entry:
  // what is missing twice is missing.
  bool all = false;
  for (int round = 0; round < kRounds && !all; ++round) {
    if (round > 0) Note("not all records were there: done once more");
    IEC_OBTAIN(const auto trails, Trails::Take(profile));
    const std::string marker = "iec-" + Hex(RandomBytes(8));
    moments.assign(kEvents, {});
    for (Moment& moment : moments) {
      std::this_thread::sleep_for(kApart);
      moment.begin = NowMilliseconds();
      MakeAuditedCalls({file}, 1);
      const auto told = SendSyslogMessage(marker);
      IEC_CONTROL(told.ok(), "the device's log takes a message",
                  told.ok() ? "it does" : told.error().message);
      moment.end = NowMilliseconds();
    }
    const auto deadline = Clock::now() + seconds(wait);
    for (bool last = false; !all && !last;) {
      last = Clock::now() >= deadline;
      IEC_OBTAIN(const auto news, trails.Since());
      audit.clear();
      journal.clear();
      for (const LoggedEvent& event : news.events) {
        if (event.records.empty()) {
          if (event.Mentions(marker)) journal.push_back(event.milliseconds);
        } else if (Opened(event, file)) {
          audit.push_back(event.milliseconds);
        }
      }
      all = journal.size() >= kEvents && (!audited || audit.size() >= kEvents);
      if (!all) std::this_thread::sleep_for(kPollInterval);
    }
  }
  JudgeStamps("the journal", journal, moments, tolerance);
  if (audited) {
    JudgeStamps("the audit trail", audit, moments, tolerance);
  } else {
    Note("the profile declares no audit trail: the journal alone is judged");
  }
  if (cursor.ok()) {
    const auto trail = cursor->RecordsSince();
    const bool whole = trail.ok() && trail->unreadable.empty();
    Expect(whole, "no line of the audit trail is without date and time",
           whole        ? "each has them"
           : trail.ok() ? Printable(trail->unreadable[0])
                        : trail.error().message);
  }
  JudgeClock();
}

}  // namespace iec
