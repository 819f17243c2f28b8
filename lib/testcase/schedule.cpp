// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/schedule.h"

#include <algorithm>
#include <tuple>

namespace iec {
namespace {

using std::chrono::seconds;

// A test that waits less is busy most of its time.
constexpr seconds kMostlyWaits{10};
// A test whose turn has come lets others that collide with it pass while the
// one that blocks it is known to wait. Beyond that so often, where it does not
// wait itself: never would leave slots empty, always would leave it to the end.
constexpr int kMaxOvertaken = 3;
// Several tests that log in side by side stay below the number of
// unauthenticated connections (10) from which sshd drops some at random.
constexpr unsigned kMaxWorking = 4;

bool Holds(const std::vector<Resource>& resources, Resource wanted) {
  return std::find(resources.begin(), resources.end(), wanted) !=
         resources.end();
}

bool Uses(const TestCase& test, Resource resource) {
  return Holds(test.uses, resource);
}

// Whether `a` uses alone what `b` needs.
bool Excludes(const TestCase& a, const TestCase& b) {
  return Uses(a, Resource::kEverything) ||
         std::any_of(a.uses.begin(), a.uses.end(), [&b](Resource resource) {
           return Uses(b, resource) || Holds(b.shares, resource);
         });
}

seconds WaitsFor(const TestCase& test, const Profile& profile) {
  if (test.waits_for.empty()) return seconds(0);
  const auto value = profile.Integer(test.waits_for);
  return seconds(value.ok() ? *value : 0);
}

}  // namespace

bool Collide(const TestCase& a, const TestCase& b) {
  return Excludes(a, b) || Excludes(b, a);
}

seconds ExpectedWait(const TestCase& test, const Profile& profile, bool slow) {
  const seconds full = WaitsFor(test, profile);
  const seconds wait =
      test.waits + (slow ? full : std::min(full, kLongestWait));
  return std::min(wait, TimeLimit(test, profile, slow));
}

seconds TimeLimit(const TestCase& test, const Profile& profile, bool slow) {
  // Declared for a board. An emulated device on a busy machine takes longer,
  // and what hangs does so for good.
  if (!slow) return 2 * test.timeout;
  return 10 * test.timeout + WaitsFor(test, profile) * 3 / 2;
}

Slots DefaultSlots(unsigned processors) {
  const int working = static_cast<int>(std::clamp(processors, 1u, kMaxWorking));
  return {working, working};
}

Schedule::Schedule(const std::vector<const TestCase*>& tests,
                   const Profile& profile, Slots slots, bool slow)
    : slots_(slots) {
  for (const TestCase* test : tests) {
    const seconds wait = ExpectedWait(*test, profile, slow);
    waiting_.push_back({test, wait, wait >= kMostlyWaits && slots.waiting > 0});
  }
  // What a test may do to the device decides first: whatever comes of it, the
  // results before it are reported. Then what none can run beside: in the
  // middle it would empty all slots.
  const auto turn = [](const Entry& entry) {
    return std::tuple(entry.test->impact,
                      Uses(*entry.test, Resource::kEverything), -entry.wait);
  };
  waiting_.sort(
      [&](const Entry& a, const Entry& b) { return turn(a) < turn(b); });
}

const TestCase* Schedule::Start(Clock::time_point now) {
  std::vector<Entry*> blocked;  // those whose turn it was before
  for (auto next = waiting_.begin(); next != waiting_.end(); ++next) {
    if (!HasSlotFor(*next)) continue;
    if (std::any_of(running_.begin(), running_.end(), [&](const Entry& other) {
          return Collide(*other.test, *next->test);
        })) {
      blocked.push_back(&*next);
      continue;
    }
    std::vector<Entry*> delayed;
    bool may = true;
    for (Entry* early : blocked) {
      if (!Collide(*early->test, *next->test)) continue;
      if (now + next->wait < EndOfWait(*early)) continue;
      may =
          may && early->wait < kMostlyWaits && early->overtaken < kMaxOvertaken;
      delayed.push_back(early);
    }
    if (!may) continue;
    for (Entry* early : delayed) ++early->overtaken;
    next->wait_ends = now + next->wait;
    running_.splice(running_.end(), waiting_, next);
    return running_.back().test;
  }
  return nullptr;
}

void Schedule::End(const TestCase& test) {
  running_.remove_if(
      [&test](const Entry& entry) { return entry.test == &test; });
}

std::vector<const TestCase*> Schedule::TakeRest() {
  std::vector<const TestCase*> rest;
  for (const Entry& entry : waiting_) rest.push_back(entry.test);
  waiting_.clear();
  return rest;
}

bool Schedule::HasSlotFor(const Entry& entry) const {
  const auto mostly_waits = [](const Entry& other) {
    return other.mostly_waits;
  };
  const auto waiting = static_cast<int>(
      std::count_if(running_.begin(), running_.end(), mostly_waits));
  const int working = static_cast<int>(running_.size()) - waiting;
  if (waiting + working >= slots_.waiting + slots_.working) return false;
  if (!entry.mostly_waits) return working < slots_.working;
  // In a slot of the others only where none of these is left to take it.
  return waiting < slots_.waiting ||
         std::all_of(waiting_.begin(), waiting_.end(), mostly_waits);
}

Schedule::Clock::time_point Schedule::EndOfWait(const Entry& blocked) const {
  Clock::time_point end = Clock::time_point::min();
  for (const Entry& entry : running_) {
    if (Collide(*entry.test, *blocked.test)) {
      end = std::max(end, entry.wait_ends);
    }
  }
  return end;
}

}  // namespace iec
