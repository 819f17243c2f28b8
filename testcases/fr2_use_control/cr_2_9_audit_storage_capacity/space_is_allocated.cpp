// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>

#include "lib/dut/audit_store.h"
#include "lib/testcase/audit_pressure.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

constexpr double kMebibyte = 1 << 20;
// What the mean size of an event is taken from.
constexpr size_t kSample = 512 << 10;
constexpr double kFewestEvents = 20;
// Of an event. The start of the device may make one with more than a thousand
// (the loading of a module names each file that comes of it), which says
// nothing of the events of a day.
constexpr int kMostRecords = 50;

int64_t BytesOf(const std::vector<std::string>& files) {
  int64_t bytes = 0;
  for (const std::string& file : files) {
    struct stat info {};
    if (stat(file.c_str(), &info) == 0) bytes += info.st_size;
  }
  return bytes;
}

// How large the kernel lets each file of the daemon become; 0: as large as it
// likes. A trail that rotates later than that does not rotate.
int64_t KernelLimitOf(const AuditStore& store) {
  rlimit limit{};
  if (prlimit(store.daemon, RLIMIT_FSIZE, nullptr, &limit) != 0 ||
      limit.rlim_cur == RLIM_INFINITY) {
    return 0;
  }
  const auto bytes = static_cast<int64_t>(limit.rlim_cur);
  const int64_t rotates_at = FileLimitOf(store.configuration);
  return rotates_at > 0 && rotates_at <= bytes ? 0 : bytes;
}

}  // namespace

IEC_TEST_CASE(
    CR_2_9, space_is_allocated, .plan = "CR2.9.t2",
    .title = "The audit storage holds the records of the declared time",
    .tried =
        "The size of an event is measured on the newest part of the trail, "
        "room on its file system, and what others take there. The daemon's own "
        "limits, and the kernel's for it, are read.",
    .passes_when =
        "What the trail can grow to holds audit.events_per_day events of that "
        "size for audit.retention_days days.",
    .not_covered =
        "Whether the declared number of events is that of the device in use; "
        "programs that remove files of the trail; journald as the only trail.",
    .remedy =
        "Raise max_log_file and num_logs in auditd.conf and give "
        "/var/log/audit a file system that holds as much; remove what else is "
        "on it; record less.",
    .uses = {Resource::kAuditTrail},
    .parameters = {"audit.retention_days", "audit.events_per_day",
                   "audit.wait_seconds", "audit.configuration_files"},
    .lanes = {Lane::kQemu, Lane::kBoard},
    .timeout = std::chrono::seconds(120)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const int64_t days, profile.Integer("audit.retention_days"));
  IEC_OBTAIN(const int64_t events, profile.Integer("audit.events_per_day"));
  const auto pressure = AuditPressure::Prepare(profile);
  if (!pressure) return;
  const AuditStore& store = pressure->store();
  pressure->Record();

  const auto files = TrailFiles(store.path);
  const int64_t present = BytesOf(files);
  const auto sample = std::min<double>(kSample, static_cast<double>(present));
  std::map<uint64_t, int> records;  // of each event
  for (const auto& record : NewestRecords(store.path, kSample)) {
    ++records[record.serial];
  }
  const auto count = static_cast<double>(records.size());
  IEC_CONTROL(count >= kFewestEvents, "there are events to measure",
              fmt::format("{:.0f} in {:.0f} bytes", count, sample));
  double all = 0;
  double usual = 0;
  for (const auto& [serial, number] : records) {
    all += number;
    usual += std::min(number, kMostRecords);
  }
  const double size = sample / all * usual / count;
  const double wanted =
      size * static_cast<double>(events) * static_cast<double>(days);

  IEC_OBTAIN(const StorageRoom room, RoomOf(store));
  const int64_t grows_to = room.available + present;
  const int64_t kernel_limit = KernelLimitOf(store);
  const int64_t own_limit =
      kernel_limit > 0 ? kernel_limit : OwnLimitOf(store.configuration);
  const auto holds = static_cast<double>(
      own_limit > 0 ? std::min(own_limit, grows_to) : grows_to);
  Measure("event_size", size, "bytes");
  Measure("audit_storage", holds / kMebibyte, "MiB");
  Note("the limits of the daemon itself are read, not reached");
  Expect(
      holds >= wanted,
      fmt::format("the audit storage holds {} events a day for {} days, "
                  "{:.1f} MiB",
                  events, days, wanted / kMebibyte),
      fmt::format("{:.1f} MiB: the file system has room for {:.1f}, the "
                  "daemon's own limit is {:.1f} (0: none)",
                  holds / kMebibyte, static_cast<double>(grows_to) / kMebibyte,
                  static_cast<double>(own_limit) / kMebibyte));
}

}  // namespace iec
