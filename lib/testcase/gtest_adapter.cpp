// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/gtest_adapter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <exception>

#include "lib/base/text.h"
#include "lib/record/record.h"
#include "lib/testcase/check.h"
#include "lib/testcase/message.h"

namespace iec {
namespace {

thread_local bool failure_already_sent = false;

// The weaker values of a profile are findings of the tests that use them.
void ExpectParametersAtTheirFloor(const TestCase& test,
                                  const Profile& profile) {
  for (const std::string_view name : test.parameters) {
    const auto known = profile.known_parameters.find(std::string(name));
    const auto value = profile.Value(name);
    if (!value.ok() || known == profile.known_parameters.end()) {
      Obstacle(value.ok() ? "unknown parameter" : value.error().message);
      continue;
    }
    const auto weaker = WeakerThanFloor(known->second, *value);
    if (!weaker) continue;
    Expect(false,
           fmt::format("the profile's {} is no weaker than its floor", name),
           *weaker);
  }
}

class Adapter : public testing::Test {
 public:
  Adapter(const TestCase& test, Dut& dut) : test_(test), dut_(dut) {}

  void TestBody() override {
    try {
      ExpectParametersAtTheirFloor(test_, dut_.profile());
      test_.body(dut_);
    } catch (const std::exception& error) {
      Obstacle(fmt::format("the test threw an exception: {}", error.what()));
    } catch (...) {
      Obstacle("the test threw something that is no exception");
    }
  }

 private:
  const TestCase& test_;
  Dut& dut_;
};

// GoogleTest's own assertions become checks like ours.
class Listener : public testing::EmptyTestEventListener {
  void OnTestPartResult(const testing::TestPartResult& part) override {
    if (!part.failed() || failure_already_sent) return;
    SendMessage(
        {Message::Type::kCheck,
         {std::string(Name(Check::Kind::kExpectation)), "0",
          Printable(part.summary(), 600), "the assertion failed",
          fmt::format("{}:{}",
                      part.file_name() == nullptr ? "?" : part.file_name(),
                      part.line_number())}});
  }
};

}  // namespace

void RunThroughGoogleTest(const TestCase& test, Dut& dut) {
  const std::string suite(test.requirement);
  const std::string name(test.name);
  testing::RegisterTest(
      suite.c_str(), name.c_str(), nullptr, nullptr, test.file.data(), 1,
      [&]() -> testing::Test* { return new Adapter(test, dut); });
  GTEST_FLAG_SET(filter, suite + "." + name);
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  listeners.Append(new Listener);
  // Its result says less than the messages that were sent meanwhile.
  [[maybe_unused]] const int status = RUN_ALL_TESTS();
  const int ran = testing::UnitTest::GetInstance()->test_to_run_count();
  // A filter that matches nothing ends with status 0: never trust it.
  if (ran != 1) {
    Obstacle(fmt::format("GoogleTest ran {} tests instead of one", ran));
  }
  SendMessage({Message::Type::kFinished, {}});
}

void FailGoogleTest(std::string_view what, const std::source_location& where) {
  failure_already_sent = true;
  ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line())) << what;
  failure_already_sent = false;
}

}  // namespace iec
