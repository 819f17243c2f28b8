// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/audit_pressure.h"

#include <fmt/format.h>

#include <limits>
#include <thread>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;

// About 40 KiB: a daemon may look at its room after each 8 KiB only.
constexpr int kCalls = 48;
constexpr size_t kTail = 256 << 10;
constexpr std::chrono::milliseconds kPollInterval{300};

}  // namespace

std::optional<AuditPressure> AuditPressure::Prepare(const Profile& profile) {
  AuditPressure pressure;
  const auto in_journal = profile.Flag("audit.in_journal");
  const auto wait = profile.Integer("audit.wait_seconds");
  const auto files = profile.List("audit.configuration_files");
  if (!in_journal.ok() || !wait.ok() || !files.ok()) {
    Obstacle("the parameters of the audit cannot be read");
    return std::nullopt;
  }
  if (*in_journal) {
    Obstacle(
        "the journal alone keeps the records: only the trail of an audit "
        "daemon can be put under pressure");
    return std::nullopt;
  }
  auto store = FindAuditStore();
  if (!Expect(store.ok(), "the device keeps an audit trail",
              store.ok() ? store->path : store.error().message)) {
    return std::nullopt;
  }
  pressure.store_ = std::move(store).value();
  pressure.wait_ = std::chrono::seconds(*wait);
  for (const std::string& file : *files) {
    if (Exists(file)) pressure.files_.push_back(file);
  }
  if (!Control(!pressure.files_.empty(), "a configuration file is declared",
               "none of audit.configuration_files is there")) {
    return std::nullopt;
  }
  if (!Expect(pressure.EachFileOnce(), "the audit trail takes in records",
              pressure.store_.path)) {
    return std::nullopt;
  }
  return pressure;
}

bool AuditPressure::StopsNothing() const {
  const auto stops = WhatStopsTheDevice(store_);
  return Expect(stops.empty(), "no trouble of the audit trail stops the device",
                stops.empty() ? "no setting of the daemon or the kernel says so"
                              : Printable(Join(stops, ", ")) + ": not tried");
}

void AuditPressure::Record() const { MakeAuditedCalls(files_, kCalls); }

bool AuditPressure::Recorded(int64_t begin, int64_t end, size_t count,
                             std::chrono::milliseconds limit) const {
  const auto deadline = Clock::now() + limit;
  for (;;) {
    const bool last = Clock::now() >= deadline;
    if (OwnCallsIn(NewestRecords(store_.path, kTail), begin, end) >= count) {
      return true;
    }
    if (last) return false;
    std::this_thread::sleep_for(kPollInterval);
  }
}

bool AuditPressure::MadeAndRecorded(int calls, size_t count) const {
  const int64_t begin = NowMilliseconds();
  MakeAuditedCalls(files_, calls);
  return Recorded(begin, std::numeric_limits<int64_t>::max(), count, wait_);
}

// Some of them may be watched by no rule, which is CR 2.8's to say.
bool AuditPressure::EachFileOnce() const {
  return MadeAndRecorded(static_cast<int>(files_.size()), 1);
}

void AuditPressure::ExpectRecord(std::string_view expected) const {
  Report(EachFileOnce(), expected);
}

void AuditPressure::ExpectRecords(std::string_view expected) const {
  Report(MadeAndRecorded(kCalls, kCalls / 2), expected);
}

void AuditPressure::Report(bool recorded, std::string_view expected) const {
  Expect(recorded, expected,
         recorded ? "it is so"
                  : fmt::format("it is not so after {} s", wait_.count()));
}

}  // namespace iec
