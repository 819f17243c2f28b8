// SPDX-License-Identifier: Apache-2.0
// Which fields of a record count as missing.
#include "lib/testcase/stimuli.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

LoggedEvent Complete() {
  LoggedEvent event;
  event.milliseconds = 100'500;
  event.user = "ann";
  event.process = "sshd";
  event.category = "access";
  event.type = "USER_AUTH";
  event.id = "7";
  event.success = false;
  return event;
}

Stimulus Refusal() {
  Stimulus stimulus;
  stimulus.success = false;
  stimulus.begin = 100'000;
  stimulus.end = 101'000;
  return stimulus;
}

TEST(MissingFieldsTest, NoneOfACompleteRecord) {
  EXPECT_THAT(MissingFields(Complete(), Refusal()), IsEmpty());
}

TEST(MissingFieldsTest, AllOfAnEmptyOne) {
  EXPECT_THAT(MissingFields(LoggedEvent(), Refusal()),
              ElementsAre("time stamp", "source", "category", "type",
                          "event id", "result"));
}

TEST(MissingFieldsTest, TheTimeHasToBeThatOfTheStimulus) {
  LoggedEvent event = Complete();
  for (const int64_t wrong : {97'000, 104'000}) {
    event.milliseconds = wrong;
    EXPECT_THAT(MissingFields(event, Refusal()), ElementsAre("time stamp"));
  }
}

TEST(MissingFieldsTest, TheResultHasToBeTheRightOne) {
  LoggedEvent event = Complete();
  event.success = true;
  EXPECT_THAT(MissingFields(event, Refusal()), ElementsAre("result"));
  Stimulus unknown = Refusal();
  unknown.success.reset();
  EXPECT_THAT(MissingFields(event, unknown), IsEmpty());
  event.success.reset();
  EXPECT_THAT(MissingFields(event, unknown), ElementsAre("result"));
}

TEST(MissingFieldsTest, AProgramIsASourceToo) {
  LoggedEvent event = Complete();
  event.user.clear();
  EXPECT_THAT(MissingFields(event, Refusal()), IsEmpty());
  event.process.clear();
  EXPECT_THAT(MissingFields(event, Refusal()), ElementsAre("source"));
}

}  // namespace
}  // namespace iec
