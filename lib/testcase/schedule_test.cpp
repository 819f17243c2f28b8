// SPDX-License-Identifier: Apache-2.0
// The order of tests by a clock of our own: nothing here runs or waits.
#include "lib/testcase/schedule.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>

namespace iec {
namespace {

using std::chrono::seconds;
using Names = std::vector<std::string>;

class ScheduleTest : public testing::Test {
 protected:
  void SetUp() override {
    auto profile = LoadProfileOrDefault("");
    ASSERT_TRUE(profile.ok()) << profile.error().message;
    profile_ = *profile;
  }

  TestCase& Add(std::string_view name, std::vector<Resource> uses = {},
                seconds waits = seconds(0)) {
    tests_.push_back(TestCase{.name = name,
                              .uses = std::move(uses),
                              .waits = waits,
                              .timeout = seconds(600)});
    return tests_.back();
  }

  Schedule Make(Slots slots) {
    std::vector<const TestCase*> pointers;
    for (const TestCase& test : tests_) pointers.push_back(&test);
    return Schedule(pointers, profile_, slots);
  }

  // Starts whatever may start at this second.
  Names StartAt(Schedule& schedule, int second) {
    Names names;
    while (const TestCase* test =
               schedule.Start(Schedule::Clock::time_point(seconds(second)))) {
      names.emplace_back(test->name);
    }
    return names;
  }

  void End(Schedule& schedule, std::string_view name) {
    for (const TestCase& test : tests_) {
      if (test.name == name) schedule.End(test);
    }
  }

  // All of them, one at a time.
  Names OneByOne() {
    Schedule schedule = Make({1, 0});
    Names order;
    while (!schedule.empty()) {
      const Names started = StartAt(schedule, static_cast<int>(order.size()));
      EXPECT_EQ(started.size(), 1u);
      if (started.empty()) break;
      order.push_back(started[0]);
      End(schedule, started[0]);
    }
    return order;
  }

  std::deque<TestCase> tests_;
  Profile profile_;
};

TEST_F(ScheduleTest, MoreThanAMinuteIsWaitedForWhereThatIsAskedFor) {
  const auto parsed = ParseProfile(
      "schema: iec-profile/1\nname: x\ncomponent_type: embedded\n"
      "target_sl: 1\ncapabilities: []\n"
      "parameters: {sessions: {lock_seconds: 1800}}\n",
      "p");
  ASSERT_TRUE(parsed.ok()) << parsed.error().message;
  TestCase test{.name = "a",
                .waits = seconds(5),
                .waits_for = "sessions.lock_seconds",
                .timeout = seconds(90)};
  EXPECT_EQ(ExpectedWait(test, *parsed), seconds(65));
  EXPECT_EQ(TimeLimit(test, *parsed, false), seconds(180));
  EXPECT_EQ(ExpectedWait(test, *parsed, true), seconds(1805));
  EXPECT_EQ(TimeLimit(test, *parsed, true), seconds(900 + 2700));
  test.waits_for = "";
  EXPECT_EQ(ExpectedWait(test, *parsed, true), seconds(5));
  EXPECT_EQ(TimeLimit(test, *parsed, true), seconds(900));
}

TEST_F(ScheduleTest, WhatIsWaitedForInFullComesFirst) {
  Add("a", {}, seconds(100));
  Add("b").waits_for = "sessions.lock_seconds";
  const std::vector<const TestCase*> pointers{&tests_[0], &tests_[1]};
  Schedule quick(pointers, profile_, {1, 0});
  EXPECT_EQ(StartAt(quick, 0), Names{"a"});
  Schedule slow(pointers, profile_, {1, 0}, true);
  EXPECT_EQ(StartAt(slow, 0), Names{"b"});
}

TEST_F(ScheduleTest, LongestWaitFirstOthersAsGiven) {
  Add("a");
  Add("b", {}, seconds(5));
  Add("c");
  Add("d", {}, seconds(60));
  EXPECT_EQ(OneByOne(), (Names{"d", "b", "a", "c"}));
}

TEST_F(ScheduleTest, AParameterAddsToTheWait) {
  Add("a", {}, seconds(59));
  Add("b").waits_for = "lockout.unlock_seconds";
  profile_.parameters["lockout.unlock_seconds"] = int64_t{60};
  EXPECT_EQ(OneByOne(), (Names{"b", "a"}));
  tests_[1].waits = seconds(7);
  EXPECT_EQ(ExpectedWait(tests_[1], profile_), seconds(67));
  profile_.parameters["lockout.unlock_seconds"] = int64_t{86400};
  EXPECT_EQ(ExpectedWait(tests_[1], profile_), seconds(67)) << "a minute";
  tests_[1].timeout = seconds(30);
  EXPECT_EQ(ExpectedWait(tests_[1], profile_), seconds(60));
}

TEST_F(ScheduleTest, WhatEndangersTheRestComesLast) {
  Add("reboots").impact = Impact::kReboot;
  Add("alone", {Resource::kEverything}, seconds(300));
  Add("a");
  EXPECT_EQ(OneByOne(), (Names{"a", "alone", "reboots"}));
}

TEST_F(ScheduleTest, TestsCollideOverASharedResourceOnly) {
  const TestCase& accounts = Add("a", {Resource::kAccounts, Resource::kClock});
  const TestCase& clock = Add("b", {Resource::kClock});
  const TestCase& network = Add("c", {Resource::kNetwork});
  const TestCase& nothing = Add("d");
  const TestCase& everything = Add("e", {Resource::kEverything});
  EXPECT_TRUE(Collide(accounts, clock));
  EXPECT_TRUE(Collide(clock, accounts));
  EXPECT_FALSE(Collide(accounts, network));
  EXPECT_FALSE(Collide(nothing, nothing));
  EXPECT_TRUE(Collide(nothing, everything));
  EXPECT_TRUE(Collide(everything, nothing));
}

TEST_F(ScheduleTest, ThoseThatShareRunBesideEachOtherOnly) {
  TestCase& alone = Add("alone", {Resource::kAccounts});
  TestCase& one = Add("one", {Resource::kClock});
  TestCase& other = Add("other");
  one.shares = other.shares = {Resource::kAccounts, Resource::kSshLogin};
  const TestCase& everything = Add("everything", {Resource::kEverything});
  EXPECT_FALSE(Collide(one, other));
  EXPECT_TRUE(Collide(alone, one));
  EXPECT_TRUE(Collide(other, alone));
  EXPECT_TRUE(Collide(everything, one));
  other.shares.push_back(Resource::kClock);
  EXPECT_TRUE(Collide(one, other)) << "one has the clock alone";
  EXPECT_TRUE(Collide(other, one));
}

TEST_F(ScheduleTest, ThoseThatShareDoNotKeepAnExclusiveOneOutForEver) {
  Add("first").shares = {Resource::kAccounts};
  Add("alone", {Resource::kAccounts});
  for (int i = 0; i < 20; ++i) Add("shares").shares = {Resource::kAccounts};
  Schedule schedule = Make({2, 0});
  EXPECT_EQ(StartAt(schedule, 0), (Names{"first", "shares"}));
  int before = 0;
  for (int second = 1; second < 20; ++second) {
    End(schedule, "shares");
    before += static_cast<int>(StartAt(schedule, second).size());
  }
  EXPECT_LE(before, 3);
  End(schedule, "first");
  EXPECT_EQ(StartAt(schedule, 30), Names{"alone"});
}

TEST_F(ScheduleTest, TheRestRunsWhileALongWaitLasts) {
  Add("a", {Resource::kNetwork});
  Add("b", {Resource::kNetwork});
  Add("long", {Resource::kAccounts}, seconds(60));
  Schedule schedule = Make({1, 1});
  EXPECT_EQ(StartAt(schedule, 0), (Names{"long", "a"}));
  End(schedule, "a");
  EXPECT_EQ(StartAt(schedule, 2), Names{"b"});
}

TEST_F(ScheduleTest, WaitingTestsLeaveTheSlotsOfOthersAlone) {
  Add("w1", {}, seconds(60));
  Add("w2", {}, seconds(50));
  Add("w3", {}, seconds(40));
  Add("a");
  Add("b");
  Schedule schedule = Make({1, 1});
  EXPECT_EQ(StartAt(schedule, 0), (Names{"w1", "a"}));
  End(schedule, "a");
  EXPECT_EQ(StartAt(schedule, 1), Names{"b"});
  End(schedule, "b");
  // Only waiting ones are left: they may have all slots.
  EXPECT_EQ(StartAt(schedule, 2), Names{"w2"});
  End(schedule, "w1");
  EXPECT_EQ(StartAt(schedule, 60), Names{"w3"});
}

TEST_F(ScheduleTest, ANumberOfJobsIsNotExceededByWaitingTests) {
  Add("w1", {}, seconds(60));
  Add("w2", {}, seconds(50));
  Add("a");
  Schedule schedule = Make({2, 0});
  EXPECT_EQ(StartAt(schedule, 0), (Names{"w1", "w2"}));
}

TEST_F(ScheduleTest, ABlockedTestIsOvertakenDuringAKnownWaitOnly) {
  Add("long", {Resource::kAccounts}, seconds(60));
  Add("next", {Resource::kAccounts, Resource::kSshLogin}, seconds(30));
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    Add(name, {Resource::kSshLogin});
  }
  Schedule schedule = Make({2, 0});
  EXPECT_EQ(StartAt(schedule, 0), (Names{"long", "a"}));
  for (const char* name : {"a", "b", "c", "d"}) {
    End(schedule, name);
    EXPECT_EQ(StartAt(schedule, 10).size(), 1u) << name;
  }
  // The wait is over: the one that comes next must not lose its turn to the
  // last of the short ones.
  End(schedule, "e");
  EXPECT_EQ(StartAt(schedule, 61), Names{});
  End(schedule, "long");
  EXPECT_EQ(StartAt(schedule, 62), Names{"next"});
}

TEST_F(ScheduleTest, NoTestIsOvertakenForEver) {
  Add("a", {Resource::kNetwork});
  Add("patient", {Resource::kNetwork, Resource::kClock});
  for (int i = 0; i < 20; ++i) Add("clock", {Resource::kClock});
  Schedule schedule = Make({2, 0});
  int before = 0;
  Names running = StartAt(schedule, 0);  // "a", which never ends, and a clock
  EXPECT_EQ(running, (Names{"a", "clock"}));
  for (int second = 1; second < 20; ++second) {
    End(schedule, "clock");
    before += static_cast<int>(StartAt(schedule, second).size());
  }
  EXPECT_LE(before, 3);
  End(schedule, "a");
  EXPECT_EQ(StartAt(schedule, 30), Names{"patient"});
}

TEST_F(ScheduleTest, AnExclusiveTestComesToRunAlone) {
  Add("alone", {Resource::kEverything});
  for (int i = 0; i < 20; ++i) Add("reboots").impact = Impact::kReboot;
  Schedule schedule = Make({2, 2});
  EXPECT_EQ(StartAt(schedule, 0), Names{"alone"}) << "and nothing beside it";
  End(schedule, "alone");
  EXPECT_EQ(StartAt(schedule, 1).size(), 2u);
}

TEST_F(ScheduleTest, AnExclusiveTestIsNotPassedByAllThatFollow) {
  Add("first", {Resource::kNetwork});
  Add("alone", {Resource::kEverything});
  for (int i = 0; i < 20; ++i) Add("reboots").impact = Impact::kReboot;
  Schedule schedule = Make({2, 0});
  Names order = StartAt(schedule, 0);
  for (int second = 1; second < 10 && order.back() != "alone"; ++second) {
    // All that run now end.
    for (const std::string& name : order) End(schedule, name);
    for (const std::string& name : StartAt(schedule, second)) {
      order.push_back(name);
    }
  }
  EXPECT_EQ(order.back(), "alone");
  EXPECT_LE(order.size(), 5u);
}

TEST_F(ScheduleTest, WhatIsTakenAwayDoesNotStart) {
  Add("a");
  Add("b");
  Schedule schedule = Make({1, 0});
  EXPECT_EQ(StartAt(schedule, 0), Names{"a"});
  EXPECT_EQ(schedule.TakeRest().size(), 1u);
  EXPECT_TRUE(schedule.empty());
  End(schedule, "a");
  EXPECT_EQ(StartAt(schedule, 1), Names{});
}

TEST(DefaultSlotsTest, FollowTheProcessorsUpToALimit) {
  EXPECT_EQ(DefaultSlots(0).working, 1);  // not known
  EXPECT_EQ(DefaultSlots(1).working, 1);
  EXPECT_EQ(DefaultSlots(2).working, 2);
  EXPECT_EQ(DefaultSlots(64).working, 4);
  EXPECT_GE(DefaultSlots(1).waiting, 1);
}

}  // namespace
}  // namespace iec
