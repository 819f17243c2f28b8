// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/heartbeat.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "lib/dut/audit_store.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kTurn{250};

int64_t Now() {
  return std::chrono::duration_cast<milliseconds>(
             Clock::now().time_since_epoch())
      .count();
}

}  // namespace

Heartbeat::Heartbeat(const std::vector<std::string>& files)
    : recorded_(std::make_shared<Beats>()), asleep_(std::make_shared<Beats>()) {
  for (const auto& beats : {recorded_, asleep_}) beats->since = Now();
  std::thread(&Beat, recorded_, files).detach();
  std::thread(&Beat, asleep_, std::vector<std::string>()).detach();
}

Heartbeat::~Heartbeat() {
  recorded_->over = true;
  asleep_->over = true;
}

void Heartbeat::Beat(std::shared_ptr<Beats> beats,
                     std::vector<std::string> files) {
  while (!beats->over) {
    std::this_thread::sleep_for(kTurn);
    MakeAuditedCalls(files, 1);
    beats->longest = LongestGap(*beats);
    beats->since = Now();
  }
}

int64_t Heartbeat::LongestGap(const Beats& beats) {
  return std::max(beats.longest.load(),
                  Now() - beats.since.load() - kTurn.count());
}

void Heartbeat::Judge(std::chrono::seconds limit, std::string_view trouble) {
  const double gap = static_cast<double>(LongestGap(*recorded_)) / 1000;
  const double asleep = static_cast<double>(LongestGap(*asleep_)) / 1000;
  Measure("longest_gap", gap, "s");
  Expect(gap - asleep <= static_cast<double>(limit.count()),
         fmt::format("{}: what is recorded goes on within {} s", trouble,
                     limit.count()),
         fmt::format("the longest gap was {:.1f} s, of something that only "
                     "sleeps {:.1f} s",
                     gap, asleep));
}

}  // namespace iec
