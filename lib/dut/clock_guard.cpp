// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/clock_guard.h"

#include <time.h>

#include <cstdlib>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/undo_handlers.h"

namespace iec {
namespace {

constexpr int64_t kMillion = 1'000'000;
constexpr int64_t kWrong = kMillion / 2;

int64_t Microseconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<int64_t>(now.tv_sec) * kMillion + now.tv_nsec / 1000;
}

// When the device was started, by its clock: nothing but a change of the clock
// moves it.
int64_t StartOfDevice() {
  return Microseconds(CLOCK_REALTIME) - Microseconds(CLOCK_BOOTTIME);
}

std::string BootId() {
  const auto id = ReadFile("/proc/sys/kernel/random/boot_id", 100);
  return id.ok() ? std::string(Trim(*id)) : "";
}

}  // namespace

Status KeepClock(UndoJournal& journal, std::chrono::microseconds ahead) {
  UndoEntry entry{std::string(kClockKind), {}};
  entry.data["boot"] = BootId();
  entry.data["start"] = std::to_string(StartOfDevice() + ahead.count());
  return journal.Record(entry);
}

UndoOutcome UndoClock(const UndoEntry& entry, const UndoContext&) {
  UndoOutcome outcome;
  const auto boot = Need(entry, "boot");
  const auto start = Need(entry, "start");
  const auto right = start.ok() ? ParseInteger(*start) : std::nullopt;
  if (!boot.ok() || !right) {
    outcome.notices.push_back("what the clock was is not recorded");
    return outcome;
  }
  if (*boot != BootId()) return outcome;
  const int64_t ahead = *right - StartOfDevice();
  if (std::llabs(ahead) < kWrong) return outcome;
  const int64_t now = Microseconds(CLOCK_REALTIME) + ahead;
  timespec time{};
  time.tv_sec = static_cast<time_t>(now / kMillion);
  time.tv_nsec = static_cast<long>(now % kMillion * 1000);
  if (clock_settime(CLOCK_REALTIME, &time) != 0) {
    outcome.failures.push_back(ErrnoError("setting the clock").message);
  }
  return outcome;
}

}  // namespace iec
