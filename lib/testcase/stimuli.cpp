// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/stimuli.h"

#include <fmt/format.h>

#include <cstdlib>
#include <thread>

#include "lib/base/text.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPollInterval{500};
// The kernel's stamps are those of its last tick, and a program may write a
// line about what it did a moment ago.
constexpr int64_t kSlackMilliseconds = 2'000;

// Of the wall clock against one that nobody can set.
int64_t ClockOffset() {
  return NowMilliseconds() - std::chrono::duration_cast<milliseconds>(
                                 Clock::now().time_since_epoch())
                                 .count();
}

}  // namespace

std::vector<std::string> MissingFields(const LoggedEvent& event,
                                       const Stimulus& stimulus) {
  std::vector<std::string> missing;
  if (event.milliseconds < stimulus.begin - kSlackMilliseconds ||
      event.milliseconds > stimulus.end + kSlackMilliseconds) {
    missing.emplace_back("time stamp");
  }
  // A person or a program: either is a source.
  if (event.user.empty() && event.process.empty()) {
    missing.emplace_back("source");
  }
  if (event.category.empty()) missing.emplace_back("category");
  if (event.type.empty()) missing.emplace_back("type");
  if (event.id.empty()) missing.emplace_back("event id");
  if (!event.success ||
      (stimulus.success && *event.success != *stimulus.success)) {
    missing.emplace_back("result");
  }
  return missing;
}

Stimuli::Stimuli() : clock_offset_(ClockOffset()) {}

void Stimuli::Add(Stimulus stimulus) {
  const std::lock_guard<std::mutex> lock(mutex_);
  stimuli_.push_back(std::move(stimulus));
}

void Stimuli::Judge(const Trails& trails, std::chrono::seconds wait) {
  const auto deadline = Clock::now() + wait;
  std::vector<Verdict> verdicts(stimuli_.size());
  size_t events = 0;
  for (;;) {
    const bool last = Clock::now() >= deadline;
    auto news = trails.Since();
    if (!news.ok()) {
      Obstacle(news.error().message);
      return;
    }
    events = news->events.size();
    bool all = true;
    for (size_t i = 0; i < stimuli_.size(); ++i) {
      Verdict& verdict = verdicts[i];
      if (verdict.complete()) continue;
      for (const LoggedEvent& event : news->events) {
        if (!stimuli_[i].owns(event)) continue;
        auto missing = MissingFields(event, stimuli_[i]);
        if (verdict.best && missing.size() >= verdict.missing.size()) continue;
        verdict.best = event;
        verdict.missing = std::move(missing);
      }
      all = all && verdict.complete();
    }
    if (all || last) break;
    std::this_thread::sleep_for(kPollInterval);
  }
  if (std::llabs(ClockOffset() - clock_offset_) > kSlackMilliseconds / 2) {
    Obstacle("the clock of the device was set while the test ran");
    return;
  }
  for (size_t i = 0; i < stimuli_.size(); ++i) {
    Report(stimuli_[i], verdicts[i], wait, events);
  }
}

void Stimuli::Report(const Stimulus& stimulus, const Verdict& verdict,
                     std::chrono::seconds wait, size_t events) {
  const std::string name = stimulus.category + ": " + stimulus.what;
  if (!verdict.best) {
    Expect(false, fmt::format("{}: a record within {} s", name, wait.count()),
           fmt::format("none of the {} new events is about it", events));
    return;
  }
  const std::string found = verdict.best->Describe();
  labels_[stimulus.category].insert(verdict.best->category);
  if (verdict.missing.empty()) {
    Expect(true, name + ": a complete record", found);
  }
  for (const std::string& field : verdict.missing) {
    Expect(false, fmt::format("{}: its record has the {}", name, field), found);
  }
}

}  // namespace iec
